internal import Kernels

extension CfCTape {
  /// Goes back over the steps and adds the gradients of all weights.
  ///
  /// Mirrors `forward`. The state that the steps began with is taken as given (truncated
  /// back-propagation through time); a sequence that has ended carries no gradient.
  ///
  /// - Parameters:
  ///   - tensors: The weights that the tape was made with.
  ///   - turned: Their matrices turned over.
  ///   - gradients: What is added to.
  mutating func backward(
    _ tensors: CfCTensors, _ turned: Transposed, into gradients: inout CfCTensors
  ) {
    let units = state.count
    var stateGradients = [Lanes](repeating: .zero, count: units)
    var readoutSums = stateGradients
    var inputSums = [Lanes](repeating: .zero, count: width)
    for step in stride(from: steps - 1, through: 0, by: -1) {
      turned.readout.apply(to: outputGradients, from: step * outputs, into: &readoutSums)
      for unit in 0..<units { stateGradients[unit] += readoutSums[unit] }
      unbend(stateGradients, at: step, tensors, into: &gradients)
      if turned.backbone.isEmpty {
        turned.heads.apply(to: headGradients, from: step * headRows, into: &inputSums)
      } else {
        turned.heads.apply(to: headGradients, from: step * headRows, into: &layerSums)
      }
      for (layer, affine) in turned.backbone.enumerated().reversed() {
        let first = step * configuration.backboneUnits
        for unit in layerSums.indices {
          layerGradients[layer][first + unit] = layerSums[unit] * slopes[layer][first + unit]
        }
        if layer == 0 {
          affine.apply(to: layerGradients[layer], from: first, into: &inputSums)
        } else {
          affine.apply(to: layerGradients[layer], from: first, into: &layerSums)
        }
      }
      for unit in 0..<units { stateGradients[unit] = inputSums[configuration.inputs + unit] }
    }
    gradients.readout.addGradients(outputGradients, inputs: states, steps: steps)
    gradients.heads.addGradients(headGradients, inputs: hidden.last ?? z, steps: steps)
    for layer in hidden.indices {
      gradients.backbone[layer].addGradients(
        layerGradients[layer], inputs: layer == 0 ? z : hidden[layer - 1], steps: steps)
    }
  }

  /// The matrices of the weights, turned over.
  struct Transposed: Sendable {
    let backbone: [Affine]
    let heads: Affine
    let readout: Affine

    init(_ tensors: CfCTensors) {
      backbone = tensors.backbone.map { $0.transposed() }
      heads = tensors.heads.transposed()
      readout = tensors.readout.transposed()
    }
  }

  /// From the gradients of the new state to those of the sums of the heads.
  private mutating func unbend(
    _ stateGradients: [Lanes], at step: Int, _ tensors: CfCTensors,
    into gradients: inout CfCTensors
  ) {
    let units = state.count
    let dt = elapsed[step]
    let one = Lanes(repeating: 1)
    let first = step * headRows
    for unit in 0..<units {
      let gradient = stateGradients[unit]
      let ff1 = heads[first + unit]
      if configuration.mode == .pure {
        let decay = tensors.decay[unit]
        let level = Lanes(repeating: tensors.level[unit])
        let decayed = Elementary.exp(
          Lanes.zero - dt * (Lanes(repeating: abs(decay)) + ff1.magnitude))
        let common = gradient * level * decayed
        headGradients[first + unit] = common * (ff1 * dt * ff1.signum - one)
        let sign: Float = decay < 0 ? -1 : decay > 0 ? 1 : 0
        gradients.decay[unit] += (common * ff1 * dt).treeSum * sign
        gradients.level[unit] += (gradient * (one - decayed * ff1)).treeSum
        continue
      }
      let ff2 = heads[first + units + unit]
      let gate = heads[first + 2 * units + unit]
      let isGated = configuration.mode == .default
      let share = isGated ? one - gate : one
      headGradients[first + unit] = gradient * share * (one - ff1 * ff1)
      headGradients[first + units + unit] = gradient * gate * (one - ff2 * ff2)
      let opened = (isGated ? ff2 - ff1 : ff2) * gate * (one - gate) * gradient
      headGradients[first + 2 * units + unit] = opened * dt
      headGradients[first + 3 * units + unit] = opened
    }
  }
}
