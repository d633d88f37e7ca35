internal import CHDF5
internal import Glibc

/// The threads that decode chunks beside the one that reads: as many as there are further cores.
///
/// They never call the library, which lets in one thread at a time, and never ask for memory.
final class ChunkCrew: @unchecked Sendable {
  /// The crew of this process, made when it is first needed; nil where there is one core alone.
  static let shared: ChunkCrew? = ChunkCrew(workers: cores > 1 ? min(cores, 8) : 0)

  /// The number of threads.
  private(set) var workers = 0
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let wake: UnsafeMutablePointer<pthread_cond_t>
  private let done: UnsafeMutablePointer<pthread_cond_t>
  private var queue: [ChunkSlot] = []
  private var head = 0

  /// Starts the threads; nil where none is wanted or can be had.
  init?(workers: Int) {
    mutex = .allocate(capacity: 1)
    wake = .allocate(capacity: 1)
    done = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
    pthread_cond_init(done, nil)
    queue.reserveCapacity(ChunkStore.mostSlots + 1)
    for _ in 0..<max(0, workers) where start() { self.workers += 1 }
    if self.workers == 0 { return nil }
  }

  /// Starts a thread that lives as long as the process, on a small stack, and without the signals
  /// of the process.
  private func start() -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 256 << 10)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let context = Unmanaged.passRetained(Post(crew: self, bench: Workbench()))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { context in
        guard let context else { return nil }
        let post = Unmanaged<Post>.fromOpaque(context).takeRetainedValue()
        post.crew.labour(post.bench)
      }, context.toOpaque())
    if status != 0 { context.release() }
    return status == 0
  }

  private final class Post {
    let crew: ChunkCrew
    let bench: Workbench

    init(crew: ChunkCrew, bench: Workbench) {
      self.crew = crew
      self.bench = bench
    }
  }

  private func labour(_ bench: Workbench) -> Never {
    pthread_mutex_lock(mutex)
    while true {
      if let slot = next() {
        run(slot, bench)
      } else {
        pthread_cond_wait(wake, mutex)
      }
    }
  }

  /// The slot that waits longest; the mutex is held.
  private func next() -> ChunkSlot? {
    guard head < queue.count else { return nil }
    let slot = queue[head]
    head += 1
    if head == queue.count {
      queue.removeAll(keepingCapacity: true)
      head = 0
    }
    return slot
  }

  /// Works on a slot with the mutex let go meanwhile.
  private func run(_ slot: ChunkSlot, _ bench: Workbench) {
    pthread_mutex_unlock(mutex)
    slot.work(bench)
    pthread_mutex_lock(mutex)
    slot.state = .done
    pthread_cond_broadcast(done)
  }

  /// Queues a slot.
  func submit(_ slot: ChunkSlot) {
    pthread_mutex_lock(mutex)
    slot.state = .queued
    if head > 64 {
      queue.removeFirst(head)
      head = 0
    }
    queue.append(slot)
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(wake)
  }

  /// Waits for a slot, and works on what is queued meanwhile.
  func wait(for slot: ChunkSlot, _ bench: Workbench) {
    pthread_mutex_lock(mutex)
    while slot.state == .queued {
      if let other = next() {
        run(other, bench)
      } else {
        pthread_cond_wait(done, mutex)
      }
    }
    pthread_mutex_unlock(mutex)
  }

  /// Whether nothing is to be done to a slot any more.
  func isDone(_ slot: ChunkSlot) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return slot.state != .queued
  }

  /// The cores that this process may run on.
  private static var cores: Int { Int(cores_allowed()) }
}
