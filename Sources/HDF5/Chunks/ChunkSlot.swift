/// Memory for one decoded chunk, and what is to be done to it.
///
/// While it is queued or under way it belongs to the crew; before and after to the thread that reads.
final class ChunkSlot {
  /// How far the slot is, guarded by the crew.
  enum State { case idle, queued, done }

  let memory: UnsafeMutableRawPointer
  let capacity: Int
  var state = State.idle

  // MARK: Whose chunk it is

  /// The reader, by its number; 0 for none.
  var reader = 0
  var chunk = 0
  /// When it was last of use, as the store counts.
  var lastUse = 0
  /// Whether all that is in it was read: it goes first.
  var isSpent = false
  var isPinned = false

  // MARK: What is to be done

  var decoder: ChunkDecoder?
  /// The bytes as they are in the file, until they are decoded.
  var raw: RawBytes?
  var rawCount = 0
  var mask: UInt32 = 0
  var converter: ChunkConverter?
  var piece = ChunkConverter.Piece()
  var target: UnsafeMutablePointer<Float>?

  // MARK: What came of it

  var isShuffled = false
  var failure: ChunkDecoder.Failure?

  init(capacity: Int) {
    self.capacity = capacity
    memory = .allocate(byteCount: capacity, alignment: 64)
  }

  deinit { memory.deallocate() }

  /// Decodes and converts, whichever is still to be done.
  func work(_ bench: Workbench) {
    guard let decoder else { return }
    defer {
      converter = nil
      target = nil
    }
    if rawCount > 0 {
      do throws(ChunkDecoder.Failure) {
        isShuffled = try decoder.decode(
          raw?.memory ?? memory, rawCount, mask: mask, into: memory, bench)
      } catch {
        failure = error
      }
      rawCount = 0
    }
    guard let converter, let target, failure == nil else { return }
    converter.convert(
      memory, of: decoder.bytes / decoder.number.size, isShuffled: isShuffled, piece,
      into: target, bench)
  }
}

/// Memory for the bytes of a chunk as they are in the file.
final class RawBytes {
  let memory: UnsafeMutableRawPointer
  let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    memory = .allocate(byteCount: capacity, alignment: 64)
  }

  deinit { memory.deallocate() }
}
