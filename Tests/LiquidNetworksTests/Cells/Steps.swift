import LiquidNetworks

extension Cell {
  /// Some weights, with some tensors set to one value each.
  func weights(_ random: [Float], setting tensors: [String: Float]) -> [Float] {
    var weights = random
    for entry in layout.entries {
      guard let value = tensors[String(entry.name.dropFirst("rnn_cell.".count))] else { continue }
      for place in entry.range { weights[place] = value }
    }
    return weights
  }
}

extension RecurrentNetwork {
  /// What is remembered after one step from given values.
  func remembered(_ x: [Float], after dt: Float, from values: [Float]) -> [Float] {
    var state = start()
    state.values = values
    var outputs = [Float](repeating: 0, count: outputs)
    var span = outputs.mutableSpan
    step(x.span, after: dt, &state, into: &span)
    return state.values
  }
}

/// The largest distance between two lists.
func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
  zip(a, b).map { abs($0 - $1) }.max() ?? .nan
}
