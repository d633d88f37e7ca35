import LiquidNetworks
import Pipelines
public import Signals

extension Liquid {
  /// What a run remembers.
  public struct State: Sendable {
    let inputs: ObservedInputs
    let channel: Int
    /// The layer of classes, where there is one.
    let layer: Int?
    var merge: StepMerge
    var cell: StepGrid.State
    var encoding: InputEncoding.State
    var networks: [NetworkState]
    /// The values of the networks' units before the first step.
    let rest: [[Float]]
    var units: [Float]
    var logits: [Float]
    var scores: [Float]
    /// What explains each step, where that is asked.
    var shares: LiquidShares?
    /// What the last steps are explained by, where that is asked.
    var past: LiquidPast?
    /// The class of the stretch that is open.
    var open: Int?
    /// How many steps took a time outside the trained range, and were given its nearest end.
    public internal(set) var clamped = 0
    /// How many steps followed a gap, so that the network began anew.
    public internal(set) var resets = 0
  }

  /// The state before the first step.
  public func start(on layout: Layout) -> State {
    guard let (classifier, inputs) = try? prepare(layout) else {
      preconditionFailure("a stage is started only on a layout that it fits")
    }
    return State(
      inputs: inputs, channel: layout.channels.count,
      layer: classifier.meaning == .classes ? layout.layers.count : nil,
      merge: StepMerge(inputs), cell: classifier.encoding.grid.start(inputs: inputs.count),
      encoding: classifier.encoding.start(),
      networks: readers.map { $0.network.start() }, rest: readers.map { $0.network.start().values },
      units: [Float](repeating: 0, count: readers.map(\.network.outputs).max() ?? 0),
      logits: [Float](repeating: 0, count: classifier.outputs),
      scores: [Float](repeating: 0, count: max(classifier.outputs, classifier.classes.count)),
      shares: shares(classifier), past: past(classifier))
  }

  /// Steps over what was observed in the next part.
  public func process(_ part: inout Recording, _ state: inout State) {
    guard let classifier else { return }
    let grid = classifier.encoding.grid
    state.merge.begin()
    while let time = state.merge.next(state.inputs, in: part) {
      if grid.isOver(at: time, state.cell) { step(classifier, &part, &state) }
      grid.add(state.merge.values, at: time, &state.cell)
    }
    var through = Time.distantFuture
    for source in state.inputs.sources {
      through = min(through, part.channels[source.slot].through)
    }
    if grid.isOver(at: through, state.cell) { step(classifier, &part, &state) }
    complete(&part, through: grid.beginning(of: through), state)
    if explanation == .gradients {
      part.channels[state.channel + 1].through = grid.beginning(of: through) - Self.wait
    }
  }

  /// Takes the step that waits.
  private func step(
    _ classifier: SequenceClassifier, _ part: inout Recording, _ state: inout State
  ) {
    guard let time = state.cell.time else { return }
    let isFirst = state.encoding.isAtStart
    let step = classifier.encoding.encode(state.cell.values, at: time, &state.encoding)
    classifier.encoding.grid.clear(&state.cell)
    switch step.policy {
    case .taken: break
    case .clamped: state.clamped += 1
    case .reset:
      if !isFirst {
        state.resets += 1
        state.beginAnew()
        state.shares?.restart(from: state.networks)
        state.past?.clear()
      }
    }
    state.past?.add(time, step.elapsed, state.encoding.encoded, state.networks)
    for index in state.logits.indices { state.logits[index] = 0 }
    for (index, reader) in readers.enumerated() {
      if state.shares == nil {
        reader.step(
          state.encoding.encoded, after: step.elapsed, &state.networks[index], &state.units,
          addingTo: &state.logits)
      } else {
        state.shares?.step(
          index, state.encoding.encoded, after: step.elapsed, &state.networks[index], &state.units)
        reader.read(state.units, addingTo: &state.logits)
      }
    }
    for index in state.logits.indices { state.logits[index] /= Float(readers.count) }
    state.shares?.put(state.logits, at: time, in: &part.channels[state.channel + 1])
    if case .values(let scale, _) = classifier.meaning {
      scale.setEstimates(ofOutputs: state.logits, in: &state.scores)
    } else {
      classifier.calibration.setScores(ofLogits: state.logits, in: &state.scores)
    }
    part.channels[state.channel].times.append(time)
    part.channels[state.channel].samples.append(contentsOf: state.scores)
    guard let layer = state.layer else { return }
    say(state.scores.span.indexOfLargest(), at: time, classifier, &part.layers[layer], &state)
  }

  /// Takes the step that waits, ends the stretch that is open, and explains the last steps.
  public func finish(_ part: inout Recording, _ state: inout State) {
    guard let classifier else { return }
    step(classifier, &part, &state)
    var end = Time.distantFuture
    for source in state.inputs.sources { end = min(end, part.channels[source.slot].through) }
    complete(&part, through: end, state)
    state.past?.put(
      state.logits, classifier, since: state.encoding.beginning,
      in: &part.channels[state.channel + 1])
    guard let open = state.open, let layer = state.layer else { return }
    part.layers[layer].annotations.append(
      Annotation(classifier.kind, .end, at: end, label: classifier.classes[open]))
    state.open = nil
  }

  /// Says through when all is given out.
  private func complete(_ part: inout Recording, through: Time, _ state: borrowing State) {
    part.channels[state.channel].through = through
    if let layer = state.layer { part.layers[layer].through = through }
    if explanation != .none { part.channels[state.channel + 1].through = through }
  }

  /// Marks a beat, or where one class gives way to another.
  private func say(
    _ best: Int, at time: Time, _ classifier: SequenceClassifier, _ layer: inout Layer,
    _ state: inout State
  ) {
    let score = state.scores[best]
    if classifier.kind == .beat {
      layer.annotations.append(
        Annotation(.beat, at: time, label: classifier.classes[best], score: score))
      return
    }
    if state.open == best { return }
    if let open = state.open {
      layer.annotations.append(
        Annotation(classifier.kind, .end, at: time, label: classifier.classes[open]))
    }
    layer.annotations.append(
      Annotation(classifier.kind, .begin, at: time, label: classifier.classes[best], score: score))
    state.open = best
  }
}

extension Liquid.State {
  /// Forgets all that the networks remember.
  fileprivate mutating func beginAnew() {
    // Assigned as a whole, the values would be copied into new room by the next step.
    for member in rest.indices {
      for index in rest[member].indices {
        networks[member].values[index] = rest[member][index]
      }
    }
  }
}

extension InputEncoding.State {
  /// Whether no step was encoded yet.
  var isAtStart: Bool { previous == nil }
}
