internal import Kernels

/// A liquid time-constant network that steps one sequence: an `LTCCell` with given weights, laid
/// out with its lanes over units.
public struct LTC: RecurrentNetwork {
  /// What the network computes.
  public let cell: LTCCell
  /// The weights that it computes with.
  public let weights: [Float]
  /// What it cannot leave.
  public let bounds: LTCCell.Bounds
  let recurrent: SynapseBlocks
  let sensory: SynapseBlocks
  let blocks: [Block]
  let map: (inputW: [Float], inputB: [Float], outputW: [Float], outputB: [Float])
  /// Whether potentials that start within the gates' reach stay there.
  let isTame: Bool

  /// A network with one weight for each value of the cell's layout.
  public init(_ cell: LTCCell, _ weights: [Float]) {
    let prepared = cell.prepare(weights.span)
    self.cell = cell
    self.weights = weights
    bounds = prepared.bounds
    isTame = prepared.bounds.isWithin(prepared.recurrent.reach)
    recurrent = SynapseBlocks(prepared.recurrent)
    sensory = SynapseBlocks(prepared.sensory)
    blocks = (0..<Lanes.blocks(for: cell.units)).map { Block(prepared.units, $0) }
    map = (prepared.inputW, prepared.inputB, prepared.outputW, prepared.outputB)
  }

  /// The number of inputs.
  public var inputs: Int { cell.inputs }
  /// The number of units.
  public var units: Int { cell.units }
  /// The number of outputs.
  public var outputs: Int { cell.outputs }

  /// What sixteen units have without their synapses; those beyond the last stay at zero.
  struct Block: Sendable {
    var cm = Lanes(repeating: 1)
    var leak = Lanes.zero
    var pull = Lanes.zero

    init(_ units: [LTCCell.Unit], _ block: Int) {
      for unit in 16 * block..<min(16 * block + 16, units.count) {
        cm[unit % 16] = units[unit].cm
        leak[unit % 16] = units[unit].leak
        pull[unit % 16] = units[unit].pull
      }
    }
  }

  /// Returns the state before the first observation: zero.
  ///
  /// Its values are the units' potentials by number: motor, command, inter.
  public func start() -> NetworkState {
    let room = Room(self)
    return NetworkState(values: units, scratch: room.scratch, lanes: room.lanes)
  }

  /// Steps one sequence.
  public func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>
  ) {
    precondition(output.count == outputs)
    begin(input, &state)
    switch cell.configuration.solver {
    case .unfolds(let unfolds):
      let room = Room(self)
      var (now, next) = (room.potentials, room.next)
      solve(&state, from: now, after: dt, unfolds: unfolds, &now, &next)
      finish(&state, at: now)
    case .tolerance(let relative, let absolute, let most):
      _ = refine(&state, after: dt, relative: relative, absolute: absolute, most: most)
    }
    for index in output.indices {
      output[index] = state.values[index] * map.outputW[index] + map.outputB[index]
    }
  }
}

extension LTC {
  /// Where things stand in the room of a state.
  struct Room {
    /// The potentials, padded to blocks, before the step.
    let potentials: Int
    /// Two further sets of them, and a third for the trials of a tolerance.
    let next: Int
    let coarse: Int
    let fine: Int
    let mapped: Int
    let scratch: Int
    /// The currents of leak and inputs, then the conductances.
    let lanes: Int

    init(_ network: LTC) {
      let width = 16 * network.blocks.count
      potentials = 0
      next = width
      coarse = 2 * width
      fine = 3 * width
      mapped = 4 * width
      scratch = mapped + network.inputs
      lanes = 2 * network.blocks.count
    }
  }

  /// Copies the potentials to their blocks, and finds what leak and inputs give them.
  func begin(_ input: Span<Float>, _ state: inout NetworkState) {
    precondition(input.count == inputs)
    let room = Room(self)
    var areWithin = true
    for index in input.indices {
      let value = input[index] * map.inputW[index] + map.inputB[index]
      state.scratch[room.mapped + index] = value
      areWithin = areWithin && abs(value) <= sensory.reach
    }
    for unit in 0..<units { state.scratch[room.potentials + unit] = state.values[unit] }
    for block in blocks.indices {
      var current = blocks[block].pull
      var conductance = blocks[block].leak
      sensory.add(
        to: block, state.scratch.span.extracting(room.mapped..<room.mapped + inputs),
        isWithin: areWithin, current: &current, conductance: &conductance)
      state.lanes[block] = current
      state.lanes[blocks.count + block] = conductance
    }
  }

  /// Keeps the potentials that stand at a place.
  func finish(_ state: inout NetworkState, at place: Int) {
    for unit in 0..<units { state.values[unit] = state.scratch[place + unit] }
  }
}
