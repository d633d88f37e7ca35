public import Kernels

extension WiredCfCCell {
  /// The weights as the steps read them.
  public struct Prepared: Sendable {
    /// For each synapse the weights of four heads, as they work.
    let weights: [Float]
    /// What the first two heads' were multiplied by.
    let factors: [Float]
    /// For each unit the biases of four heads.
    let biases: [Float]
    /// For each unit in the pure mode.
    let decays: [Float]
    let levels: [Float]
  }

  /// Returns the weights in the form that the steps read.
  public func prepare(_ weights: Span<Float>) -> Prepared {
    var effective = [Float](repeating: 0, count: 4 * synapses.count)
    var factors = [Float](repeating: 1, count: 4 * synapses.count)
    let heads = configuration.mode == .pure ? 1 : 4
    for (index, synapse) in synapses.enumerated() {
      for head in 0..<heads {
        let weight = weights[synapse.weight + head * synapse.pitch]
        if head < 2 { factors[4 * index + head] = synapse.factor(weight) }
        effective[4 * index + head] = weight * factors[4 * index + head]
      }
    }
    var biases: [Float] = []
    var decays: [Float] = []
    var levels: [Float] = []
    for layer in layers {
      for unit in 0..<layer.count {
        for head in 0..<4 {
          let place = layer.weights + head * layer.pitch + layer.count * layer.columns + unit
          // A sum that does not begin with −0 never becomes −0: adding nothing keeps its bits.
          biases.append(head < heads ? weights[place] + 0 : 0)
        }
        guard heads == 1 else { continue }
        decays.append(weights[layer.decays + unit])
        levels.append(weights[layer.decays + layer.count + unit])
      }
    }
    return Prepared(
      weights: effective, factors: factors, biases: biases, decays: decays, levels: levels)
  }

