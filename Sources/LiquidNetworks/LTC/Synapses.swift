internal import Kernels

/// The synapses from some sources to some units, without those that are absent.
///
/// A synapse conducts w / (1 + e^(−σ (v − μ))) towards the potential `erev`; the factor −log₂ e of
/// the exponential is folded into σ, and `Elementary.gateScale` into w. Conductances and currents
/// are added in the order of the sources, whether the lanes are units or sequences; a synapse that
/// is absent would add zero.
struct Synapses: Sendable {
  /// A synapse as its target sees it.
  struct Synapse: Sendable {
    var source: Int32
    var slope: Float
    var mu: Float
    var w: Float
    var erev: Float
  }

  /// A synapse as its source sees it on the way back.
  struct Outgoing: Sendable {
    var target: Int32
    var slope: Float
    var mu: Float
    var erev: Float
    /// Conductance times σ, scaled.
    var steepness: Float
  }

  /// What the gradients of a synapse's weights need besides.
  struct Origin: Sendable {
    /// Its place in each of the tensors.
    var place: Int
    var sigma: Float
    /// The slope of w over its weight.
    var slope: Float
  }

  /// Target after target, for each its sources in order.
  private(set) var all: [Synapse] = []
  private(set) var origins: [Origin] = []
  /// Which of `all` reach each target.
  private(set) var incoming: [Range<Int>] = []
  /// Source after source, for each its targets in order.
  private(set) var reversed: [Outgoing] = []
  /// Which of `reversed` leave each source.
  private(set) var outgoing: [Range<Int>] = []
  /// How far from zero a source may be for all gates to take it as it is.
  let reach: Float

  init(
    _ weights: Span<Float>, _ tensors: LTCCell.Tensors.Synaptic, polarities: [Int8], units: Int,
    _ positivity: LTCCell.Positivity
  ) {
    let sources = polarities.count / units
    let sigma = weights.extracting(tensors.sigma)
    let mu = weights.extracting(tensors.mu)
    let erev = weights.extracting(tensors.erev)
    let w = positivity.values(weights.extracting(tensors.w))
    var reach = Float.infinity
    for target in 0..<units {
      let first = all.count
      for source in 0..<sources where polarities[source * units + target] != 0 {
        let place = source * units + target
        let slope = sigma[place] * -1.442695
        all.append(
          Synapse(
            source: Int32(source), slope: slope, mu: mu[place],
            w: w.values[place] * Elementary.gateScale, erev: erev[place]))
        origins.append(Origin(place: place, sigma: sigma[place], slope: w.slopes[place]))
        reach = min(reach, Elementary.gateLimit / abs(slope) - abs(mu[place]))
      }
      incoming.append(first..<all.count)
    }
    for source in 0..<sources {
      let first = reversed.count
      for target in 0..<units where polarities[source * units + target] != 0 {
        let place = source * units + target
        reversed.append(
          Outgoing(
            target: Int32(target), slope: sigma[place] * -1.442695, mu: mu[place],
            erev: erev[place], steepness: w.values[place] * sigma[place] * Elementary.gateScale))
      }
      outgoing.append(first..<reversed.count)
    }
    // Not a number is no reach.
    self.reach = reach >= 0 ? reach * 0.999 : -1
  }
}
