/// A line of ticks with labels, along an axis.
enum Ruler {
  /// A tick at a fraction of the axis, and what stands behind it.
  struct Tick {
    var fraction: Double
    var label: String

    init(_ fraction: Double, _ label: String) {
      self.fraction = fraction
      self.label = label
    }
  }

  /// The ticks whose labels have room, the first of any two first.
  static func line(_ ticks: [Tick], columns: Int) -> String {
    var line = [Character](repeating: " ", count: columns)
    for tick in ticks {
      let place = Int((tick.fraction * Double(columns)).rounded(.down))
      let label = Array("|" + tick.label)
      guard place >= 0, place + label.count <= columns else { continue }
      let room = max(0, place - 1)..<(place + label.count)
      guard line[room].allSatisfy({ $0 == " " }) else { continue }
      for (offset, letter) in label.enumerated() { line[place + offset] = letter }
    }
    return String(line)
  }
}
