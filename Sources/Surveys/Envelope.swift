/// The lowest and the highest value in each column of a drawing, so that no peak is lost in it.
public struct Envelope: Sendable {
  /// The lowest value of each column, infinite where there is none.
  public private(set) var low: [Float]
  /// The highest value of each column, minus infinity where there is none.
  public private(set) var high: [Float]
  /// The place at which each column ends.
  private let ends: [Int]
  private var column = 0

  /// A drawing so many columns wide of what lies before a place, a position or a time.
  init(columns: Int, end: Int) {
    low = [Float](repeating: .infinity, count: columns)
    high = [Float](repeating: -.infinity, count: columns)
    ends = (0..<columns).map { column in
      let share = Double(column + 1) / Double(columns)
      return column == columns - 1 ? .max : Int((share * Double(end)).rounded(.up))
    }
  }

  /// Takes a finite value; places come in order.
  mutating func take(_ value: Float, at place: Int) {
    guard !ends.isEmpty else { return }
    while place >= ends[column] { column += 1 }
    if value < low[column] { low[column] = value }
    if value > high[column] { high[column] = value }
  }
}
