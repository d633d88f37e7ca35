/// The power spectral densities of a stream, stretch by stretch: a short-time Fourier transform.
///
/// Each column is the one-sided density of a stretch of samples, in units squared per Hz: the stretch
/// loses its mean, and is seen under each of the tapers. With one window this is
/// `scipy.signal.spectrogram(x, fs=rate, window=…, nperseg=length, noverlap=length − hop)`; under tapers
/// of Slepian, a multitaper spectrogram. A column is NaN where a sample of its stretch is not finite.
public struct Spectrogram: Sendable {
  /// Where one run stands.
  public struct State: Sendable {
    /// The samples of the stretch that is being filled, and how many there are.
    fileprivate var samples: [Float]
    fileprivate var filled = 0
    /// The samples to leave out before the next stretch begins.
    fileprivate var skipped = 0
    fileprivate var memory: StretchSpectrum<RealFourierTransform>.Memory
    fileprivate var column: [Float]
  }

  /// The frequencies of a column.
  public let frequencies: FrequencyAxis
  /// The samples from one column to the next.
  public let hop: Int
  private let stretch: StretchSpectrum<RealFourierTransform>

  /// The samples that a column is of.
  public var length: Int { frequencies.length }
  /// The values in a column.
  public var width: Int { frequencies.count }

  /// A column every `hop` samples.
  public init(rate: Double, tapers: TaperSet, hop: Int) {
    precondition(hop > 0)
    frequencies = FrequencyAxis(rate: rate, length: tapers.length)
    self.hop = hop
    stretch = StretchSpectrum(tapers, rate: rate)
  }

  /// The state before the first sample.
  public func start() -> State {
    State(
      samples: Array(repeating: 0, count: length), memory: stretch.memory(),
      column: Array(repeating: 0, count: width))
  }

  /// The position behind the last sample of the column numbered `index`, from zero.
  public func end(ofColumn index: Int) -> Int { length + index * hop }

  /// Appends to `columns` those that `samples` complete, ``width`` values each.
  public func process(_ samples: Span<Float>, _ state: inout State, into columns: inout [Float]) {
    process(samples, &state) { column in
      for index in column.indices { columns.append(column[index]) }
    }
  }

  /// Hands out each column that `samples` complete.
  func process(_ samples: Span<Float>, _ state: inout State, each take: (Span<Float>) -> Void) {
    var next = 0
    while next < samples.count {
      let skipped = min(state.skipped, samples.count - next)
      state.skipped -= skipped
      next += skipped
      let taken = min(length - state.filled, samples.count - next)
      Self.copy(samples, from: next, count: taken, into: &state.samples, at: state.filled)
      state.filled += taken
      next += taken
      guard state.filled == length else { continue }
      measure(state.samples, &state.memory, into: &state.column)
      take(state.column.span)
      Self.drop(min(hop, length), from: &state.samples)
      state.filled = max(0, length - hop)
      state.skipped = max(0, hop - length)
    }
  }

  private func measure(
    _ samples: [Float], _ memory: inout StretchSpectrum<RealFourierTransform>.Memory,
    into column: inout [Float]
  ) {
    var column = column.mutableSpan
    if !stretch.measure(samples.span, &memory, into: &column) {
      for index in column.indices { column[index] = .nan }
    }
  }

  private static func copy(
    _ samples: Span<Float>, from start: Int, count: Int, into target: inout [Float], at place: Int
  ) {
    samples.extracting(start..<start + count).withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        for index in 0..<count { target[place &+ index] = source[index] }
      }
    }
  }

  /// Moves all but the first `count` values to the front.
  private static func drop(_ count: Int, from samples: inout [Float]) {
    samples.withUnsafeMutableBufferPointer { samples in
      for index in 0..<samples.count - count { samples[index] = samples[index &+ count] }
    }
  }
}
