/// The power spectral density of NN intervals at the times they end, without filling anything in.
///
/// It is the generalised Lomb–Scargle periodogram of the intervals, with a floating mean, at 2000
/// even frequencies from 0.0033 to 0.5 Hz. Powers are multiplied by twice the mean interval in s: that
/// makes densities in ms²/Hz, one-sided, whose area under a swing of amplitude A is A²/2. Where
/// intervals are missing here and there, the power they would have brought is spread over all
/// frequencies. P. Laguna, G. B. Moody, R. G. Mark, Power spectral density of unevenly sampled data by
/// least-square analysis, IEEE Trans. Biomed. Eng. 45 (1998) 698–715, doi:10.1109/10.678605.
public struct IntervalSpectrum: Sendable {
  /// The frequencies, in Hz.
  public static let grid = LombScargle.Grid(
    first: 0.0033, step: (0.5 - 0.0033) / 1999, count: 2000)

  private var room: LombScargle.Room
  private var scale = Double.nan
  private let grid: LombScargle.Grid

  /// Room for spectra at the frequencies of a grid in Hz.
  public init(_ grid: LombScargle.Grid = Self.grid) {
    self.grid = grid
    room = LombScargle.Room(grid)
  }

  /// Measures NN intervals, linear in their number times that of frequencies.
  ///
  /// - Parameters:
  ///   - intervals: The intervals in ms, finite.
  ///   - ends: When each ends, in s, increasing.
  public mutating func measure(_ intervals: Span<Double>, ends: Span<Double>) {
    LombScargle(.power).find(times: ends, values: intervals, at: grid, in: &room)
    scale = 2 * intervals.mean / 1000
  }

  /// The power in ms² between the frequencies of a band in Hz that lie on the grid, by trapezoids
  /// between its frequencies; NaN before there are intervals.
  public func power(in band: Range<Double>) -> Double {
    scale * room.powers.span.area(first: grid.first, step: grid.step, in: band)
  }
}
