import LiquidNetworks
import Pipelines
import Signals

extension Liquid {
  /// What is given out beside the scores.
  public enum Explanation: String, CaseIterable, Sendable {
    /// Nothing.
    case none
    /// At every step the exact parts of a logit that each input channel has.
    case shares
    /// At the end how each channel at each of the last steps moved the last logit.
    case gradients
  }

  /// How far the channel of gradients stays behind: longer than any recording lasts.
  static let wait = Time(seconds: 1e9)

  /// The channel that explains; none where nothing is asked, and throws where nothing can be.
  func explained(
    _ classifier: SequenceClassifier, _ inputs: ObservedInputs, in layout: Layout, delay: Time
  ) throws(Mismatch) -> ChannelDescription? {
    if explanation == .none { return nil }
    guard classifier.meaning == .classes else {
      throw Mismatch("explain", "scores of classes are explained, and \(model) says numbers")
    }
    if let explainedClass, chosen(classifier) == nil {
      throw Mismatch(
        "explainClass",
        "the weights tell of no class '\(explainedClass)', but of \(classifier.classes)")
    }
    let channels = inputs.sources.map { layout.channels[$0.slot].name }
    func channel(_ word: String, _ axis: [String], _ delay: Time) -> ChannelDescription {
      ChannelDescription(
        name: "\(output) \(word)", kind: .other, unit: .one, axis: axis, delay: delay)
    }
    if explanation == .shares {
      guard readers.allSatisfy({ $0.network is LTC }) else {
        throw Mismatch(
          "explain",
          "'shares' needs an 'ltc' without a memory before it, and \(model) holds another network;"
            + " 'gradients' explains any")
      }
      return channel("shares", channels + LiquidShares.rest, delay)
    }
    guard !classifier.architecture.refines else {
      throw Mismatch(
        "explain",
        "there is no way back through the solver with a tolerance in \(model); 'shares' explains an"
          + " 'ltc' without a memory")
    }
    return channel("attribution", channels, delay + Self.wait)
  }

  /// The class that was chosen to be explained, if any.
  private func chosen(_ classifier: SequenceClassifier) -> Int? {
    explainedClass.flatMap { classifier.classes.firstIndex(of: $0) }
  }

  /// What a run needs to give out shares, where they are asked for.
  func shares(_ classifier: SequenceClassifier) -> LiquidShares? {
    guard explanation == .shares else { return nil }
    return LiquidShares(
      networks: readers.compactMap { $0.network as? LTC }, readouts: readers.map(\.readout),
      encoding: classifier.encoding, chosen: chosen(classifier))
  }

  /// What a run needs to explain the last steps, where that is asked.
  func past(_ classifier: SequenceClassifier) -> LiquidPast? {
    guard explanation == .gradients else { return nil }
    return LiquidPast(
      capacity: explainedSteps, encoding: classifier.encoding, chosen: chosen(classifier),
      remembered: readers.map { $0.network.start().values.count })
  }
}

/// A logit, and whether it is taken with the other sign.
struct ExplainedLogit {
  let row: Int
  let sign: Double

  /// The logit of a class; without one that of the second of two, or the highest.
  ///
  /// Of two classes there is one logit, and what is for the second is against the first.
  init(_ chosen: Int?, of logits: [Float]) {
    row = logits.count == 1 ? 0 : chosen ?? logits.span.indexOfLargest()
    sign = logits.count == 1 && chosen == 0 ? -1 : 1
  }
}

extension Architecture {
  /// Whether its solver takes as many steps as a tolerance asks for.
  fileprivate var refines: Bool {
    switch self {
    case .ltc(let configuration):
      if case .tolerance = configuration.solver { true } else { false }
    case .mixedMemory(let inner): inner.refines
    default: false
    }
  }
}
