import Kernels
import Testing

@Suite("Sums of outer products")
struct OuterProductTests {
  @Test(
    "add steps in order and lanes as a tree, whatever the shape",
    arguments: [(1, 1, 1), (4, 2, 3), (5, 3, 7), (9, 8, 2), (3, 5, 4)])
  func order(_ rows: Int, _ columns: Int, _ steps: Int) {
    var numbers = Numbers()
    func lanes(_ count: Int) -> [Lanes] {
      (0..<count).map { _ in
        var lanes = Lanes.zero
        for lane in lanes.indices { lanes[lane] = Float(numbers.uniform(-1...1)) }
        return lanes
      }
    }
    let left = lanes(rows * steps)
    let right = lanes(columns * steps)
    var matrix = [Float](repeating: 1, count: rows * columns)
    var span = matrix.mutableSpan
    addOuterProducts(left.span, right.span, steps: steps, into: &span)
    for row in 0..<rows {
      for column in 0..<columns {
        var sums = [Float](repeating: 0, count: 16)
        for step in 0..<steps {
          for lane in 0..<16 {
            sums[lane] += left[step * rows + row][lane] * right[step * columns + column][lane]
          }
        }
        while sums.count > 1 {
          let half = sums.count / 2
          sums = (0..<half).map { sums[$0] + sums[$0 + half] }
        }
        #expect(matrix[row * columns + column].bitPattern == (1 + sums[0]).bitPattern)
      }
    }
  }
}
