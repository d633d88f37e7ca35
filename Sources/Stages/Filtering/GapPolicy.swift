import Configuration
import Pipelines
import Signals

/// What a filtering stage does about gaps, and about the samples beside them.
struct GapPolicy: Sendable {
  /// What is done with samples that a filter does not vouch for.
  enum Edges: String, CaseIterable, Sendable { case keep, missing, flag }

  /// The longest run of missing samples in seconds after which a filter goes on.
  let bridge: Double
  /// What is done with samples near the ends of what was measured.
  let edges: Edges
  private let layer: String

  /// The policy of what takes each sample by itself.
  static let alone = GapPolicy(bridge: 0, edges: .keep, layer: "")

  private init(bridge: Double, edges: Edges, layer: String) {
    self.bridge = bridge
    self.edges = edges
    self.layer = layer
  }

  /// Reads the policy; `name` is that of the stage.
  init(_ settings: inout Settings, for name: String) {
    bridge = settings.number(
      "bridge", in: 0...1, default: 0.1, unit: "s",
      "The longest run of missing samples after which the filter goes on; behind a longer one it"
        + " starts anew.")
    edges = settings.choice(
      "edges", default: .keep,
      "What is done with samples that depend on what is assumed beyond the ends of a segment: they"
        + " are kept, made missing, or kept and said in a layer of quality, and with them the samples"
        + " that were bridged, which are missing otherwise.")
    layer = settings.string(
      "flags", default: "\(name) edges",
      "The name of that layer: its labels are 'edge' and 'bridged'."
    )
  }

  /// How many samples are bridged at a rate.
  func bridge(at rate: Double) -> Int { Int((bridge * rate).rounded(.down)) }

  /// Adds the layer of flags where samples are flagged.
  func addLayer(to layout: inout Layout, delay: Time) throws(Mismatch) {
    guard edges == .flag else { return }
    try layout.add(
      LayerDescription(
        name: layer, delay: delay, kind: .quality, labels: FilteredChannel.labels), key: "flags")
  }
}
