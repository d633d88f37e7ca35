public import Kernels

/// What a network computes from one observation to the next, in a form that can be trained: sixteen
/// sequences at a time, forth and back.
///
/// A step works on one *row* of lanes, whose lanes are the sequences. Every cell's row begins alike:
///
/// | entries | what |
/// |---|---|
/// | `inputs` | the observation |
/// | `units` | what was remembered before the step |
/// | `units` | what is remembered after it |
/// | `outputs` | what the step gives |
/// | the rest of `rowWidth` | what the way back needs, as the cell likes |
///
/// The rows of all steps stand one behind another on a tape. A composite cell keeps the rows of its
/// parts within its own. The gradients of one step stand likewise: `inputs`, `units` before,
/// `units` after, `outputs`.
///
/// `forward` and `backward` do not allocate. Each lane depends on itself alone.
public protocol Cell: Sendable {
  /// The weights in the form that the kernels read: packed, turned over, made positive.
  associatedtype Prepared: Sendable

  /// The number of inputs.
  var inputs: Int { get }
  /// The number of values that are remembered.
  var units: Int { get }
  /// The number of outputs.
  var outputs: Int { get }
  /// The number of lanes entries that a step writes and its way back reads.
  var rowWidth: Int { get }
  /// Whether the cell has a way back: without one it only infers, and nothing may train it or ask for
  /// its gradients.
  var canGoBack: Bool { get }
  /// The named tensors of the weights, in the order of a state dictionary.
  var layout: ParameterLayout { get }

  /// Returns random weights, the same for the same generator.
  func initial(_ random: inout Xoshiro) -> [Float]

  /// Returns the weights in the form that `forward` and `backward` read.
  func prepare(_ weights: Span<Float>) -> Prepared

  /// Steps sixteen sequences.
  ///
  /// Reads inputs and old state from the row and writes everything else of it.
  ///
  /// - Parameters:
  ///   - row: The row of this step.
  ///   - dt: The time since each sequence's last observation, in units of network time.
  ///   - dropout: What is left out in training; none: nothing.
  ///   - weights: The weights.
  func forward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared)

  /// Goes back over a step; mirrors `forward`.
  ///
  /// Reads the gradients of the new state and the outputs, writes those of the inputs and the old
  /// state, and overwrites the rest of the row with what `accumulate` needs. What the gradients of
  /// the new state and the outputs are afterwards is open; inputs, states and outputs of the row stay.
  func backward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared,
    _ gradients: inout MutableSpan<Lanes>)

  /// Adds the gradients of all weights over the steps that went back, summed over steps and lanes
  /// in a fixed order.
  ///
  /// - Parameters:
  ///   - tape: The rows of the steps, the first one's beginning at `offset`.
  ///   - steps: The number of steps.
  ///   - stride: The distance from one step's row to the next.
  ///   - offset: Where the first row begins.
  ///   - elapsed: The time before each step.
  ///   - weights: The weights, as given to `backward`.
  ///   - gradients: One entry for each value of `layout`, which is added to.
  func accumulate(
    _ tape: Span<Lanes>, steps: Int, stride: Int, offset: Int, elapsed: Span<Lanes>,
    _ weights: Prepared, into gradients: inout MutableSpan<Float>)

  /// Returns the network with these weights, ready to step one sequence, lanes over its units.
  ///
  /// It gives the bits that `forward` gives.
  func network(_ weights: [Float]) -> any RecurrentNetwork
}

extension Cell {
  /// Whether the cell has a way back: unless it says otherwise.
  public var canGoBack: Bool { true }
  /// Where the old state stands in a row, and its gradient.
  public var oldState: Range<Int> { inputs..<inputs + units }
  /// Where the new state stands in a row, and its gradient.
  public var newState: Range<Int> { inputs + units..<inputs + 2 * units }
  /// Where the outputs stand in a row, and their gradients.
  public var output: Range<Int> { inputs + 2 * units..<inputs + 2 * units + outputs }
  /// Where a cell's own entries of a row begin; also the number of gradients of a step.
  public var gradientWidth: Int { inputs + 2 * units + outputs }
}
