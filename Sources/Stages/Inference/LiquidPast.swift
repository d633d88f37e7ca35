import LiquidNetworks
import Signals

/// The last steps of networks, kept until they are explained.
struct LiquidPast: Sendable {
  private let capacity: Int
  private let encoding: InputEncoding
  private let chosen: Int?
  private var count = 0
  /// Where the next step goes.
  private var next = 0
  private var times: [Time]
  private var elapsed: [Float]
  private var inputs: [Float]
  /// For each network what it remembered before each step.
  private var states: [[Float]]

  /// Room for so many steps of networks that remember so many values each.
  init(capacity: Int, encoding: InputEncoding, chosen: Int?, remembered: [Int]) {
    self.capacity = capacity
    self.encoding = encoding
    self.chosen = chosen
    times = [Time](repeating: .zero, count: capacity)
    elapsed = [Float](repeating: 0, count: capacity)
    inputs = [Float](repeating: 0, count: capacity * encoding.width)
    states = remembered.map { [Float](repeating: 0, count: capacity * $0) }
  }

  /// Forgets all steps.
  mutating func clear() { count = 0 }

  /// Keeps a step that is about to be taken.
  mutating func add(
    _ time: Time, _ elapsed: Float, _ encoded: [Float], _ networks: [NetworkState]
  ) {
    times[next] = time
    self.elapsed[next] = elapsed
    for index in encoded.indices { inputs[next * encoded.count + index] = encoded[index] }
    for member in states.indices {
      let values = networks[member].values.count
      for index in 0..<values {
        states[member][next * values + index] = networks[member].values[index]
      }
    }
    next = (next + 1) % capacity
    count = min(count + 1, capacity)
  }

  /// Puts what each channel did at each step into a channel.
  ///
  /// - Parameters:
  ///   - logits: The mean logits after the last step.
  ///   - classifier: What the networks belong to.
  ///   - beginning: The time of the first step since the networks began.
  ///   - channel: The channel.
  func put(
    _ logits: [Float], _ classifier: SequenceClassifier, since beginning: Time,
    in channel: inout Channel
  ) {
    if count == 0 { return }
    let width = encoding.width
    let steps = (0..<count).map { (next - count + $0 + capacity) % capacity }
    let sequence = TimedSequence(
      inputs: steps.flatMap { inputs[$0 * width..<($0 + 1) * width] },
      elapsed: steps.map { elapsed[$0] })
    var baseline = [Float](repeating: 0, count: count * width)
    for (place, step) in steps.enumerated() {
      encoding.setUnseen(
        at: times[step], since: beginning, &baseline[place * width..<(place + 1) * width])
    }
    let logit = ExplainedLogit(chosen, of: logits)
    let groups = encoding.channelOfEncoded
    var sums = [Double](repeating: 0, count: count * encoding.channels)
    for (member, values) in states.enumerated() {
      let size = values.count / capacity
      let attribution = classifier.attribution(
        member, of: sequence, from: baseline, output: logit.row,
        state: Array(values[steps[0] * size..<(steps[0] + 1) * size]))
      for (place, contribution) in attribution.contributions.enumerated() {
        sums[place / width * encoding.channels + groups[place % width]] += contribution
      }
    }
    for step in steps { channel.times.append(times[step]) }
    for sum in sums { channel.samples.append(Float(logit.sign * sum / Double(states.count))) }
  }
}

extension SequenceClassifier {
  /// What each input of each step contributed to the last logit of one of the networks.
  fileprivate func attribution(
    _ member: Int, of sequence: TimedSequence, from baseline: [Float], output: Int, state: [Float]
  ) -> Attribution {
    func attribute<C: Cell>(_ cell: C) -> Attribution {
      Model(cell, outputs: outputs, weights: members[member]).integratedGradients(
        of: sequence, from: baseline, output: output, state: state)
    }
    return attribute(architecture.cell)
  }
}
