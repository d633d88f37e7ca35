/// The decoded chunks of one file, shared by its datasets: what bounds the memory that they take.
///
/// It belongs to the thread that reads the file.
final class ChunkStore {
  /// The most bytes that decoded chunks take, unless a single one takes more.
  static let bytes = 6 << 20
  /// The most chunks that are kept.
  static let mostSlots = 256
  /// The most tables of conversions that are kept.
  private static let mostTables = 12

  /// What the thread that reads decodes with.
  private(set) lazy var bench = Workbench()
  private var slots: [ChunkSlot] = []
  private var used = 0
  private var clock = 0
  private var spare: [RawBytes] = []
  private var readers: [String: Known] = [:]
  private var nextReader = 0
  private var converters: [AnyHashable: ChunkConverter] = [:]

  /// The reader of a dataset, if it was made before.
  subscript(path: String) -> ChunkReader? {
    get { readers[path]?.reader }
    set { readers[path] = Known(reader: newValue) }
  }

  private struct Known {
    weak var reader: ChunkReader?
  }

  /// A number for a new reader.
  func number() -> Int {
    nextReader += 1
    return nextReader
  }

  /// A converter, the same one for the same conversion.
  func converter<Conversion: SampleConversion>(
    _ number: StoredNumber, _ conversion: Conversion, count: Int
  ) -> ChunkConverter {
    let key = AnyHashable([AnyHashable(number), AnyHashable(conversion)])
    if let known = converters[key] { return known }
    let isKept = converters.count < ChunkStore.mostTables
    let made = ChunkConverter(number, conversion, count: isKept ? count : 0)
    if isKept, count >= ChunkConverter.tableCount { converters[key] = made }
    return made
  }

  // MARK: Slots

  /// The slot that holds a chunk of a reader.
  func slot(of reader: Int, chunk: Int) -> ChunkSlot? {
    for slot in slots where slot.chunk == chunk && slot.reader == reader {
      touch(slot)
      return slot
    }
    return nil
  }

  /// A slot of so many bytes for a chunk: a new one while there is room, or else one that is no
  /// longer of use; nil where all are in use.
  func take(_ capacity: Int, for reader: Int, chunk: Int, crew: ChunkCrew?) -> ChunkSlot? {
    let slot =
      best(crew) { $0.capacity == capacity && $0.isSpent } ?? make(capacity)
      ?? best(crew) { $0.capacity == capacity } ?? makeRoom(for: capacity, crew)
    guard let slot else { return nil }
    slot.reader = reader
    slot.chunk = chunk
    slot.state = .idle
    slot.isSpent = false
    slot.failure = nil
    slot.rawCount = 0
    slot.converter = nil
    slot.target = nil
    touch(slot)
    return slot
  }

  private func make(_ capacity: Int, evenBeyond: Bool = false) -> ChunkSlot? {
    guard evenBeyond || used + capacity <= ChunkStore.bytes, slots.count < ChunkStore.mostSlots
    else { return nil }
    let slot = ChunkSlot(capacity: capacity)
    slots.append(slot)
    used += capacity
    return slot
  }

  /// Ends slots until there is room, or nothing is left to end; a single chunk may take more.
  private func makeRoom(for capacity: Int, _ crew: ChunkCrew?) -> ChunkSlot? {
    while used + capacity > ChunkStore.bytes || slots.count >= ChunkStore.mostSlots,
      let slot = best(crew, { _ in true })
    {
      slots.removeAll { $0 === slot }
      used -= slot.capacity
    }
    return make(capacity, evenBeyond: slots.isEmpty)
  }

  /// The slot that was not of use for longest, of those that are free.
  private func best(_ crew: ChunkCrew?, _ fits: (ChunkSlot) -> Bool) -> ChunkSlot? {
    var best: ChunkSlot?
    for slot in slots where !slot.isPinned && fits(slot) {
      if let best, best.lastUse <= slot.lastUse { continue }
      guard crew?.isDone(slot) ?? true else { continue }
      best = slot
    }
    return best
  }

  /// Forgets what a slot held.
  func clear(_ slot: ChunkSlot) {
    slot.reader = 0
    slot.isSpent = true
  }

  private func touch(_ slot: ChunkSlot) {
    clock += 1
    slot.lastUse = clock
  }

  // MARK: Bytes of the file

  /// Room for so many bytes of a file.
  func takeRaw(_ count: Int) -> RawBytes {
    if let index = spare.firstIndex(where: { $0.capacity >= count }) {
      spare.swapAt(index, spare.count - 1)
      return spare.removeLast()
    }
    if !spare.isEmpty { spare.removeLast() }
    return RawBytes(capacity: count)
  }

  /// Gives the room for the bytes of a slot back; much of it is not kept.
  func giveRaw(of slot: ChunkSlot) {
    guard let raw = slot.raw else { return }
    slot.raw = nil
    if raw.capacity <= 2 << 20, spare.count < 32 { spare.append(raw) }
  }
}
