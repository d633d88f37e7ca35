internal import Kernels

extension LTCCell {
  /// Weights as the kernels read them: positive, without absent synapses, once by target and once
  /// by source.
  public struct Prepared: Sendable {
    let recurrent: Synapses
    let sensory: Synapses
    let units: [Unit]
    let inputW: [Float]
    let inputB: [Float]
    let outputW: [Float]
    let outputB: [Float]
    let bounds: Bounds
  }

  /// What a unit has without its synapses.
  struct Unit: Sendable {
    let cm: Float
    /// The conductance of the leak and of `epsilon`.
    let leak: Float
    let vleak: Float
    let gleak: Float
    /// The slopes of leak and capacitance over their weights.
    let slopes: (gleak: Float, cm: Float)
    /// The current of the leak.
    var pull: Float { gleak * vleak }
  }

  /// Returns weights as the kernels read them.
  public func prepare(_ weights: Span<Float>) -> Prepared {
    let tensors = Tensors(self)
    precondition(weights.count == tensors.layout.count, "a value for each place of the layout")
    let wiring = configuration.wiring
    let positivity = configuration.positivity
    func values(_ places: Range<Int>?, _ count: Int, otherwise: Float) -> [Float] {
      guard let places else { return [Float](repeating: otherwise, count: count) }
      return places.map { weights[$0] }
    }
    let gleak = positivity.values(weights.extracting(tensors.gleak))
    let cm = positivity.values(weights.extracting(tensors.cm))
    let units = (0..<wiring.units).map { unit in
      Unit(
        cm: cm.values[unit], leak: gleak.values[unit] + configuration.epsilon,
        vleak: weights[tensors.vleak.lowerBound + unit], gleak: gleak.values[unit],
        slopes: (gleak.slopes[unit], cm.slopes[unit]))
    }
    let recurrent = Synapses(
      weights, tensors.recurrent, polarities: wiring.adjacency, units: wiring.units, positivity)
    let sensory = Synapses(
      weights, tensors.sensory, polarities: wiring.sensoryAdjacency, units: wiring.units, positivity
    )
    return Prepared(
      recurrent: recurrent, sensory: sensory, units: units,
      inputW: values(tensors.inputW, inputs, otherwise: 1),
      inputB: values(tensors.inputB, inputs, otherwise: 0),
      outputW: values(tensors.outputW, outputs, otherwise: 1),
      outputB: values(tensors.outputB, outputs, otherwise: 0),
      bounds: Bounds(units, [recurrent, sensory]))
  }
}

extension LTCCell.Positivity {
  /// The positive values of weights, and their slopes over the weights.
  func values(_ weights: Span<Float>) -> (values: [Float], slopes: [Float]) {
    var values = weights.indices.map { weights[$0] }
    var slopes = [Float](repeating: 1, count: values.count)
    guard self == .implicit else { return (values, slopes) }
    for first in stride(from: 0, to: values.count, by: 16) {
      let places = first..<min(first + 16, values.count)
      var x = Lanes.zero
      for place in places { x[place - first] = values[place] }
      let positive = Elementary.softplus(x)
      let slope = Elementary.sigmoid(x)
      for place in places {
        values[place] = positive[place - first]
        slopes[place] = slope[place - first]
      }
    }
    return (values, slopes)
  }
}

extension LTCCell.Prepared {
  /// Whether potentials, and all that can follow from them, are within what the gates take as it is.
  @inline(__always)
  func areWithin(_ potentials: Span<Lanes>) -> Bool {
    bounds.isWithin(recurrent.reach) && potentials.areWithin(recurrent.reach)
  }
}

extension Span where Element == Lanes {
  /// Whether all lanes are at most so far from zero; not so where one is no number.
  @inline(__always)
  func areWithin(_ reach: Float) -> Bool {
    var areOutside = SIMDMask<SIMD16<Int32>>(repeating: false)
    for index in indices {
      let size = unsafeBitCast(
        unsafeBitCast(self[index], to: SIMD16<UInt32>.self) & 0x7fff_ffff, to: Lanes.self)
      areOutside .|= .!(size .<= reach)
    }
    return !any(areOutside)
  }
}
