/// The directions in which waves differ most from their mean, learnt from waves one by one.
///
/// K. Pearson, On lines and planes of closest fit to systems of points in space, Phil. Mag. 2 (1901)
/// 559–572, doi:10.1080/14786440109462720; means and products are brought up to date wave by wave
/// (B. P. Welford, Technometrics 4 (1962) 419–420, doi:10.1080/00401706.1962.10490022).
public struct PrincipalComponents: Sendable {
  /// How many values a wave has.
  public let length: Int
  /// How many waves have been learnt from.
  public private(set) var count = 0
  /// The mean wave.
  public private(set) var mean: [Double]
  private var products: SymmetricMatrix
  private var fitted: SymmetricMatrix
  private var change: [Double]

  /// Nothing learnt yet about waves of `length` values.
  public init(length: Int) {
    precondition(length > 0)
    self.length = length
    mean = Array(repeating: 0, count: length)
    products = SymmetricMatrix(size: length)
    fitted = products
    change = mean
  }

  /// Learns from a wave, whose values are finite; quadratic in the length.
  public mutating func add(_ wave: Span<Float>) {
    precondition(wave.count == length)
    count += 1
    for index in 0..<length {
      change[index] = Double(wave[index]) - mean[index]
      mean[index] += change[index] / Double(count)
    }
    let share = Double(count - 1) / Double(count)
    for row in 0..<length {
      let weight = change[row] * share
      for column in 0..<length {
        products.entries[row * length + column] += weight * change[column]
      }
    }
  }

  /// Finds the components of what has been learnt: see ``SymmetricMatrix/diagonalise()``.
  ///
  /// The mean that ``coefficient(_:of:)`` takes off goes on with every wave that is learnt.
  public mutating func fit() {
    for index in fitted.entries.indices { fitted.entries[index] = products.entries[index] }
    fitted.diagonalise()
  }

  /// The variance along the component numbered `index`, with one degree of freedom less than waves.
  public func variance(_ index: Int) -> Double { fitted.value(index) / Double(count - 1) }

  /// The component numbered `index`: a wave of length one.
  public func component(_ index: Int) -> ArraySlice<Double> {
    fitted.vectors[index * length..<(index + 1) * length]
  }

  /// How much of the component numbered `index` a wave holds beyond the mean, in the wave's unit.
  public func coefficient(_ index: Int, of wave: Span<Float>) -> Double {
    precondition(wave.count == length && index < length)
    var sum = 0.0
    for place in 0..<length {
      sum += fitted.vectors[index * length + place] * (Double(wave[place]) - mean[place])
    }
    return sum
  }
}
