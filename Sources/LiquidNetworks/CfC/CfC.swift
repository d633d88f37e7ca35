public import Kernels

/// A closed-form continuous-time network with given weights; see `CfCCell`.
public struct CfC: LaneNetwork {
  /// How the network is built.
  public let configuration: Configuration
  private let network: any RecurrentNetwork
  private let sixteen: LaneSteps<CfCCell>

  /// A network with given weights.
  public init(_ configuration: Configuration, _ weights: Weights) {
    self.configuration = configuration
    let cell = CfCCell(configuration)
    let values = weights.flat
    network = cell.network(values)
    sixteen = LaneSteps(cell, values)
  }

  /// The number of inputs.
  public var inputs: Int { configuration.inputs }
  /// The number of units.
  public var units: Int { configuration.units }
  /// The number of outputs.
  public var outputs: Int { configuration.units }

  /// Returns the state before the first observation: zero.
  public func start() -> NetworkState { network.start() }

  /// Steps one sequence, lanes over its units.
  public func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>
  ) {
    network.step(input, after: dt, &state, into: &output)
  }

  /// Returns the state of sixteen sequences before their first observations: zero.
  public func startLanes() -> LaneState { sixteen.start() }

  /// Steps sixteen sequences, one in each lane.
  public func step(
    _ inputs: Span<Lanes>, after dt: Lanes, active: SIMDMask<SIMD16<Int32>>,
    _ state: inout LaneState, into outputs: inout MutableSpan<Lanes>
  ) {
    sixteen.step(inputs, after: dt, active: active, &state, into: &outputs)
  }
}

extension CfC.Weights {
  /// The values in the order of a cell's layout.
  var flat: [Float] {
    wTau + level + backbone.flatMap { $0.weight + $0.bias }
      + heads.flatMap { $0.weight + $0.bias }
  }
}
