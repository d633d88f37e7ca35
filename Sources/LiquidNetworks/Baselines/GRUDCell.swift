public import Kernels

/// A gated recurrent unit whose inputs and state decay while nothing is seen: GRU-D.
///
/// Z. Che et al., Recurrent neural networks for multivariate time series with missing values, 2018,
/// doi:10.1038/s41598-018-24271-9. With `m` the mask, `δ` the time since each channel was seen and
/// `h` the state:
///
///     γˣ = exp(−max(0, wˣ δ + bˣ))          x̂ = m x + (1 − m) γˣ x
///     γʰ = exp(−max(0, Wʰ δ + bʰ))          h̄ = γʰ h
///     r, z = σ(W [x̂ m] + U h̄ + b)           n = tanh(W [x̂ m] + U (r h̄) + b)
///     h' = (1 − z) h̄ + z n
///
/// The inputs are the values of the features, then the masks of the channels, then their ages. Values
/// must be normalised, since what is not seen decays towards the mean 0, and filled forward, so that
/// the value of a missing feature is the one seen last. Ages are plain times in units of network
/// time, neither squashed nor logarithms; an age of zero (a channel seen now) lets nothing decay, which
/// differs from the paper, where the age of what is seen now reaches back to the time before. The
/// elapsed time itself enters by the ages alone.
public struct GRUDCell: Cell {
  /// How the cell is built.
  public struct Configuration: Sendable, Hashable {
    /// For each feature, the channel whose mask and age are its own.
    public let channelOfFeature: [Int]
    /// The number of channels.
    public let channels: Int
    /// The number of units.
    public let units: Int

    /// A cell of features that share the masks and ages of channels.
    public init(channelOfFeature: [Int], units: Int) {
      self.channelOfFeature = channelOfFeature
      channels = (channelOfFeature.max() ?? -1) + 1
      self.units = units
    }

    /// A cell of features each of which has its own mask and age.
    public init(features: Int, units: Int) {
      self.init(channelOfFeature: Array(0..<features), units: units)
    }

    /// The number of features.
    public var features: Int { channelOfFeature.count }
    /// The number of inputs: a value of each feature, a mask and an age of each channel.
    public var inputs: Int { features + 2 * channels }
  }

  /// How the cell is built.
  public let configuration: Configuration
  /// The named tensors of the weights; the gates stand in the order `r`, `z`, `n`.
  public let layout: ParameterLayout
  let tensors: Tensors
  let places: Places

  /// A cell of this build.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    let (features, channels) = (configuration.features, configuration.channels)
    let rows = 3 * configuration.units
    var layout = ParameterLayout()
    tensors = Tensors(
      inputDecay: layout.append("input_decay.weight", [features], .vector),
      inputDecayBias: layout.append("input_decay.bias", [features], .vector),
      hiddenDecay: layout.append("hidden_decay.weight", [configuration.units, channels]),
      hiddenDecayBias: layout.append("hidden_decay.bias", [configuration.units], .vector),
      input: layout.append("weight_ih", [rows, features + channels]),
      recurrent: layout.append("weight_hh", [rows, configuration.units]),
      bias: layout.append("bias", [rows], .vector))
    self.layout = layout
    places = Places(configuration)
  }

  /// Where the tensors stand.
  struct Tensors: Sendable {
    let inputDecay: Range<Int>
    let inputDecayBias: Range<Int>
    let hiddenDecay: Range<Int>
    let hiddenDecayBias: Range<Int>
    let input: Range<Int>
    let recurrent: Range<Int>
    let bias: Range<Int>
  }

  /// The number of inputs.
  public var inputs: Int { configuration.inputs }
  /// The number of units.
  public var units: Int { configuration.units }
  /// The number of outputs.
  public var outputs: Int { configuration.units }
  /// The number of lanes entries of a step.
  public var rowWidth: Int { places.end }

  /// Returns random weights.
  ///
  /// Uniform after Glorot and Bengio from the inputs to each gate, orthogonal among the units, biases
  /// zero. The decays begin between 0 and 1/√channels and not at zero, where max(0, ·) may have no
  /// slope.
  public func initial(_ random: inout Xoshiro) -> [Float] {
    var weights = [Float](repeating: 0, count: layout.count)
    let edge = 1 / Float(configuration.channels).squareRoot()
    for place in tensors.inputDecay { weights[place] = random.within(0, edge) }
    for place in tensors.hiddenDecay { weights[place] = random.within(0, edge) }
    let columns = configuration.features + configuration.channels
    let bound = (6 / Float(columns + units)).squareRoot()
    for place in tensors.input { weights[place] = random.within(-bound, bound) }
    for gate in 0..<3 {
      let first = tensors.recurrent.lowerBound + gate * units * units
      weights.replaceSubrange(
        first..<first + units * units, with: random.orthogonal(rows: units, columns: units))
    }
    return weights
  }

  /// Returns the network with these weights, ready to step one sequence.
  public func network(_ weights: [Float]) -> any RecurrentNetwork {
    GRUD(self, weights)
  }
}
