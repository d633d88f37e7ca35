public import Kernels

/// A closed-form continuous-time network.
///
/// R. Hasani et al., Closed-form continuous-time neural networks, 2022,
/// doi:10.1038/s42256-022-00556-7, in the form of ncps: input and state pass a shared backbone; two
/// heads say where the state is going and a gate that depends on the elapsed time chooses between
/// them. A step costs the same however long the time is. Steps do not compose (two halves are not
/// the whole), so a question between two observations must not be kept: ask with `peek`.
public struct CfC: LaneNetwork {
  /// How the network is built.
  public let configuration: Configuration
  private let cell: CfCCell

  /// A network with given weights.
  public init(_ configuration: Configuration, _ weights: Weights) {
    self.configuration = configuration
    cell = CfCCell(configuration, weights)
  }

  /// The number of inputs.
  public var inputs: Int { configuration.inputs }
  /// The number of units.
  public var units: Int { configuration.units }
  /// The number of outputs.
  public var outputs: Int { configuration.units }

  /// Returns the state before the first observation: zero.
  public func start() -> NetworkState {
    cell.room(values: units)
  }

  /// Steps one sequence, lanes over its units.
  public func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>
  ) {
    precondition(input.count == inputs && output.count == outputs)
    for index in input.indices { state.scratch[index] = input[index] }
    for unit in 0..<units { state.scratch[inputs + unit] = state.values[unit] }
    cell.step(after: dt, &state)
    for unit in 0..<units {
      let value = state.scratch[inputs + unit]
      state.values[unit] = value
      output[unit] = value
    }
  }

  /// Returns the state of sixteen sequences before their first observations: zero.
  public func startLanes() -> LaneState {
    LaneState(scratch: cell.laneScratch())
  }

  /// Steps sixteen sequences, one in each lane.
  public func step(
    _ inputs: Span<Lanes>, after dt: Lanes, active: SIMDMask<SIMD16<Int32>>,
    _ state: inout LaneState, into outputs: inout MutableSpan<Lanes>
  ) {
    precondition(inputs.count == self.inputs && outputs.count == self.outputs)
    for index in inputs.indices { state.scratch.z[index] = inputs[index] }
    cell.step(after: dt, active: active, &state.scratch)
    for unit in 0..<units {
      outputs[unit].replace(with: state.scratch.z[self.inputs + unit], where: active)
    }
  }

  /// The units' values of sixteen sequences.
  public struct LaneState: Sendable {
    var scratch: CfCCell.LaneScratch
  }
}
