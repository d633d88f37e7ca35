internal import Kernels

extension CfCTape {
  /// Steps the sequences over some of their observations and leaves the gradients of the outputs.
  ///
  /// - Parameters:
  ///   - sequences: At most sixteen, one for each lane.
  ///   - range: The observations to step over; shorter sequences end within.
  ///   - tensors: The weights.
  ///   - loss: What is made of the outputs.
  /// - Returns: The loss, summed over the steps and then over the lanes.
  mutating func forward(
    _ sequences: [ClassifiedSequence], _ range: Range<Int>, _ tensors: CfCTensors,
    _ loss: ReadoutLoss
  ) -> Double {
    reserve(range.count)
    var total = 0.0
    for step in 0..<range.count {
      let active = load(sequences, range.lowerBound + step, at: step)
      for (layer, affine) in tensors.backbone.enumerated() {
        if layer == 0 {
          affine.apply(to: z, from: step * width, into: &layerSums)
        } else {
          affine.apply(to: hidden[layer - 1], from: step * affine.columns, into: &layerSums)
        }
        for unit in layerSums.indices {
          let (value, slope) = configuration.activation.valueAndSlope(layerSums[unit])
          hidden[layer][step * layerSums.count + unit] = value
          slopes[layer][step * layerSums.count + unit] = slope
        }
      }
      if tensors.backbone.isEmpty {
        tensors.heads.apply(to: z, from: step * width, into: &headSums)
      } else {
        tensors.heads.apply(
          to: hidden[hidden.count - 1], from: step * configuration.backboneUnits, into: &headSums)
      }
      bend(at: step, tensors)
      for unit in state.indices {
        state[unit].replace(with: states[step * state.count + unit], where: active)
      }
      tensors.readout.apply(to: states, from: step * state.count, into: &outputSums)
      total += loss.add(sequences, range.lowerBound + step, &outputSums)
      for output in 0..<outputs { outputGradients[step * outputs + output] = outputSums[output] }
    }
    return total
  }

  /// Takes an observation of each sequence, and says which sequences have one.
  private mutating func load(
    _ sequences: [ClassifiedSequence], _ time: Int, at step: Int
  ) -> SIMDMask<SIMD16<Int32>> {
    var active = SIMDMask<SIMD16<Int32>>(repeating: false)
    elapsed[step] = .zero
    let inputs = configuration.inputs
    for input in 0..<inputs { z[step * width + input] = .zero }
    for (lane, labelled) in sequences.enumerated()
    where time < labelled.sequence.elapsed.count {
      active[lane] = true
      elapsed[step][lane] = labelled.sequence.elapsed[time]
      for input in 0..<inputs {
        z[step * width + input][lane] = labelled.sequence.inputs[time * inputs + input]
      }
    }
    for unit in state.indices { z[step * width + inputs + unit] = state[unit] }
    return active
  }

  /// From the sums of the heads to their bent values and the new state.
  private mutating func bend(at step: Int, _ tensors: CfCTensors) {
    let units = state.count
    let dt = elapsed[step]
    let one = Lanes(repeating: 1)
    let first = step * headRows
    for unit in 0..<units {
      if configuration.mode == .pure {
        let ff1 = headSums[unit]
        let rate = Lanes(repeating: abs(tensors.decay[unit])) + ff1.magnitude
        let decayed = Elementary.exp(Lanes.zero - dt * rate)
        heads[first + unit] = ff1
        let level = Lanes(repeating: tensors.level[unit])
        states[step * units + unit] = level - level * decayed * ff1
        continue
      }
      let ff1 = Elementary.tanh(headSums[unit])
      let ff2 = Elementary.tanh(headSums[units + unit])
      let gate = Elementary.sigmoid(headSums[2 * units + unit] * dt + headSums[3 * units + unit])
      heads[first + unit] = ff1
      heads[first + units + unit] = ff2
      heads[first + 2 * units + unit] = gate
      let kept = configuration.mode == .noGate ? ff1 : ff1 * (one - gate)
      states[step * units + unit] = kept + gate * ff2
    }
  }
}
