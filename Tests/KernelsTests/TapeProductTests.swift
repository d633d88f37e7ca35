import Kernels
import Testing

@Suite("Products along a tape")
struct TapeProductTests {
  @Test(
    "add steps and lanes one by one, whatever the shape",
    arguments: [(1, 1, 1), (4, 32, 8), (5, 33, 7), (9, 16, 17), (3, 50, 9)])
  func order(_ rows: Int, _ columns: Int, _ steps: Int) {
    var numbers = Numbers()
    let stride = rows + columns + 3
    let offset = 2
    let tape = (0..<offset + steps * stride).map { _ in
      var lanes = Lanes.zero
      for lane in lanes.indices { lanes[lane] = Float(numbers.uniform(-1...1)) }
      return lanes
    }
    let matrix = 1
    let bias = matrix + rows * columns
    var gradients = [Float](repeating: 1, count: bias + rows + 1)
    var span = gradients.mutableSpan
    addProducts(
      [TapeProduct(results: columns..<columns + rows, matrix: matrix, bias: bias)],
      vectors: 0..<columns, tape.span, TapeRows(steps: steps, stride: stride, offset: offset),
      into: &span)
    for row in 0..<rows {
      for column in 0..<columns {
        var sum: Float = 1
        for step in 0..<steps {
          let first = offset + step * stride
          for lane in 0..<16 {
            sum += tape[first + columns + row][lane] * tape[first + column][lane]
          }
        }
        #expect(gradients[matrix + row * columns + column].bitPattern == sum.bitPattern)
      }
      var sum = 1.0
      for step in 0..<steps {
        for lane in 0..<16 { sum += Double(tape[offset + step * stride + columns + row][lane]) }
      }
      #expect(abs(Double(gradients[bias + row]) - sum) < 1e-5)
    }
    #expect(gradients[0] == 1)
    #expect(gradients[bias + rows] == 1)
  }
}
