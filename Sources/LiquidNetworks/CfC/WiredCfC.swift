internal import Kernels

/// Closed-form cells of a wiring's layers that step one sequence, lanes over a layer's units; see
/// `WiredCfCCell`.
struct WiredCfC: RecurrentNetwork {
  let inputs: Int
  let units: Int
  let outputs: Int
  private let mode: CfC.Mode
  private let firstOutput: Int
  private let blocks: [Block]
  /// The values that the blocks read, and for each the weights of four heads.
  private let sources: [Int]
  private let weights: [Lanes]
  /// For each unit the place of its new value in the room.
  private let places: [Int]
  private let room: Int

  /// Sixteen units of a layer.
  private struct Block: Sendable {
    /// The place of the first new value.
    let place: Int
    let sources: Range<Int>
    var biases = [Lanes](repeating: .zero, count: 4)
    var decay = Lanes.zero
    var level = Lanes.zero
  }

  init(_ cell: WiredCfCCell, _ prepared: WiredCfCCell.Prepared) {
    inputs = cell.inputs
    units = cell.units
    outputs = cell.outputs
    mode = cell.configuration.mode
    firstOutput = cell.firstOutput
    let new = cell.newState.lowerBound
    var places: [Int] = []
    var room = new
    for layer in cell.layers {
      places += room..<room + layer.count
      room += 16 * Lanes.blocks(for: layer.count)
    }
    var blocks: [Block] = []
    var sources: [Int] = []
    var weights: [Lanes] = []
    for layer in cell.layers {
      for start in stride(from: 0, to: layer.count, by: 16) {
        let members = layer.first + start..<layer.first + min(start + 16, layer.count)
        let first = sources.count
        let columns = Self.columns(cell, members, prepared)
        // New values stand apart in the room: each layer's is filled up to whole blocks.
        sources += columns.map { $0.source < new ? $0.source : places[$0.source - new] }
        weights += columns.flatMap(\.weights)
        var block = Block(place: places[members.lowerBound], sources: first..<sources.count)
        for (lane, unit) in members.enumerated() {
          for head in 0..<4 { block.biases[head][lane] = prepared.biases[4 * unit + head] }
          guard mode == .pure else { continue }
          block.decay[lane] = prepared.decays[unit]
          block.level[lane] = prepared.levels[unit]
        }
        blocks.append(block)
      }
    }
    self.blocks = blocks
    self.sources = sources
    self.weights = weights
    self.places = places
    self.room = room
  }

  /// What any of some units of a layer read, in the order of the columns, and with which weights.
  private static func columns(
    _ cell: WiredCfCCell, _ members: Range<Int>, _ prepared: WiredCfCCell.Prepared
  ) -> [(source: Int, weights: [Lanes])] {
    let reading = members.map { Array(cell.synapsesOfUnit[$0]) }
    // Within a layer inputs or new values come first and old ones after them, each in order.
    let own = cell.oldState
    let all = Set(reading.joined().map { cell.synapses[$0].source })
    let sources = all.filter { !own.contains($0) }.sorted() + all.filter(own.contains).sorted()
    return sources.map { source in
      var weights = [Lanes](repeating: .zero, count: 4)
      for (lane, indices) in reading.enumerated() {
        for index in indices where cell.synapses[index].source == source {
          for head in 0..<4 { weights[head][lane] = prepared.weights[4 * index + head] }
        }
      }
      return (source, weights)
    }
  }

  func start() -> NetworkState { NetworkState(values: units, scratch: room) }

  func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>
  ) {
    precondition(input.count == inputs && output.count == outputs)
    for index in input.indices { state.scratch[index] = input[index] }
    for unit in 0..<units { state.scratch[inputs + unit] = state.values[unit] }
    let dt = Lanes(repeating: dt)
    for block in blocks {
      state.scratch.store(value(of: block, state.scratch.span, dt), at: block.place)
    }
    for unit in 0..<units { state.values[unit] = state.scratch[places[unit]] }
    for index in 0..<outputs { output[index] = state.values[firstOutput + index] }
  }

  @inline(__always)
  private func value(of block: Block, _ room: Span<Float>, _ dt: Lanes) -> Lanes {
    var (s0, s1) = (block.biases[0], block.biases[1])
    var (s2, s3) = (block.biases[2], block.biases[3])
    let sources = sources.span
    let weights = weights.span
    for index in block.sources {
      let x = Lanes(repeating: room[sources[index]])
      s0 += x * weights[4 * index]
      s1 += x * weights[4 * index + 1]
      s2 += x * weights[4 * index + 2]
      s3 += x * weights[4 * index + 3]
    }
    return mode == .pure
      ? ClosedForm.relaxed(s0, decay: block.decay, level: block.level, dt)
      : ClosedForm.Gated(s0, s1, s2, s3, dt).state(mode)
  }
}
