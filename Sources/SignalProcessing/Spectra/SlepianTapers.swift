internal import Kernels

/// Discrete prolate spheroidal sequences: of all sequences of a length, those whose energy is most
/// concentrated in a band around frequency zero.
///
/// They are the eigenvectors of a symmetric tridiagonal matrix: D. Slepian, Prolate spheroidal wave
/// functions, Fourier analysis, and uncertainty V, Bell Syst. Tech. J. 57 (1978) 1371–1430,
/// doi:10.1002/j.1538-7305.1978.tb02104.x. Its eigenvalues are found by bisection, its eigenvectors by
/// inverse iteration, in O(`count` · `length`). Equal to `scipy.signal.windows.dpss`, signs included:
/// the symmetric tapers have a positive mean, the others begin with a positive lobe.
public struct SlepianTapers: Sendable {
  /// The samples of a taper.
  public let length: Int
  /// The tapers of unit energy, one after the other, the most concentrated first.
  public let values: [Double]
  /// The share of each taper's energy that lies in the band.
  public let concentrations: [Double]

  /// The `count` best tapers of `length` samples for a band that reaches `halfBandwidth · rate /
  /// length` to either side.
  public init(length: Int, halfBandwidth: Double, count: Int) {
    precondition(length > 1 && count >= 1 && count <= length)
    precondition(halfBandwidth > 0 && 2 * halfBandwidth < Double(length))
    self.length = length
    let edge = halfBandwidth / Double(length)
    let matrix = TridiagonalMatrix(
      diagonal: (0..<length).map { index in
        let offset = Double(length - 1 - 2 * index) / 2
        return offset * offset * Elementary.cos(2 * .pi * edge)
      },
      side: (1..<length).map { Double($0) * Double(length - $0) / 2 })
    var values: [Double] = []
    var concentrations: [Double] = []
    for order in 0..<count {
      let value = matrix.eigenvalue(fromLargest: order)
      let taper = Self.upright(matrix.eigenvector(of: value), isOdd: order % 2 == 1)
      concentrations.append(Self.concentration(of: taper, edge: edge))
      values += taper
    }
    self.values = values
    self.concentrations = concentrations
  }

  /// The samples of the taper numbered `order`, from zero.
  public func taper(_ order: Int) -> [Double] {
    Array(values[order * length..<(order + 1) * length])
  }

  /// Makes a taper exactly symmetric or antisymmetric, of unit energy and of the usual sign.
  private static func upright(_ taper: [Double], isOdd: Bool) -> [Double] {
    let count = taper.count
    var taper = taper
    for index in 0..<(count + 1) / 2 {
      let mirrored = taper[count - 1 - index]
      let mean = (taper[index] + (isOdd ? -mirrored : mirrored)) / 2
      taper[index] = mean
      taper[count - 1 - index] = isOdd ? -mean : mean
    }
    if isOdd, count % 2 == 1 { taper[count / 2] = 0 }
    let energy = taper.reduce(0) { $0 + $1 * $1 }
    var scale = 1 / energy.squareRoot()
    if isOdd {
      let peak = (0..<count / 2).max { abs(taper[$0]) < abs(taper[$1]) } ?? 0
      if taper[..<peak].reduce(0, +) < 0 { scale = -scale }
    } else if taper.reduce(0, +) < 0 {
      scale = -scale
    }
    return taper.map { $0 * scale }
  }

  /// The share of the energy between −`edge` and `edge`, in cycles per sample: the autocorrelation
  /// against that of the ideal band.
  private static func concentration(of taper: [Double], edge: Double) -> Double {
    let size = RealFourierTransform.goodSize(notBelow: 2 * taper.count)
    let transform = DoubleFourierTransform(count: size)
    var padded = taper + Array(repeating: 0, count: size - taper.count)
    var coefficients = [SIMD2<Double>](repeating: .zero, count: transform.coefficientCount)
    var spectrum = coefficients.mutableSpan
    transform.forward(padded.span, into: &spectrum)
    for index in spectrum.indices {
      let c = spectrum[index]
      spectrum[index] = SIMD2((c.x * c.x + c.y * c.y) / Double(size), 0)
    }
    var correlation = padded.mutableSpan
    transform.inverse(&spectrum, into: &correlation)
    var share = 2 * edge * correlation[0]
    for lag in 1..<taper.count {
      let ideal = Elementary.sin(2 * .pi * edge * Double(lag)) / (.pi * Double(lag))
      share += 2 * ideal * correlation[lag]
    }
    return share
  }
}
