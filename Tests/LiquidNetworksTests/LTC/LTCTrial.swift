import Kernels
import LiquidNetworks

/// A liquid time-constant network, its equations in doubles, and a sequence to step over.
struct LTCTrial {
  let network: LTC
  let tensors: Tensors<Double>
  let whole: TimedSequence

  init(_ configuration: LTCCell.Configuration, steps: Int = 20, seed: UInt64 = 31) {
    var random = Xoshiro(seed: seed)
    let cell = LTCCell(configuration)
    var weights = cell.initial(&random)
    for entry in cell.layout.entries where entry.name.hasSuffix("erev") {
      for place in entry.range { weights[place] *= 0.6 + random.uniform() }
    }
    network = LTC(cell, weights)
    tensors = Tensors(cell.tensors(weights)).part("rnn_cell.")
    whole = sequence(of: steps, cell.inputs, &random)
  }

  var cell: LTCCell { network.cell }

  func input(_ step: Int) -> [Float] {
    Array(whole.inputs[step * cell.inputs..<(step + 1) * cell.inputs])
  }

  /// The potentials after a step in doubles, with a number of unfolds.
  func reference(_ step: Int, _ state: NetworkState, _ dt: Float, unfolds: Int) -> [Double] {
    let reference = ReferenceLTC(
      units: cell.units, outputs: cell.outputs, unfolds: unfolds,
      isImplicit: cell.configuration.positivity == .implicit)
    return reference.step(
      input(step).map(Double.init), state.values.map(Double.init), Double(dt), tensors
    ).state
  }

  /// The potentials after a step in doubles with ever more unfolds.
  ///
  /// Extrapolated from three numbers of them, after L. F. Richardson (1911,
  /// doi:10.1098/rsta.1911.0009).
  func limit(_ step: Int, _ state: NetworkState, _ dt: Float) -> [Double] {
    let few = reference(step, state, dt, unfolds: 256)
    let more = reference(step, state, dt, unfolds: 512)
    let many = reference(step, state, dt, unfolds: 1024)
    return few.indices.map { (few[$0] - 6 * more[$0] + 8 * many[$0]) / 3 }
  }

  /// The potentials after a step over some time, without taking it.
  func after(_ step: Int, _ state: NetworkState, _ dt: Float) -> [Float] {
    var state = state
    var output = [Float](repeating: 0, count: cell.outputs)
    var span = output.mutableSpan
    network.step(input(step).span, after: dt, &state, into: &span)
    return state.values
  }

  func advance(_ step: Int, _ state: inout NetworkState) {
    state.values = after(step, state, whole.elapsed[step])
  }
}

/// The greatest distance between the numbers of two rows.
func distance(_ a: [Float], _ b: [Double]) -> Double {
  zip(a, b).map { abs(Double($0) - $1) }.max() ?? .nan
}
