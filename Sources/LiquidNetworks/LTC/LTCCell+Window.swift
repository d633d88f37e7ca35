internal import Kernels

extension LTCCell {
  /// Some steps of a tape, laid out for the sums over them: unfolds side by side.
  struct Window {
    /// The most steps of a window.
    static let length = 16

    private let places: Row
    private let unfolds: Int
    private var first = 0
    private var stride = 0
    private var steps = 0
    /// The potentials before each unfold, unit after unit.
    private var potentials: [Lanes]
    /// The mapped inputs of each step, input after input.
    private var mapped: [Lanes]
    /// The gradient with respect to one unit's current.
    private var pull: [Lanes]
    /// The gradient with respect to its conductance, with the other sign.
    private var drain: [Lanes]
    /// The gradient with respect to its capacitance.
    private var storage = Lanes.zero
    private let units: Int
    private let inputs: Int

    init(_ cell: LTCCell, unfolds: Int) {
      places = Row(cell)
      units = cell.units
      inputs = cell.inputs
      self.unfolds = unfolds
      potentials = [Lanes](repeating: .zero, count: cell.units * unfolds * Self.length)
      mapped = [Lanes](repeating: .zero, count: cell.inputs * Self.length)
      pull = [Lanes](repeating: .zero, count: unfolds * Self.length)
      drain = pull
    }

    /// Takes over the potentials and inputs of some steps.
    mutating func load(_ tape: Span<Lanes>, first: Int, steps: Int, stride: Int) {
      self.first = first
      self.steps = steps
      self.stride = stride
      for step in 0..<steps {
        let row = first + step * stride
        for unfold in 0..<unfolds {
          let old = row + places.potentials(before: unfold)
          for unit in 0..<units {
            potentials[unit * steps * unfolds + step * unfolds + unfold] = tape[old + unit]
          }
        }
        for input in 0..<inputs { mapped[input * steps + step] = tape[row + places.mapped + input] }
      }
    }

    /// Takes over the gradients of one unit in each unfold.
    mutating func load(_ unit: Int, _ tape: Span<Lanes>, _ elapsed: Span<Lanes>) {
      storage = .zero
      for step in 0..<steps {
        let row = first + step * stride + unit
        let h = elapsed[step] / Float(unfolds)
        for unfold in 0..<unfolds {
          let change = tape[row + places.rates(of: unfold)]
          let old = tape[row + places.potentials(before: unfold)]
          let new = tape[row + places.potentials(before: unfold + 1)]
          let pulled: Lanes = h * change
          pull[step * unfolds + unfold] = pulled
          drain[step * unfolds + unfold] = pulled * new
          storage += change * (old - new)
        }
      }
    }

    /// Takes over the sums of one unit's gradients in each step.
    mutating func loadSums(_ unit: Int, _ tape: Span<Lanes>) {
      for step in 0..<steps {
        let row = first + step * stride + unit
        pull[step] = tape[row + places.currents]
        drain[step] = tape[row + places.conductances]
      }
    }

    /// Adds the gradients of the synapses from units to the unit that was loaded.
    func addRecurrent(
      _ synapses: Synapses, to unit: Int, _ tensors: Tensors.Synaptic,
      into gradients: inout MutableSpan<Float>
    ) {
      Self.add(
        synapses, to: unit, tensors, from: potentials.span, pull: pull.span, drain: drain.span,
        count: steps * unfolds, into: &gradients)
    }

    /// Adds the gradients of the synapses from inputs to the unit whose sums were loaded.
    func addSensory(
      _ synapses: Synapses, to unit: Int, _ tensors: Tensors.Synaptic,
      into gradients: inout MutableSpan<Float>
    ) {
      Self.add(
        synapses, to: unit, tensors, from: mapped.span, pull: pull.span, drain: drain.span,
        count: steps, into: &gradients)
    }

    private static func add(
      _ synapses: Synapses, to unit: Int, _ tensors: Tensors.Synaptic, from sources: Span<Lanes>,
      pull: Span<Lanes>, drain: Span<Lanes>, count: Int,
      into gradients: inout MutableSpan<Float>
    ) {
      for index in synapses.incoming[unit] {
        let synapse = synapses.all[index]
        let origin = synapses.origins[index]
        let v = sources.extracting(first: (Int(synapse.source) + 1) * count)
          .extracting(last: count)
        let sums = synapses.sum(
          index, v, pull: pull.extracting(first: count), drain: drain.extracting(first: count),
          isWithin: v.areWithin(synapses.reach))
        gradients[tensors.erev.lowerBound + origin.place] += synapse.w * sums.pulled.treeSum
        gradients[tensors.w.lowerBound + origin.place] +=
          Elementary.gateScale * origin.slope * sums.opened.treeSum
        gradients[tensors.mu.lowerBound + origin.place] -=
          origin.sigma * synapse.w * sums.moved.treeSum
        gradients[tensors.sigma.lowerBound + origin.place] += synapse.w * sums.stretched.treeSum
      }
    }

    /// Adds the gradients of leak and capacitance of the unit that was loaded.
    func addLeak(
      _ unit: Unit, to number: Int, _ tensors: Tensors, into gradients: inout MutableSpan<Float>
    ) {
      var (pulled, drained) = (Lanes.zero, Lanes.zero)
      for index in 0..<steps * unfolds {
        pulled += pull[index]
        drained += drain[index]
      }
      let current = pulled.treeSum
      gradients[tensors.vleak.lowerBound + number] += unit.gleak * current
      gradients[tensors.gleak.lowerBound + number] +=
        unit.slopes.gleak * (unit.vleak * current - drained.treeSum)
      gradients[tensors.cm.lowerBound + number] += unit.slopes.cm * storage.treeSum
    }
  }

  /// Adds the gradients of a map's weights and biases.
  func addMap(
    _ tape: Span<Lanes>, steps: Int, stride: Int, values: Int, gradients places: Int,
    _ weights: Range<Int>?, _ biases: Range<Int>?, into gradients: inout MutableSpan<Float>
  ) {
    for (index, weight) in (weights ?? 0..<0).enumerated() {
      var (scaled, shifted) = (Lanes.zero, Lanes.zero)
      for step in 0..<steps {
        let gradient = tape[step * stride + places + index]
        scaled += gradient * tape[step * stride + values + index]
        shifted += gradient
      }
      gradients[weight] += scaled.treeSum
      if let biases { gradients[biases.lowerBound + index] += shifted.treeSum }
    }
  }
}
