internal import Kernels

/// Up to sixteen sequences on their way through a model, one in each lane, and what the way back needs.
///
/// A lane whose sequence has ended keeps its state and gives nothing to any gradient.
struct GroupTape<C: Cell>: Sendable {
  let cell: C
  let outputs: Int
  let objective: Objective
  /// The number of steps on the tape.
  private(set) var steps = 0
  /// The cell's rows, one step behind another.
  var rows: [Lanes] = []
  /// The time before each step.
  var elapsed: [Lanes] = []
  /// How many of the steps each lane takes.
  var lengths = SIMD16<Int32>.zero
  /// What the cell gave at each step, after dropout.
  var features: [Lanes] = []
  /// What the readout gave at each step.
  var readouts: [Lanes] = []
  /// The gradients of the readout at each step.
  var slopes: [Lanes] = []
  /// What each step should have given.
  var targets: [Lanes] = []
  /// What each lane's sequence weighs.
  var weights = Lanes.zero
  /// The gradients of one step; see `Cell`.
  var gradients: [Lanes]

  init(_ model: Model<C>, _ objective: Objective = Objective([])) {
    precondition(objective.outputs <= model.outputs, "terms judge outputs that the model has")
    cell = model.cell
    outputs = model.outputs
    self.objective = objective
    gradients = [Lanes](repeating: .zero, count: cell.gradientWidth)
  }

  /// Begins a piece of as many steps, with no sequence in any lane.
  mutating func begin(steps: Int) {
    self.steps = steps
    let width = cell.rowWidth
    let inputs = cell.inputs
    rows.reserve(steps * width)
    elapsed.reserve(steps)
    features.reserve(steps * cell.outputs)
    readouts.reserve(steps * outputs)
    slopes.reserve(steps * outputs)
    targets.reserve(steps * objective.targetWidth)
    for step in 0..<steps {
      for input in 0..<inputs { rows[step * width + input] = .zero }
      elapsed[step] = .zero
    }
    for place in 0..<steps * objective.targetWidth { targets[place] = Lanes(repeating: .nan) }
    lengths = .zero
    weights = .zero
  }

  /// Puts the observations of a sequence from `start` on into a lane, up to its end or the tape's.
  mutating func load(_ sequence: TimedSequence, from start: Int, into lane: Int) {
    let count = max(0, min(steps, sequence.elapsed.count - start))
    lengths[lane] = Int32(count)
    let inputs = cell.inputs
    precondition(sequence.inputs.count == sequence.elapsed.count * inputs)
    rows.setLane(
      lane, to: sequence.inputs, from: start * inputs, width: inputs, count: count,
      stride: cell.rowWidth)
    elapsed.setLane(lane, to: sequence.elapsed, from: start, width: 1, count: count, stride: 1)
  }

  /// Puts the observations of a sequence with its targets into a lane.
  mutating func load(_ labelled: LabelledSequence, from start: Int, into lane: Int) {
    load(labelled.sequence, from: start, into: lane)
    weights[lane] = labelled.weight
    let width = objective.targetWidth
    precondition(labelled.targets.count == labelled.sequence.elapsed.count * width)
    targets.setLane(
      lane, to: labelled.targets, from: start * width, width: width, count: Int(lengths[lane]),
      stride: width)
  }
}
