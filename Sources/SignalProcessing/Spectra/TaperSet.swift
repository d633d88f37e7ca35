/// Tapers that a stretch of samples is multiplied by, each in its turn, before it is transformed.
public struct TaperSet: Sendable {
  /// The samples of a stretch.
  public let length: Int
  /// The tapers' samples, one taper after the other.
  public let values: [Double]
  /// How much the squared magnitudes under each taper count: the tapers' energies, so weighted, add
  /// up to one.
  public let weights: [Double]

  /// The number of tapers.
  public var count: Int { weights.count }

  /// One periodic window.
  public static func window(_ window: Window, length: Int) -> TaperSet {
    precondition(length > 1, "a stretch has two samples at least")
    let taper = window.periodic(length)
    return TaperSet(
      length: length, values: taper, weights: [1 / taper.reduce(0) { $0 + $1 * $1 }])
  }

  /// The tapers of Slepian, orthonormal, which leak least out of a band around each frequency.
  ///
  /// `halfBandwidth` is that of the band in multiples of the rate over `length`, NW in the
  /// literature; of the `count` best tapers, at most `2 · halfBandwidth` leak little. Each counts by
  /// its ``SlepianTapers/concentrations``, as fixed weights.
  ///
  /// D. J. Thomson, Spectrum estimation and harmonic analysis, Proc. IEEE 70 (1982) 1055–1096,
  /// doi:10.1109/PROC.1982.12433.
  public static func slepian(length: Int, halfBandwidth: Double, count: Int) -> TaperSet {
    let tapers = SlepianTapers(length: length, halfBandwidth: halfBandwidth, count: count)
    let sum = tapers.concentrations.reduce(0, +)
    return TaperSet(
      length: length, values: tapers.values, weights: tapers.concentrations.map { $0 / sum })
  }
}
