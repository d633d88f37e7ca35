public import Kernels

extension MixedMemoryCell {
  /// Where the gates of the memory stand in a row.
  private var gates: Range<Int> { gradientWidth..<gradientWidth + 4 * inner.units }
  /// Where the tangents of the memory stand.
  private var shown: Range<Int> { gates.upperBound..<gates.upperBound + inner.units }
  /// Where the gradients of the memory wait on the way back.
  private var waiting: Range<Int> { shown.upperBound..<shown.upperBound + inner.units }
  /// Where the gradients of the inputs of the inner cell wait on the way back.
  private var direct: Range<Int> { waiting.upperBound..<waiting.upperBound + inputs }
  /// Where the row of the inner cell stands.
  var innerRow: Range<Int> { direct.upperBound..<direct.upperBound + inner.rowWidth }

  private var places: LaneGates.Places {
    LaneGates.Places(
      read: 0, old: oldState.lowerBound + inner.units, memory: newState.lowerBound + inner.units,
      value: innerRow.lowerBound + inputs, gates: gates, shown: shown.lowerBound)
  }

  /// Steps sixteen sequences: the memory, then the inner cell.
  public func forward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared
  ) {
    weights.gates.forward(&row, places)
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
    }
    for input in 0..<inputs { row[direct.lowerBound + input] = gradients[input] }
    weights.gates.backward(row.span, places, into: &gradients)
    for input in 0..<inputs { gradients[input] += row[direct.lowerBound + input] }
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
    func add(_ vectors: Range<Int>, _ matrix: Range<Int>, _ bias: Int?) {
      let product = TapeProduct(results: gates, matrix: matrix.lowerBound, bias: bias)
      addProducts([product], vectors: vectors, tape, rows, into: &gradients)
    }
    add(0..<inputs, tensors.input, tensors.bias.lowerBound)
    add(inputs..<inputs + inner.units, tensors.recurrent, nil)
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
