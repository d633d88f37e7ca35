import Kernels
import LiquidNetworks

/// A leaky integrator, the smallest cell that learns: h′ = h + s (tanh(W x + b) − h) with
/// s = σ(a + Δt), its outputs its units times a fixed sign and a factor at or above zero.
struct LeakyCell: Cell {
  var inputs: Int
  var units: Int

  var outputs: Int { units }
  /// Beside what every row has: the bent sums and the shares, later the gradients of both sums.
  var rowWidth: Int { gradientWidth + 3 * units }

  var layout: ParameterLayout {
    var layout = ParameterLayout()
    layout.append("input.weight", [units, inputs])
    layout.append("input.bias", [units], .vector)
    layout.append("leak", [units], .vector)
    layout.append("sign", [units], .fixed)
    layout.append("gain", [units], .nonnegative)
    return layout
  }

  func initial(_ random: inout Xoshiro) -> [Float] {
    let learnt = (0..<units * (inputs + 2)).map { _ in random.uniform() - 0.5 }
    let signs = (0..<units).map { Float($0 % 2 == 0 ? 1 : -1) }
    return learnt + signs + [Float](repeating: 1, count: units)
  }

  func prepare(_ weights: Span<Float>) -> [Float] { weights.indices.map { weights[$0] } }

  func forward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: [Float]
  ) {
    let (biases, own) = (units * inputs, gradientWidth)
    for unit in 0..<units {
      var sum = Lanes(repeating: weights[biases + unit])
      for input in 0..<inputs { sum += row[input] * weights[unit * inputs + input] }
      let bent = Elementary.tanh(sum)
      let share = Elementary.sigmoid(Lanes(repeating: weights[biases + units + unit]) + dt)
      let old = row[oldState.lowerBound + unit]
      let new: Lanes = old + share * (bent - old)
      row[newState.lowerBound + unit] = new
      row[output.lowerBound + unit] =
        new * (weights[biases + 2 * units + unit] * weights[biases + 3 * units + unit])
      row[own + unit] = bent
      row[own + units + unit] = share
    }
  }

  func backward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: [Float],
    _ gradients: inout MutableSpan<Lanes>
  ) {
    let (biases, own) = (units * inputs, gradientWidth)
    let one = Lanes(repeating: 1)
    for input in 0..<inputs { gradients[input] = .zero }
    for unit in 0..<units {
      let sign = weights[biases + 2 * units + unit]
      let outer = gradients[output.lowerBound + unit]
      let gain = weights[biases + 3 * units + unit]
      let gradient: Lanes = gradients[newState.lowerBound + unit] + outer * (sign * gain)
      let (bent, share) = (row[own + unit], row[own + units + unit])
      let ofSum: Lanes = gradient * share * (one - bent * bent)
      let change: Lanes = bent - row[oldState.lowerBound + unit]
      row[own + unit] = ofSum
      row[own + units + unit] = gradient * change * share * (one - share)
      row[own + 2 * units + unit] = outer * row[newState.lowerBound + unit] * sign
      gradients[oldState.lowerBound + unit] = gradient * (one - share)
      for input in 0..<inputs { gradients[input] += ofSum * weights[unit * inputs + input] }
    }
  }

  func accumulate(
    _ tape: Span<Lanes>, steps: Int, stride: Int, offset: Int, elapsed: Span<Lanes>,
    _ weights: [Float], into gradients: inout MutableSpan<Float>
  ) {
    let (biases, own) = (units * inputs, gradientWidth)
    for step in 0..<steps {
      let row = offset + step * stride
      for unit in 0..<units {
        let ofSum = tape[row + own + unit]
        for input in 0..<inputs {
          gradients[unit * inputs + input] += (ofSum * tape[row + input]).treeSum
        }
        gradients[biases + unit] += ofSum.treeSum
        gradients[biases + units + unit] += tape[row + own + units + unit].treeSum
        gradients[biases + 3 * units + unit] += tape[row + own + 2 * units + unit].treeSum
      }
    }
  }

  func network(_ weights: [Float]) -> any RecurrentNetwork {
    preconditionFailure("the tests step this cell on tapes alone")
  }
}
