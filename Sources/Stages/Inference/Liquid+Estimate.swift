import Kernels
import Signals

extension SequenceClassifier {
  /// The channel of what is said at each step.
  func channel(_ output: String, delay: Time) -> ChannelDescription {
    switch meaning {
    case .classes:
      let word = calibration == nil ? "score" : "probability"
      return ChannelDescription(
        name: "\(output) \(word)", kind: .other, unit: .one, axis: classes, delay: delay)
    case .values(let scale, let hasSpread):
      let isOne = classes.count == 1 && !hasSpread
      return ChannelDescription(
        name: "\(output) estimate", kind: .other, unit: scale.unit,
        axis: isOne ? [] : classes + (hasSpread ? classes.map { "\($0) deviation" } : []),
        delay: delay)
    }
  }

  /// The layer of classes, where such are said.
  func layer(_ output: String, delay: Time) -> LayerDescription? {
    guard meaning == .classes else { return nil }
    return LayerDescription(name: output, delay: delay, kind: kind, labels: classes)
  }
}

extension ValueScale {
  /// Sets the numbers that outputs stand for, and behind them their deviations where these are said.
  func setEstimates(ofOutputs outputs: [Float], in estimates: inout [Float]) {
    for place in means.indices {
      estimates[place] = outputs[place] * deviations[place] + means[place]
    }
    for place in outputs.indices.dropFirst(means.count) {
      let own = deviations[place - means.count]
      // As training has it, logarithms of variances count as 7 beyond 7.
      let logarithm = min(max(outputs[place], -7), 7)
      estimates[place] = own * Elementary.exp(logarithm / 2)
    }
  }
}
