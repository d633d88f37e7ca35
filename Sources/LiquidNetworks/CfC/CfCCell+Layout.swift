public import Kernels

extension CfCCell {
  /// Where each tensor stands in the flat array.
  struct Places {
    var layout = ParameterLayout()
    /// The pure mode's decay and level.
    var decay = 0..<0
    var level = 0..<0
    /// The matrix and the bias of each backbone layer, and of each head.
    var backbone: [(weight: Range<Int>, bias: Range<Int>)] = []
    var heads: [(weight: Range<Int>, bias: Range<Int>)] = []
  }

  var places: Places {
    var places = Places()
    let (units, width) = (configuration.units, configuration.backboneUnits)
    func affine(_ name: String, _ rows: Int, _ columns: Int) -> (Range<Int>, Range<Int>) {
      (
        places.layout.append("\(prefix)\(name).weight", [rows, columns]),
        places.layout.append("\(prefix)\(name).bias", [rows], .vector)
      )
    }
    if configuration.mode == .pure {
      places.decay = places.layout.append("\(prefix)w_tau", [1, units], .vector)
      places.level = places.layout.append("\(prefix)A", [1, units], .vector)
    }
    var columns = inputs + units
    for layer in 0..<configuration.backboneLayers {
      places.backbone.append(affine("backbone.\(number(of: layer))", width, columns))
      columns = width
    }
    for name in ["ff1", "ff2", "time_a", "time_b"].prefix(heads) {
      places.heads.append(affine(name, units, columns))
    }
    return places
  }

  /// The number that ncps gives a backbone layer: it counts activations too, and dropouts, which
  /// stand behind each layer but the first where there are any.
  private func number(of layer: Int) -> Int {
    configuration.countsDropouts && layer > 0 ? 3 * layer - 1 : 2 * layer
  }

  /// The named tensors of the weights, in the order and under the names of an ncps state dictionary.
  public var layout: ParameterLayout { places.layout }

  /// Returns the weights with which ncps begins.
  ///
  /// Every matrix, A and w_tau included, is uniform within gain · √(6 / (rows + columns)), after
  /// X. Glorot and Y. Bengio (2010); a bias within 1/√columns of its matrix, as PyTorch has it.
  public func initial(_ random: inout Xoshiro) -> [Float] {
    var weights: [Float] = []
    var bound: Float = 0
    for entry in layout.entries {
      if entry.shape.count == 2 {
        let (rows, columns) = (entry.shape[0], entry.shape[1])
        let edge = gain * (6 / Float(rows + columns)).squareRoot()
        weights += entry.range.map { _ in random.within(-edge, edge) }
        bound = 1 / Float(columns).squareRoot()
      } else {
        weights += entry.range.map { _ in random.within(-bound, bound) }
      }
    }
    return weights
  }

  /// Returns an ncps state dictionary with the backbone's layers numbered as this cell numbers them.
  ///
  /// They are taken in the order of their numbers, whatever these are: they have gaps where an
  /// activation or a dropout stands.
  ///
  /// - Parameter parameters: The named tensors.
  /// - Returns: The same tensors, those of the backbone under the names of the cell's layout.
  /// - Throws: `ParameterError` when the backbone has another number of layers.
  public func renumbered(_ parameters: Parameters) throws(ParameterError) -> Parameters {
    let start = "\(prefix)backbone."
    func number(_ name: String) -> Int? {
      guard name.hasPrefix(start) else { return nil }
      return name.dropFirst(start.count).split(separator: ".").first.flatMap { Int($0) }
    }
    var numbers: [Int] = []
    for parameter in parameters.all {
      if let number = number(parameter.name), !numbers.contains(number) { numbers.append(number) }
    }
    numbers.sort()
    guard numbers.count == configuration.backboneLayers else {
      throw ParameterError(
        "the backbone must have \(configuration.backboneLayers) layers, and has \(numbers.count)")
    }
    return Parameters(
      parameters.all.map { parameter in
        guard let number = number(parameter.name), let layer = numbers.firstIndex(of: number) else {
          return parameter
        }
        let rest = parameter.name.dropFirst(start.count + String(number).count)
        return Parameter(
          "\(start)\(self.number(of: layer))\(rest)", shape: parameter.shape,
          values: parameter.values)
      })
  }
}
