/// A cell's equations as they are written down, one sum after another.
protocol ReferenceCell: Sendable {
  /// The number of values that are remembered.
  var units: Int { get }

  /// What is remembered after a step, and what the step gives.
  func step<Number: Real>(
    _ x: [Number], _ state: [Number], _ dt: Number, _ weights: Tensors<Number>
  ) -> (state: [Number], outputs: [Number])
}

/// The weights of a network by name.
struct Tensors<Number: Real> {
  var all: [String: [Number]]
  private var prefix = ""

  init(_ all: [String: [Number]]) { self.all = all }

  /// The values of a tensor that must be there.
  subscript(name: String) -> [Number] {
    guard let values = all[prefix + name] else { preconditionFailure("no \(prefix + name)") }
    return values
  }

  /// The values of a tensor, if it is there.
  func values(_ name: String) -> [Number]? { all[prefix + name] }

  /// The tensors of a part, by their names within it.
  func part(_ name: String) -> Tensors {
    var part = self
    part.prefix += name
    return part
  }

  /// The numbers that follow a name, such as those of layers, in order.
  func numbers(after name: String) -> [Int] {
    let whole = prefix + name
    let found = all.keys.filter { $0.hasPrefix(whole) }
      .compactMap { Int($0.dropFirst(whole.count).prefix { $0.isNumber }) }
    return Set(found).sorted()
  }

  /// A matrix times a vector, and the bias if there is one, under the names of a linear layer.
  func linear(_ name: String, _ x: [Number], mask: [Number]? = nil) -> [Number] {
    product(name + ".weight", name + ".bias", x, mask: mask)
  }

  /// A matrix times a vector, and the bias if there is one.
  func product(
    _ weight: String, _ bias: String, _ x: [Number], mask: [Number]? = nil
  ) -> [Number] {
    var weight = self[weight]
    if let mask { weight = zip(weight, mask).map { $0 * $1 } }
    let bias = values(bias)
    return (0..<weight.count / x.count).map { row in
      Number.sum(bias?[row] ?? Number(0), weight[row * x.count..<(row + 1) * x.count], x)
    }
  }
}
