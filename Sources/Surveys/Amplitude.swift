internal import Formats
public import Signals

/// Whether a channel's values are as large as its quantity usually is.
public struct Amplitude: Sendable {
  /// What the channel is held against.
  public let range: PlausibleRange
  /// What was measured, in the channel's own unit.
  public let value: Double
  /// Whether it lies in the range.
  public let isPlausible: Bool
  /// The unit in which the very numbers would be plausible, where the stated one is not.
  public let likelyUnit: Unit?
  /// How many times too large the values are if that unit is meant; nothing where no factor leads
  /// from one unit to the other.
  public let factor: Double?

  /// Holds a channel against its range; nothing where there is none, or no values that differ.
  public init?(_ channel: ChannelSurvey) {
    guard !channel.extremes.isConstant || channel.description.kind == .numeric,
      let (range, ratio) = PlausibleRange.of(channel.description),
      let value = Amplitude.measure(range.measure, of: channel.values)
    else { return nil }
    self.range = range
    self.value = value
    isPlausible = range.range.contains(value * ratio)
    var likely: (unit: Unit, factor: Double?)?
    if !isPlausible {
      let stated = channel.description.unit
      for unit in range.alternatives where unit != stated && likely == nil {
        guard Amplitude.isPlausible(value, in: unit, for: range) else { continue }
        likely = (unit, UnitScale(stated)?.ratio(in: unit))
      }
    }
    likelyUnit = likely?.unit
    factor = likely?.factor
  }

  private static func measure(
    _ measure: PlausibleRange.Measure, of values: ValueHistogram
  ) -> Double? {
    switch measure {
    case .median: return values.quantile(0.5)?.decimal
    case .spread:
      guard let low = values.quantile(0.01), let high = values.quantile(0.99) else { return nil }
      return (high - low).decimal
    }
  }

  /// Whether a number would be plausible in a unit, of which the table may have a row of its own.
  private static func isPlausible(
    _ value: Double, in unit: Unit, for range: PlausibleRange
  ) -> Bool {
    PlausibleRange.all.contains { row in
      guard row.quantity == range.quantity, let ratio = UnitScale(unit)?.ratio(in: row.unit) else {
        return false
      }
      return row.range.contains(value * ratio)
    }
  }
}

extension Float {
  /// The number with the fewest digits that tell it from its neighbours: 0.1 and not 0.10000000149.
  public var decimal: Double { Double("\(self)") ?? Double(self) }
}
