/// What a state dictionary of ncps does not say of its network.
///
/// Nothing is guessed: what is neither stated nor to be seen in the tensors is an error, unless the
/// defaults of ncps are asked for.
public struct StateDictionaryOptions: Sendable, Hashable {
  /// How time enters a closed-form network; `pure` is seen in the tensors.
  public var mode: CfCCell.Mode?
  /// What bends its backbone, where it has one.
  public var activation: Activation?
  /// What keeps a liquid time-constant network's conductances positive: `implicit_param_constraints`.
  public var positivity: LTCCell.Positivity?
  /// Into how many steps its solver divides the time: `ode_unfolds`.
  public var unfolds: Int?
  /// What keeps the solver's denominator above zero.
  public var epsilon: Float?
  /// The number of outputs, where neither an output mapping nor a projection shows it.
  public var outputs: Int?

  /// Nothing that is stated.
  public init() {}

  /// What `CfC` and `LTC` of ncps are without arguments.
  public static let defaults: StateDictionaryOptions = {
    var options = StateDictionaryOptions()
    options.mode = .default
    options.activation = .lecunTanh
    options.positivity = .implicit
    options.unfolds = 6
    options.epsilon = 1e-8
    return options
  }()

  /// Returns these options, and where they say nothing the others.
  public func filled(from other: StateDictionaryOptions) -> StateDictionaryOptions {
    var options = self
    options.mode = mode ?? other.mode
    options.activation = activation ?? other.activation
    options.positivity = positivity ?? other.positivity
    options.unfolds = unfolds ?? other.unfolds
    options.epsilon = epsilon ?? other.epsilon
    options.outputs = outputs ?? other.outputs
    return options
  }
}

/// Why tensors are no network of ncps, or a network is none that ncps has.
public struct StateDictionaryError: Error, Hashable, CustomStringConvertible {
  /// The key of the tensor, or nothing where the whole is meant.
  public let key: String
  /// What must be.
  public let message: String
  /// The name of the option that would help, if one would.
  public let option: String?

  /// An error about a tensor or the whole.
  public init(_ key: String, _ message: String, option: String? = nil) {
    self.key = key
    self.message = message
    self.option = option
  }

  /// The error in one line.
  public var description: String { key.isEmpty ? message : "\(key): \(message)" }
}
