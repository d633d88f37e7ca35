import LiquidNetworks
import Signals

/// The exact parts of a logit of liquid time-constant networks, step by step.
struct LiquidShares: Sendable {
  /// What has parts beside the input channels.
  static let rest = ["recurrent", "leak", "start", "bias"]

  private let networks: [LTC]
  private let readouts: [Affine]
  /// For each value that enters a network, the channel that it tells of.
  private let groups: [Int]
  private let chosen: Int?
  private var attributions: [LTC.Attribution]
  private var parts: [Double]

  init(networks: [LTC], readouts: [Affine], encoding: InputEncoding, chosen: Int?) {
    self.networks = networks
    self.readouts = readouts
    self.chosen = chosen
    groups = encoding.channelOfEncoded
    attributions = networks.map { $0.attribution(from: $0.start()) }
    parts = [Double](repeating: 0, count: encoding.channels + Self.rest.count)
  }

  /// Begins anew where the networks do.
  mutating func restart(from states: [NetworkState]) {
    for member in attributions.indices { attributions[member].restart(from: states[member]) }
  }

  /// Steps one network: state and units get the bits that they get without it.
  mutating func step(
    _ member: Int, _ input: [Float], after elapsed: Float, _ state: inout NetworkState,
    _ units: inout [Float]
  ) {
    var span = units.mutableSpan
    networks[member].step(
      input.span, after: elapsed, &state, into: &span, &attributions[member])
  }

  /// Puts the parts of the mean logit into a channel, once all networks have stepped.
  mutating func put(_ logits: [Float], at time: Time, in channel: inout Channel) {
    for index in parts.indices { parts[index] = 0 }
    let logit = ExplainedLogit(chosen, of: logits)
    for member in networks.indices {
      let weights = readouts[member].weight
      let columns = readouts[member].columns
      let first = logit.row * columns
      networks[member].addParts(
        of: attributions[member],
        weights: weights.span.extracting(first..<first + columns),
        groups: groups, to: &parts)
      parts[parts.count - 1] += Double(readouts[member].bias[logit.row])
    }
    channel.times.append(time)
    for part in parts {
      channel.samples.append(Float(logit.sign * part / Double(networks.count)))
    }
  }
}
