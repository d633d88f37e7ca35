public import Signals

extension WFDBSignal {
  /// What the signal measures, by its name; see ``lead`` for electrocardiograms.
  public var kind: Kind { SignalName.kind(name) }

  /// The electrode position, if the name is that of one, spelled as is usual: `aVR`, `V1`, `MLII`.
  public var lead: String? { SignalName.lead(name) }

  /// The unit as a UCUM code; in braces, as UCUM writes what it does not know, where it is foreign.
  public var unit: Unit { UnitNames.annotation(units) }
}
