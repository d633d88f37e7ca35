internal import Kernels

/// What a network remembers between two observations of one sequence: a value that can be kept.
///
/// Two states are equal when their values are: they go on with the same bits.
public struct NetworkState: Sendable, Equatable {
  /// Everything that is remembered; a state with the same values goes on with the same bits.
  public var values: [Float]
  /// Room for what a step computes on its way; says nothing of the past.
  var scratch: [Float]
  /// Room in lanes; says nothing of the past.
  var lanes: [Lanes]
  /// The room of a composite network's parts, whose values are among `values`.
  var parts: [NetworkState]

  /// A state of zeros with room for a network's steps.
  init(values: Int, scratch: Int = 0, lanes: Int = 0, parts: [NetworkState] = []) {
    self.values = [Float](repeating: 0, count: values)
    self.scratch = [Float](repeating: 0, count: scratch)
    self.lanes = [Lanes](repeating: .zero, count: lanes)
    self.parts = parts
  }

  /// Returns whether two states go on alike.
  public static func == (a: NetworkState, b: NetworkState) -> Bool {
    a.values == b.values
  }
}
