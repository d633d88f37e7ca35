import Kernels
import Testing

@Suite("Work on several threads")
struct ParallelTests {
  @Test(
    "is done once for each item, whatever the number of threads",
    arguments: [0, 1, 2, 100], [1, 2, 3, 8])
  func once(_ count: Int, _ threads: Int) {
    var items = [Int](repeating: 0, count: count)
    var workers = [Int](repeating: 0, count: threads)
    forEachInParallel(&items, &workers) { index, item, worker in
      item += index + 1
      worker += 1
    }
    #expect(items == Array(1..<count + 1))
    #expect(workers.reduce(0, +) == count)
  }
}
