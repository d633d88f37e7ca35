internal import Kernels

/// Gates laid out for sixteen sequences at once.
struct LaneGates: Sendable {
  let units: Int
  private let order: MemoryGates.Order
  private let gates: LaneMatrix
  /// The gates turned over, for the columns whose gradients are asked for.
  private let turned: LaneMatrix

  /// Lays out gates, to go back to all columns but those that are left out.
  init(_ gates: MemoryGates, leavingOut column: Int? = nil) {
    units = gates.units
    order = gates.order
    let affine = gates.affine
    self.gates = LaneMatrix(affine)
    let columns = (0..<affine.columns).filter { $0 != column }
    turned = LaneMatrix(rows: columns.count, columns: affine.rows) {
      affine.weight[$1 * affine.columns + columns[$0]]
    }
  }

  /// Where a row keeps what the gates read and write.
  struct Places: Sendable {
    /// What the gates read: inputs and old output.
    let read: Int
    /// The old memory.
    let old: Int
    /// The new memory.
    let memory: Int
    /// The new output.
    let value: Int
    /// The gates, block after block; on the way back the gradients of their sums.
    let gates: Range<Int>
    /// The hyperbolic tangent of the new memory.
    let shown: Int
  }

  /// Steps sixteen sequences.
  func forward(_ row: inout MutableSpan<Lanes>, _ at: Places) {
    gates.apply(&row, from: at.read, into: at.gates.lowerBound)
    for unit in 0..<units {
      let places = places(of: unit, at)
      let bent = MemoryGates.Bent(
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

  /// Writes the gradients of what the gates read, from the front on.
  func backward(
    _ row: Span<Lanes>, _ at: Places, into gradients: inout MutableSpan<Lanes>
  ) {
    turned.apply(row.extracting(at.gates), into: &gradients, at: 0)
  }

  @inline(__always)
  private func places(
    of unit: Int, _ at: Places
  ) -> (input: Int, forget: Int, candidate: Int, output: Int) {
    let first = at.gates.lowerBound + unit
    return (
      first + order.input * units, first + order.forget * units, first + order.candidate * units,
      first + order.output * units
    )
  }
}
