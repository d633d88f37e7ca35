import Glibc

/// The equations of liquid networks in doubles, one sum after another, as they are written down.
enum Reference {
  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
  static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

  static func activation(_ name: String, _ x: Double) -> Double {
    switch name {
    case "lecun_tanh": 1.7159 * tanh(0.666 * x)
    case "silu": x * sigmoid(x)
    case "gelu": x * 0.5 * (1 + erf(x / 2.0.squareRoot()))
    case "relu": max(x, 0)
    default: tanh(x)
    }
  }

  static func affine(_ weight: [Double], _ bias: [Double], _ x: [Double]) -> [Double] {
    bias.indices.map { row in
      bias[row] + x.indices.reduce(0) { $0 + weight[row * x.count + $1] * x[$1] }
    }
  }

  /// A closed-form cell: the new state.
  struct CfC {
    var weights: [String: [Double]]
    var layers: [Int] = [0]
    var mode = "default"
    var activation = "lecun_tanh"

    func step(_ x: [Double], _ h: [Double], _ dt: Double) -> [Double] {
      func tensor(_ name: String) -> [Double] { weights[name] ?? [] }
      var z = x + h
      for layer in layers {
        z = affine(tensor("backbone.\(layer).weight"), tensor("backbone.\(layer).bias"), z)
          .map { Reference.activation(activation, $0) }
      }
      let mask = weights["sparsity_mask"]
      func head(_ name: String, isMasked: Bool) -> [Double] {
        var weight = tensor(name + ".weight")
        if let mask, isMasked { weight = zip(weight, mask).map { $0 * $1 } }
        return affine(weight, tensor(name + ".bias"), z)
      }
      let first = head("ff1", isMasked: true)
      if mode == "pure" {
        let (level, tau) = (tensor("A"), tensor("w_tau"))
        return first.indices.map {
          level[$0] - level[$0] * exp(-dt * (abs(tau[$0]) + abs(first[$0]))) * first[$0]
        }
      }
      let second = head("ff2", isMasked: true)
      let (a, b) = (head("time_a", isMasked: false), head("time_b", isMasked: false))
      return first.indices.map {
        let gate = sigmoid(a[$0] * dt + b[$0])
        let kept = mode == "no_gate" ? tanh(first[$0]) : tanh(first[$0]) * (1 - gate)
        return kept + gate * tanh(second[$0])
      }
    }
  }
}
