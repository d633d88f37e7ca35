internal import Dispatch
internal import Synchronization

/// Works on each item once, on as many threads as there are workers.
///
/// Each thread takes the next item that nobody has taken, and uses a worker of its own, so what a
/// worker holds must not change what comes out. Nothing waits but the caller for the last item. With
/// one worker, or one item, everything happens on the calling thread.
///
/// - Parameters:
///   - items: What is worked on, in place.
///   - workers: Room for each thread, at least one.
///   - body: What is done with an item, and its index; on any thread.
public func forEachInParallel<Item: Sendable, Worker: Sendable>(
  _ items: inout [Item], _ workers: inout [Worker],
  _ body: @Sendable (_ index: Int, _ item: inout Item, _ worker: inout Worker) -> Void
) {
  precondition(!workers.isEmpty)
  guard workers.count > 1, items.count > 1 else {
    for index in items.indices { body(index, &items[index], &workers[0]) }
    return
  }
  let next = Atomic<Int>(0)
  items.withUnsafeMutableBufferPointer { items in
    workers.withUnsafeMutableBufferPointer { workers in
      // No two threads touch the same item or worker: the counter hands out each item once.
      nonisolated(unsafe) let items = items
      nonisolated(unsafe) let workers = workers
      DispatchQueue.concurrentPerform(iterations: min(workers.count, items.count)) { thread in
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard index < items.count else { return }
          body(index, &items[index], &workers[thread])
        }
      }
    }
  }
}
