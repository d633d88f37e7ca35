extension CfCCell {
  /// How a closed-form continuous-time network is built.
  public struct Configuration: Sendable, Hashable {
    /// The number of inputs.
    public var inputs: Int
    /// The number of units, which are also the outputs.
    public var units: Int
    /// The width of the layers that inputs and state pass before the heads.
    public var backboneUnits: Int
    /// The number of those layers; none if zero.
    public var backboneLayers: Int
    /// What bends the backbone.
    public var activation: Activation
    /// How time enters.
    public var mode: Mode
    /// The share of values that training leaves out behind each backbone layer but the first, below
    /// one.
    public var dropout: Float
    /// The share that training leaves out behind the first backbone layer, which ncps never does.
    public var firstLayerDropout: Float
    /// Whether the numbers in the names of the backbone's layers count dropouts, as ncps' do where a
    /// network was made with a rate above zero; it says nothing of what is computed.
    public var countsDropouts: Bool

    /// A network of this size, with the defaults of ncps; dropouts count where there are any unless
    /// it is stated otherwise.
    public init(
      inputs: Int, units: Int, backboneUnits: Int = 128, backboneLayers: Int = 1,
      activation: Activation = .lecunTanh, mode: Mode = .default, dropout: Float = 0,
      firstLayerDropout: Float = 0, countsDropouts: Bool? = nil
    ) {
      self.inputs = inputs
      self.units = units
      self.backboneUnits = backboneUnits
      self.backboneLayers = backboneLayers
      self.activation = activation
      self.mode = mode
      self.dropout = dropout
      self.firstLayerDropout = firstLayerDropout
      self.countsDropouts = countsDropouts ?? (dropout > 0)
    }

    /// The number of values that enter the heads.
    var headInputs: Int {
      backboneLayers == 0 ? inputs + units : backboneUnits
    }
  }

  /// How time enters the new state.
  public enum Mode: String, Sendable, CaseIterable {
    /// A gate that time moves from one head to the other.
    case `default`
    /// The first head and a gated share of the second.
    case noGate = "no_gate"
    /// The closed form itself: a decay towards a level.
    case pure
  }
}

extension CfC {
  /// How a closed-form continuous-time network is built.
  public typealias Configuration = CfCCell.Configuration
  /// How time enters the new state.
  public typealias Mode = CfCCell.Mode
}