  /// Steps sixteen sequences.
  public func forward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared
  ) {
    let (new, mode) = (newState.lowerBound, configuration.mode)
    for unit in 0..<units {
      let sums = sums(unit, row.span, weights)
      let heads = gradientWidth + 4 * unit
      if mode == .pure {
        row[heads] = sums.ff1
        row[new + unit] = ClosedForm.relaxed(
          sums.ff1, decay: Lanes(repeating: weights.decays[unit]),
          level: Lanes(repeating: weights.levels[unit]), dt)
      } else {
        let bent = ClosedForm.Gated(sums.ff1, sums.ff2, sums.timeA, sums.timeB, dt)
        row[heads] = bent.first
        row[heads + 1] = bent.second
        row[heads + 2] = bent.gate
        row[new + unit] = bent.state(mode)
      }
    }
    for index in 0..<outputs { row[output.lowerBound + index] = row[new + firstOutput + index] }
  }

  @inline(__always)
  private func sums(
    _ unit: Int, _ row: Span<Lanes>, _ weights: Prepared
  ) -> (ff1: Lanes, ff2: Lanes, timeA: Lanes, timeB: Lanes) {
    let biases = weights.biases.span
    var (s0, s1) = (Lanes(repeating: biases[4 * unit]), Lanes(repeating: biases[4 * unit + 1]))
    var (s2, s3) = (Lanes(repeating: biases[4 * unit + 2]), Lanes(repeating: biases[4 * unit + 3]))
    let synapses = synapses.span
    let weights = weights.weights.span
    for index in synapsesOfUnit[unit] {
      let x = row[synapses[index].source]
      s0 += x * weights[4 * index]
      s1 += x * weights[4 * index + 1]
      s2 += x * weights[4 * index + 2]
      s3 += x * weights[4 * index + 3]
    }
    return (s0, s1, s2, s3)
  }

  /// Goes back over a step; mirrors `forward`.
  public func backward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared,
    _ gradients: inout MutableSpan<Lanes>
  ) {
    let (new, mode) = (newState.lowerBound, configuration.mode)
    for place in 0..<new { gradients[place] = .zero }
    for index in 0..<outputs {
      gradients[new + firstOutput + index] += gradients[output.lowerBound + index]
    }
    let synapses = synapses.span
    let effective = weights.weights.span
    // The last layer first: what it read of the one before adds to that one's gradients.
    for unit in stride(from: units - 1, through: 0, by: -1) {
      let heads = gradientWidth + 4 * unit
      let gradient = gradients[new + unit]
      if mode == .pure {
        let slopes = ClosedForm.relaxedSlopes(
          row[heads], decay: Lanes(repeating: weights.decays[unit]),
          level: Lanes(repeating: weights.levels[unit]), dt, gradient)
        row[heads] = slopes.ff1
        row[heads + 1] = slopes.decay
        row[heads + 2] = slopes.level
        row[heads + 3] = .zero
      } else {
        let bent = ClosedForm.Gated(first: row[heads], second: row[heads + 1], gate: row[heads + 2])
        let slopes = bent.slopes(mode, dt, gradient)
        row[heads] = slopes.ff1
        row[heads + 1] = slopes.ff2
        row[heads + 2] = slopes.timeA
        row[heads + 3] = slopes.timeB
      }
      let (g0, g1, g2, g3) = (row[heads], row[heads + 1], row[heads + 2], row[heads + 3])
      for index in synapsesOfUnit[unit] {
        var sum = gradients[synapses[index].source]
        sum += g0 * effective[4 * index]
        sum += g1 * effective[4 * index + 1]
        sum += g2 * effective[4 * index + 2]
        sum += g3 * effective[4 * index + 3]
        gradients[synapses[index].source] = sum
      }
    }
  }

  /// Adds the gradients of all weights.
  public func accumulate(
    _ tape: Span<Lanes>, steps: Int, stride: Int, offset: Int, elapsed: Span<Lanes>,
    _ weights: Prepared, into gradients: inout MutableSpan<Float>
  ) {
    for layer in layers {
      for unit in 0..<layer.count {
        let heads = offset + gradientWidth + 4 * (layer.first + unit)
        let biases = layer.weights + layer.count * layer.columns + unit
        for head in 0..<4 {
          var sum = Lanes.zero
          for step in 0..<steps { sum += tape[heads + step * stride + head] }
          if head < layer.heads {
            gradients[biases + head * layer.pitch] += sum.treeSum
          } else if layer.heads == 1 && head < 3 {
            gradients[layer.decays + (head - 1) * layer.count + unit] += sum.treeSum
          }
        }
        for index in synapsesOfUnit[layer.first + unit] {
          let synapse = synapses[index]
          let sums = products(tape, heads, offset + synapse.source, steps, stride)
          gradients[synapse.weight] += sums.0.treeSum * weights.factors[4 * index]
          guard layer.heads == 4 else { continue }
          gradients[synapse.weight + synapse.pitch] +=
            sums.1.treeSum * weights.factors[4 * index + 1]
          gradients[synapse.weight + 2 * synapse.pitch] += sums.2.treeSum
          gradients[synapse.weight + 3 * synapse.pitch] += sums.3.treeSum
        }
      }
    }
  }

  /// The products of four heads' gradients with a value, summed over the steps.
  ///
  /// Never inlined: beside the sum of the lanes the compiler would take the lanes apart.
  @inline(never)
  private func products(
    _ tape: Span<Lanes>, _ heads: Int, _ source: Int, _ steps: Int, _ stride: Int
  ) -> (Lanes, Lanes, Lanes, Lanes) {
    var (s0, s1, s2, s3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
    var (left, right) = (heads, source)
    for _ in 0..<steps {
      let x = tape[right]
      s0 += x * tape[left]
      s1 += x * tape[left + 1]
      s2 += x * tape[left + 2]
      s3 += x * tape[left + 3]
      left += stride
      right += stride
    }
    return (s0, s1, s2, s3)
  }
}
