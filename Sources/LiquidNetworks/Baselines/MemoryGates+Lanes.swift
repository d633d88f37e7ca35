internal import Kernels

extension MemoryGates {
  /// Where a row keeps what the gates read and write; input and old output stand at its start.
  struct Places: Sendable {
    /// The old memory.
    let old: Int
    /// The new memory.
    let memory: Int
    /// The new output.
    let value: Int
    /// The gates, block after block; on the way back the gradients of their sums.
    let gates: Int
    /// The hyperbolic tangent of the new memory.
    let shown: Int
  }

  /// Steps sixteen sequences.
  func forward(_ row: inout MutableSpan<Lanes>, after dt: Lanes, _ at: Places) {
    let rows = at.gates..<at.gates + 4 * units
    for index in 0..<4 * units { row[at.gates + index] = dt * time[index] + bias[index] }
    multiplyAdd(weight.span, in: &row, from: 0..<inputs + units, into: rows)
    for unit in 0..<units {
      let places = places(of: unit, at)
      let bent = Bent(
        input: row[places.input], forget: row[places.forget], candidate: row[places.candidate],
        output: row[places.output], old: row[at.old + unit])
      row[places.input] = bent.input
      row[places.forget] = bent.forget
      row[places.candidate] = bent.candidate
      row[places.output] = bent.output
      row[at.memory + unit] = bent.memory
      row[at.shown + unit] = bent.shown
      row[at.value + unit] = bent.value
    }
  }

  /// Goes back from the gradients of a unit's output and memory to those of its gates' sums, which
  /// take the gates' places.
  ///
  /// - Returns: The gradient of the old memory.
  @inline(__always)
  func unbend(
    _ unit: Int, value: Lanes, memory: Lanes, _ row: inout MutableSpan<Lanes>, _ at: Places
  ) -> Lanes {
    let one = Lanes(repeating: 1)
    let places = places(of: unit, at)
    let (input, forget) = (row[places.input], row[places.forget])
    let (candidate, output) = (row[places.candidate], row[places.output])
    let shown = row[at.shown + unit]
    let slope: Lanes = one - shown * shown
    let change: Lanes = memory + value * output * slope
    row[places.output] = value * shown * output * (one - output)
    row[places.input] = change * candidate * input * (one - input)
    row[places.candidate] = change * input * (one - candidate * candidate)
    row[places.forget] = change * row[at.old + unit] * forget * (one - forget)
    return change * forget
  }

  @inline(__always)
  private func places(
    of unit: Int, _ at: Places
  ) -> (input: Int, forget: Int, candidate: Int, output: Int) {
    let first = at.gates + unit
    return (
      first + order.input * units, first + order.forget * units, first + order.candidate * units,
      first + order.output * units
    )
  }
}
