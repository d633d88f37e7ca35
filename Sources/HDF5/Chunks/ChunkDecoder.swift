internal import CDeflate

/// The way from the bytes of a chunk in the file to its numbers.
struct ChunkDecoder: Sendable {
  /// Why a chunk cannot be decoded.
  enum Failure: String, Error {
    case inflate = "inflate failed"
    case length = "it holds more or fewer bytes than its values take"
    case checksum = "data error detected by Fletcher-32 checksum"
    case memory = "no memory is left"
  }

  let number: StoredNumber
  /// The bytes of the numbers of one chunk.
  let bytes: Int
  private let filters: [Filter]
  private let sums: Int

  /// The most bytes that the chunk may take in the file: gzip makes nothing much longer.
  var mostStoredBytes: Int { bytes + bytes / 512 + 1024 }
  /// The room that decoding takes: a sum may lie behind the numbers.
  var room: Int { bytes + Fletcher32.size * sums }
  /// Whether what is in the file may differ from the numbers in more than the order of bytes.
  let isCompressed: Bool

  /// A decoder for chunks that went through these filters, if they are gzip, shuffle and
  /// Fletcher-32, each once at most.
  init?(_ number: StoredNumber, bytes: Int, filters: [Filter]) {
    var seen: Set<Int> = []
    for filter in filters {
      guard seen.insert(filter.identifier).inserted else { return nil }
      switch filter.identifier {
      case Filter.gzip, Filter.fletcher32: continue
      case Filter.shuffle where filter.parameters.first == UInt32(number.size): continue
      default: return nil
      }
    }
    self.number = number
    self.bytes = bytes
    self.filters = filters
    isCompressed = seen.contains(Filter.gzip)
    sums = seen.contains(Filter.fletcher32) ? 1 : 0
  }

  /// Decodes a chunk, except for a shuffle that lies next to the numbers, and says whether there is
  /// one: numbers are put together when they are converted, some at a time.
  ///
  /// `raw` may be `memory`, where the chunk is not compressed, and may be changed. Bit `i` of `mask`
  /// tells that filter `i` was left out.
  func decode(
    _ raw: UnsafeMutableRawPointer, _ count: Int, mask: UInt32,
    into memory: UnsafeMutableRawPointer, _ bench: Workbench
  ) throws(Failure) -> Bool {
    var current = raw
    var count = count
    var isShuffled = false
    for index in filters.indices.reversed() where index >= 32 || mask >> UInt32(index) & 1 == 0 {
      switch filters[index].identifier {
      case Filter.gzip:
        guard let inflater = bench.inflater else { throw .memory }
        var length = 0
        let result = libdeflate_zlib_decompress(inflater, current, count, memory, room, &length)
        guard result == LIBDEFLATE_SUCCESS else {
          throw result == LIBDEFLATE_INSUFFICIENT_SPACE ? .length : .inflate
        }
        current = memory
        count = length
      case Filter.fletcher32:
        guard Fletcher32.holds(current, count) else { throw .checksum }
        count -= Fletcher32.size
      default:
        if index == 0 {
          isShuffled = true
        } else {
          let copy = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 16)
          Shuffle.undo(current, count, size: number.size, into: copy)
          current.copyMemory(from: copy, byteCount: count)
          copy.deallocate()
        }
      }
    }
    guard count == bytes else { throw .length }
    if current != memory { memory.copyMemory(from: current, byteCount: count) }
    return isShuffled
  }
}
