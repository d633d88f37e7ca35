internal import Kernels

/// The convolution of two blocks at once with fixed taps, by overlap-save: one block is the real part
/// of what is transformed, the next one the imaginary part.
struct PairedConvolution: Sendable {
  /// The samples of both blocks.
  let hop: Int
  /// The samples before them that are needed too.
  let overlap: Int
  private let transform: LaneTransform
  private let response: LaneTransform.Values

  /// The transform's length for so many taps: of the powers of four the first at which at least three
  /// of four values are new.
  private static func length(taps: Int) -> Int {
    var length = 256
    while length < 4 * (taps - 1) { length *= 4 }
    return length
  }

  /// The samples in two blocks for so many taps.
  static func hop(taps: Int) -> Int { 2 * (length(taps: taps) - taps + 1) }

  init(taps: [Double]) {
    overlap = taps.count - 1
    hop = Self.hop(taps: taps.count)
    let length = Self.length(taps: taps.count)
    transform = LaneTransform(count: length)
    var response = transform.zeros()
    for (index, tap) in taps.enumerated() {
      // The transform and its inverse multiply by their length: it is divided out here.
      response.real[index / 16][index % 16] = Float(tap / Double(length))
    }
    transform.forward(&response.real, &response.imaginary)
    self.response = response
  }

  func start() -> LaneTransform.Values { transform.zeros() }

  /// Writes the outputs of both blocks at the end of `window`.
  func convolve(
    _ window: [Float], _ values: inout LaneTransform.Values, into result: inout [Float]
  ) {
    let half = hop / 2
    let window = window.span
    var result = result.mutableSpan
    for element in values.real.indices {
      values.real[element] = window.lanes(at: 16 * element)
      values.imaginary[element] = window.lanes(at: half + 16 * element)
    }
    transform.forward(&values.real, &values.imaginary)
    multiply(&values.real, &values.imaginary)
    transform.inverse(&values.real, &values.imaginary)
    write(values.real, from: overlap, half, into: &result, at: overlap)
    write(values.imaginary, from: overlap, half, into: &result, at: overlap + half)
  }

  private func multiply(_ real: inout [Lanes], _ imaginary: inout [Lanes]) {
    var real = real.mutableSpan
    var imaginary = imaginary.mutableSpan
    let (responseReal, responseImaginary) = (response.real.span, response.imaginary.span)
    for element in real.indices {
      LaneTransform.multiply(
        real[element], imaginary[element], responseReal[element], responseImaginary[element],
        &real[element], &imaginary[element])
    }
  }

  private func write(
    _ values: [Lanes], from first: Int, _ count: Int, into result: inout MutableSpan<Float>,
    at place: Int
  ) {
    let bytes = values.span.bytes
    for index in 0..<count {
      result[place + index] = bytes.unsafeLoad(
        fromByteOffset: 4 * (first + index), as: Float.self)
    }
  }
}
