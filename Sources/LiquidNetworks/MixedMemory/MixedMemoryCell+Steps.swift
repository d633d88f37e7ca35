public import Kernels

extension MixedMemoryCell {
  /// Where the gates of the memory stand in a row.
  private var gates: Range<Int> { gradientWidth..<gradientWidth + 4 * inner.units }
  /// Where the tangents of the memory stand.
  private var shown: Range<Int> { gates.upperBound..<gates.upperBound + inner.units }
  /// Where the gradients of the memory wait on the way back.
  private var waiting: Range<Int> { shown.upperBound..<shown.upperBound + inner.units }
  /// Where the row of the inner cell stands.
  var innerRow: Range<Int> { waiting.upperBound..<waiting.upperBound + inner.rowWidth }

  private var places: MemoryGates.Places {
    MemoryGates.Places(
      old: oldState.lowerBound + inner.units, memory: newState.lowerBound + inner.units,
      value: innerRow.lowerBound + inputs, gates: gates.lowerBound, shown: shown.lowerBound)
  }

  /// Steps sixteen sequences: the memory, then the inner cell.
  public func forward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared
  ) {
    weights.gates.forward(&row, after: dt, places)
    let first = innerRow.lowerBound
    for input in 0..<inputs { row[first + input] = row[input] }
    forwardInner(&row, after: dt, dropout, weights.inner)
    let (new, output) = (first + inner.newState.lowerBound, first + inner.output.lowerBound)
    for unit in 0..<inner.units { row[newState.lowerBound + unit] = row[new + unit] }
    for index in 0..<outputs { row[self.output.lowerBound + index] = row[output + index] }
  }

  private func forwardInner(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?,
    _ weights: Inner.Prepared
  ) {
    var part = row._mutatingExtracting(innerRow)
    inner.forward(&part, after: dt, dropout, weights)
  }

  /// Goes back over a step; mirrors `forward`.
  public func backward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared,
    _ gradients: inout MutableSpan<Lanes>
  ) {
    let count = inner.units
    // The memory's gradients step aside, so that those of the inner cell stand together.
    let memory = waiting.lowerBound
    for unit in 0..<count {
      row[memory + unit] = gradients[newState.lowerBound + count + unit]
      gradients[inner.newState.lowerBound + unit] = gradients[newState.lowerBound + unit]
    }
    for index in 0..<outputs {
      gradients[inner.output.lowerBound + index] = gradients[output.lowerBound + index]
    }
    backwardInner(&row, after: dt, dropout, weights.inner, &gradients)
    let old = oldState.lowerBound
    for unit in 0..<count {
      gradients[old + count + unit] = weights.gates.unbend(
        unit, value: gradients[old + unit], memory: row[memory + unit], &row, places)
      gradients[old + unit] = .zero
    }
    var sums = gradients._mutatingExtracting(0..<inputs + count)
    multiplyAdd(weights.turned.span, row.span.extracting(gates), into: &sums)
  }

  private func backwardInner(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?,
    _ weights: Inner.Prepared, _ gradients: inout MutableSpan<Lanes>
  ) {
    var part = row._mutatingExtracting(innerRow)
    var slopes = gradients._mutatingExtracting(0..<inner.gradientWidth)
    inner.backward(&part, after: dt, dropout, weights, &slopes)
  }

  /// Adds the gradients of all weights.
  public func accumulate(
    _ tape: Span<Lanes>, steps: Int, stride: Int, offset: Int, elapsed: Span<Lanes>,
    _ weights: Prepared, into gradients: inout MutableSpan<Float>
  ) {
    accumulateInner(
      tape, steps: steps, stride: stride, offset: offset, elapsed: elapsed, weights.inner,
      into: &gradients)
    let rows = TapeRows(steps: steps, stride: stride, offset: offset)
    addOuterProducts(
      tape, rows, gates, 0..<inputs, into: &gradients, from: tensors.input.lowerBound,
      pitch: inputs)
    addSums(tape, rows, gates, into: &gradients, from: tensors.bias.lowerBound)
    addOuterProducts(
      tape, rows, gates, inputs..<inputs + inner.units, into: &gradients,
      from: tensors.recurrent.lowerBound, pitch: inner.units)
  }

  private func accumulateInner(
    _ tape: Span<Lanes>, steps: Int, stride: Int, offset: Int, elapsed: Span<Lanes>,
    _ weights: Inner.Prepared, into gradients: inout MutableSpan<Float>
  ) {
    var part = gradients._mutatingExtracting(tensors.inner)
    inner.accumulate(
      tape, steps: steps, stride: stride, offset: offset + innerRow.lowerBound, elapsed: elapsed,
      weights, into: &part)
  }
}
