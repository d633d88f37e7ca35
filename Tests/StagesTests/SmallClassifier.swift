import Kernels
import LiquidNetworks
import Signals
import Stages

/// A small network with random weights that takes in channels of these names.
func smallClassifier(
  inputs names: [String], channels: [Int], kind: Annotation.Kind = .beat,
  clock: StepClock = StepClock(unit: 0.8, range: 0.2...5, gap: 8), upstream: String = "none",
  temperature: Float? = nil
) -> SequenceClassifier {
  let encoding = InputEncoding(
    names: names, channelOfInput: channels,
    means: names.indices.map { Float($0) }, deviations: names.indices.map { Float($0 + 1) },
    clock: clock)
  let configuration = CfC.Configuration(
    inputs: encoding.width, units: 5, backboneUnits: 7, backboneLayers: 1)
  var random = Xoshiro(seed: 7)
  let readout = (0..<10).map { _ in random.uniform() * 4 - 2 }
  return SequenceClassifier(
    encoding: encoding, classes: ["N", "V"], kind: kind,
    model: CfCModel(
      configuration, .xavier(configuration, &random),
      readout: Affine(rows: 2, columns: 5, weight: readout, bias: [0.1, -0.1])),
    temperature: temperature, upstream: upstream, provenance: [.init("notice", "a test")])
}
