/// A number that remembers what it was made of.
struct Variable: Real {
  let value: Double
  /// Where it stands on its tape; constants stand on none.
  let place: Int
  let tape: Tape?

  init(_ constant: Double) {
    self.init(constant, place: -1, tape: nil)
  }

  fileprivate init(_ value: Double, place: Int, tape: Tape?) {
    self.value = value
    self.place = place
    self.tape = tape
  }

  static func + (a: Variable, b: Variable) -> Variable {
    made(a.value + b.value, of: [(a, 1), (b, 1)])
  }

  static func - (a: Variable, b: Variable) -> Variable {
    made(a.value - b.value, of: [(a, 1), (b, -1)])
  }

  static func * (a: Variable, b: Variable) -> Variable {
    made(a.value * b.value, of: [(a, b.value), (b, a.value)])
  }

  static func / (a: Variable, b: Variable) -> Variable {
    let quotient = a.value / b.value
    return made(quotient, of: [(a, 1 / b.value), (b, -quotient / b.value)])
  }

  static prefix func - (a: Variable) -> Variable {
    made(-a.value, of: [(a, -1)])
  }

  func mapped(_ function: (Double) -> (value: Double, slope: Double)) -> Variable {
    let (value, slope) = function(value)
    return Variable.made(value, of: [(self, slope)])
  }

  static func sum(
    _ start: Variable, _ weights: ArraySlice<Variable>, _ values: [Variable]
  ) -> Variable {
    var sum = start.value
    var sources = [(start, 1.0)]
    for (weight, value) in zip(weights, values) {
      sum += weight.value * value.value
      sources.append((weight, value.value))
      sources.append((value, weight.value))
    }
    return made(sum, of: sources)
  }

  /// A value with the slope along each of what it was made of.
  private static func made(
    _ value: Double, of sources: [(variable: Variable, slope: Double)]
  ) -> Variable {
    guard let tape = sources.lazy.compactMap(\.variable.tape).first else { return Variable(value) }
    for source in sources where source.variable.place >= 0 {
      tape.sources.append(source.variable.place)
      tape.slopes.append(source.slope)
    }
    return tape.append(value)
  }
}

/// The order in which variables were made, and of what.
final class Tape {
  fileprivate var sources: [Int] = []
  fileprivate var slopes: [Double] = []
  private var ends: [Int] = []

  /// A variable that was made of nothing.
  func variable(_ value: Double) -> Variable { append(value) }

  fileprivate func append(_ value: Double) -> Variable {
    ends.append(sources.count)
    return Variable(value, place: ends.count - 1, tape: self)
  }

  /// The slopes of a variable along every other, by place.
  func slopes(of variable: Variable) -> [Double] {
    var along = [Double](repeating: 0, count: ends.count)
    guard variable.place >= 0 else { return along }
    along[variable.place] = 1
    for place in stride(from: variable.place, through: 0, by: -1) where along[place] != 0 {
      let first = place == 0 ? 0 : ends[place - 1]
      for edge in first..<ends[place] { along[sources[edge]] += along[place] * slopes[edge] }
    }
    return along
  }
}
