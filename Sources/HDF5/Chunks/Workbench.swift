internal import CDeflate

/// What one thread needs to decode chunks: made once, before the first.
final class Workbench {
  /// The numbers that are converted at once: few enough to stay in the nearest cache.
  static let length = 1024

  let inflater: OpaquePointer?
  /// Room for numbers as they are stored.
  let stored: UnsafeMutableRawPointer
  /// Room for numbers to compute with.
  let numbers: UnsafeMutablePointer<Double>

  init() {
    inflater = libdeflate_alloc_decompressor()
    stored = .allocate(byteCount: 8 * Workbench.length, alignment: 64)
    numbers = .allocate(capacity: Workbench.length)
  }

  deinit {
    libdeflate_free_decompressor(inflater)
    stored.deallocate()
    numbers.deallocate()
  }
}
