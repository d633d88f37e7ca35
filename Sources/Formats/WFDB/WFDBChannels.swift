public import Signals

extension WFDBSignal {
  /// What the signal measures, by its name; see ``lead`` for electrocardiograms.
  public var kind: Kind {
    if lead != nil { return .ecg }
    let name = name.uppercased()
    let words = name.split { !$0.isLetter && !$0.isNumber }
    if words.contains("ECG") || words.contains("EKG") { return .ecg }
    if ["ABP", "ART", "ARTERIAL", "BP"].contains(where: { words.contains($0) }) { return .abp }
    if ["PLETH", "PPG"].contains(where: { words.contains($0) }) { return .ppg }
    if words.contains(where: { $0.hasPrefix("RESP") }) { return .respiration }
    return .other
  }

  /// The electrode position, if the name is that of one, spelled as is usual: `aVR`, `V1`, `MLII`.
  public var lead: String? {
    var name = name.uppercased()
    for prefix in ["ECG ", "LEAD ", "ECG-", "ECG_"] where name.hasPrefix(prefix) {
      name = String(name.dropFirst(prefix.count))
    }
    return WFDBSignal.leads.first { $0.uppercased() == name }
  }

  /// The unit as a UCUM code; in braces, as UCUM writes what it does not know, where it is foreign.
  public var unit: Unit { UnitNames.annotation(units) }

  private static let leads = [
    "I", "II", "III", "aVR", "aVL", "aVF", "V", "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8",
    "V9", "V3R", "V4R", "Vx", "Vy", "Vz", "MLI", "MLII", "MLIII", "MCL1", "MCL6", "MV1", "MV2",
    "CC5", "CM2", "CM4", "CM5", "D3", "D4", "ML5", "mod.V1",
  ]
}
