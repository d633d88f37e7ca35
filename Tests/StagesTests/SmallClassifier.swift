import Evaluation
import Formats
import Kernels
import LiquidNetworks
import Signals
import Stages

/// Small networks with random weights that take in channels of these names.
func smallClassifier(
  inputs names: [String], channels: [Int], kind: Annotation.Kind = .beat,
  clock: StepClock = StepClock(unit: 0.8, range: 0.2...5, gap: 8), upstream: String = "none",
  members: Int = 1, calibration: Calibration? = nil, squares: [Bool]? = nil,
  binEdges: [[Float]]? = nil, architecture: ((_ inputs: Int) -> Architecture)? = nil
) -> SequenceClassifier {
  let encoding = InputEncoding(
    names: names, channelOfInput: channels,
    means: names.indices.map { Float($0) }, deviations: names.indices.map { Float($0 + 1) },
    squares: squares, binEdges: binEdges, clock: clock)
  let architecture =
    architecture?(encoding.width)
    ?? .cfc(
      CfC.Configuration(inputs: encoding.width, units: 5, backboneUnits: 7, backboneLayers: 1))
  let cell = architecture.cell
  var random = Xoshiro(seed: 7)
  var card = ModelCard()
  card.notes = [.init("notice", "a test")]
  return SequenceClassifier(
    encoding: encoding, classes: ["N", "V"], kind: kind, architecture: architecture,
    outputs: 1,
    members: (0..<members).map { _ in
      let weights = cell.initial(&random)
      let readout = (0..<cell.outputs).map { _ in random.uniform() * 8 - 4 }
      return weights + readout + [0.1]
    },
    calibration: calibration, upstream: upstream, card: card)
}

/// A liquid time-constant network of so many inputs.
func smallLTC(
  _ inputs: Int, solver: LTCCell.Solver = .unfolds(4),
  positivity: LTCCell.Positivity = .implicit
) -> Architecture {
  guard let wiring = try? Wiring.fullyConnected(inputs: inputs, units: 6, outputs: 3) else {
    fatalError("six units have three outputs")
  }
  return .ltc(
    LTCCell.Configuration(wiring: wiring, solver: solver, positivity: positivity))
}
