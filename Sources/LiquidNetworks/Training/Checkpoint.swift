/// Everything that a training between two epochs consists of, as flat arrays and single numbers.
///
/// With the same data, objective and options it goes on with the same bits as if it had never
/// stopped. What random choices start from needs no place: they follow from the options' seed and
/// the number of the epoch. Within an epoch no checkpoint can be taken.
public struct Checkpoint: Sendable, Equatable {
  /// A number with a name.
  public struct Scalar: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The number.
    public var value: Double

    /// A number of this name.
    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// Weights, moments, means and best weights, each one flat array.
  public var arrays: Parameters
  /// Counts, powers and figures.
  public var scalars: [Scalar]

  /// A checkpoint of these parts.
  public init(arrays: Parameters, scalars: [Scalar]) {
    self.arrays = arrays
    self.scalars = scalars
  }

  /// Returns the number of a name.
  ///
  /// - Throws: `ParameterError` where there is none.
  func number(_ name: String) throws(ParameterError) -> Double {
    guard let scalar = scalars.first(where: { $0.name == name }) else {
      throw ParameterError("the checkpoint must contain \(name)")
    }
    return scalar.value
  }

  /// Returns the whole number of a name, which must be neither negative nor above a bound.
  ///
  /// Without a stated bound it is 2⁵³, up to which the numbers of a checkpoint are exact.
  func count(_ name: String, atMost most: Int = 1 << 53) throws(ParameterError) -> Int {
    let number = try number(name)
    guard let count = Int(exactly: number), 0...most ~= count else {
      throw ParameterError("\(name) must be a whole number from 0 to \(most), and is \(number)")
    }
    return count
  }

  /// Returns the number of a name, which must be from 0 to 1.
  func share(_ name: String) throws(ParameterError) -> Double {
    let number = try number(name)
    guard 0...1 ~= number else {
      throw ParameterError("\(name) must be from 0 to 1, and is \(number)")
    }
    return number
  }
}
