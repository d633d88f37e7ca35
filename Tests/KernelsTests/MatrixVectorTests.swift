import CAllocations
import Kernels
import Testing

@Suite("Products of a matrix with vectors")
struct MatrixVectorTests {
  /// A matrix in both layouts, and sixteen vectors.
  struct Problem {
    let rows: Int
    let columns: Int
    var matrix: [Float] = []
    var packed: PackedMatrix
    var vectors: [Lanes] = []

    init(rows: Int, columns: Int) {
      self.rows = rows
      self.columns = columns
      var numbers = Numbers()
      let values = (0..<rows * columns).map { _ in Float(numbers.uniform(-1...1)) }
      matrix = values
      packed = PackedMatrix(rows: rows, columns: columns) { values[$0 * columns + $1] }
      for _ in 0..<columns {
        var lanes = Lanes.zero
        for lane in lanes.indices { lanes[lane] = Float(numbers.uniform(-1...1)) }
        vectors.append(lanes)
      }
    }
  }

  @Test(
    "are the sums in the order of the columns, one vector or sixteen at a time",
    arguments: [(1, 1), (3, 5), (16, 4), (64, 72), (70, 13), (130, 7), (100, 3)])
  func order(_ rows: Int, _ columns: Int) {
    let problem = Problem(rows: rows, columns: columns)
    var sixteen = [Lanes](repeating: .one, count: rows)
    var results = sixteen.mutableSpan
    multiplyAdd(problem.matrix.span, problem.vectors.span, into: &results)
    let map = LaneMatrix(
      rows: rows, columns: columns, bias: [Float](repeating: 1, count: rows)
    ) { problem.matrix[$0 * columns + $1] }
    var mapped = [Lanes](repeating: .zero, count: rows)
    var mappedSpan = mapped.mutableSpan
    map.apply(problem.vectors.span, into: &mappedSpan)
    var scaled = problem.vectors + [Lanes](repeating: Lanes(repeating: 2), count: rows)
    var scaledSpan = scaled.mutableSpan
    map.apply(&scaledSpan, from: 0, into: columns, .scaling)
    for lane in 0..<16 {
      let vector = problem.vectors.map { $0[lane] }
      var one = [Lanes](repeating: .one, count: Lanes.blocks(for: rows))
      var result = one.mutableSpan
      problem.packed.multiplyAdd(vector.span, into: &result)
      for row in 0..<rows {
        var sum: Float = 1
        for column in 0..<columns { sum += problem.matrix[row * columns + column] * vector[column] }
        #expect(one[row / 16][row % 16].bitPattern == sum.bitPattern)
        #expect(sixteen[row][lane].bitPattern == sum.bitPattern)
        #expect(mapped[row][lane].bitPattern == sum.bitPattern)
        #expect(scaled[columns + row][lane].bitPattern == (2 * sum).bitPattern)
      }
    }
  }

  @Test("allocate nothing")
  func allocations() {
    let problem = Problem(rows: 64, columns: 72)
    let vector = problem.vectors.map { $0[0] }
    var one = [Lanes](repeating: .zero, count: 4)
    var sixteen = [Lanes](repeating: .zero, count: 64)
    func once() {
      var result = one.mutableSpan
      problem.packed.multiplyAdd(vector.span, into: &result)
      var results = sixteen.mutableSpan
      multiplyAdd(problem.matrix.span, problem.vectors.span, into: &results)
    }
    once()
    let before = allocations_on_this_thread()
    once()
    let made = allocations_on_this_thread() - before
    #expect(made == 0)
  }
}
