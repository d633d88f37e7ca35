import Kernels
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

/// The outputs after each observation, one sequence alone.
func stepped(_ network: some RecurrentNetwork, over sequence: TimedSequence) -> [Float] {
  var state = network.start()
  var output = [Float](repeating: 0, count: network.outputs)
  var all: [Float] = []
  for (time, dt) in sequence.elapsed.enumerated() {
    let first = time * network.inputs
    let input = Array(sequence.inputs[first..<first + network.inputs])
    var span = output.mutableSpan
    network.step(input.span, after: dt, &state, into: &span)
    all += output
  }
  return all
}

/// A sequence of random inputs and times.
func sequence(of length: Int, _ inputs: Int, _ random: inout Xoshiro) -> TimedSequence {
  TimedSequence(
    inputs: (0..<length * inputs).map { _ in 4 * random.uniform() - 2 },
    elapsed: (0..<length).map { _ in 3 * random.uniform() })
}

/// The outputs of one step along a sequence.
func advance(
  _ network: some RecurrentNetwork, _ whole: TimedSequence, _ time: Int, _ state: inout NetworkState
) -> [Float] {
  let input = Array(whole.inputs[time * network.inputs..<(time + 1) * network.inputs])
  var output = [Float](repeating: 0, count: network.outputs)
  var span = output.mutableSpan
  network.step(input.span, after: whole.elapsed[time], &state, into: &span)
  return output
}
