/// What has this share of the peak's power may be breathing as well.
private let rival = 0.4

extension BreathingRateFusion {
  /// Adds the spectrum of a modulation to the sum, and gives its weight: zero where it has none.
  func addSpectrum(of modulation: Int, until end: Double, _ state: inout State) -> Double {
    let filled = state.series[modulation].fill(
      &state.grid, count: count, rate: Self.gridRate, from: end - window, to: end)
    guard let interval = filled else { return 0 }
    levelAndTaper(&state.grid)
    transform(&state)

    let highest = min(Self.band.upperBound, 0.5 / interval)
    var total = 0.0
    for index in state.power.indices {
      let frequency = frequency(of: index)
      let isInBand = frequency >= Self.band.lowerBound && frequency <= highest
      let (real, imaginary) = (state.coefficients[index].x, state.coefficients[index].y)
      let power = Double(real * real + imaginary * imaginary)
      state.power[index] = isInBand ? frequency * power : 0
      total += state.power[index]
    }
    guard total > 0, total.isFinite, let peak = Self.peak(of: state.power) else { return 0 }
    let share = share(near: peak, of: state.power)
    let weight = share * share
    for index in state.sum.indices { state.sum[index] += weight * state.power[index] / total }
    return weight
  }

  private func transform(_ state: inout State) {
    // The coefficients are taken out while another part of the state is read.
    var coefficients: [SIMD2<Float>] = []
    swap(&coefficients, &state.coefficients)
    var span = coefficients.mutableSpan
    transform.forward(state.grid.span, into: &span)
    swap(&coefficients, &state.coefficients)
  }

  /// Takes the line of least squares off the grid's values, and fades them out to both ends.
  private func levelAndTaper(_ grid: inout [Float]) {
    let middle = Double(count - 1) / 2
    var (sum, moment, spread) = (0.0, 0.0, 0.0)
    for index in 0..<count {
      let offset = Double(index) - middle
      sum += Double(grid[index])
      moment += offset * Double(grid[index])
      spread += offset * offset
    }
    for index in 0..<count {
      let line = sum / Double(count) + moment / spread * (Double(index) - middle)
      grid[index] = Float(taper[index] * (Double(grid[index]) - line))
    }
  }

  /// In Hz.
  func frequency(of coefficient: Int) -> Double {
    Double(coefficient) * Self.gridRate / Double(transform.count)
  }

  /// Where the power is greatest; none where there is none.
  static func peak(of power: [Double]) -> Int? {
    var peak: Int?
    for index in power.indices where power[index] > peak.map({ power[$0] }) ?? 0 { peak = index }
    return peak
  }

  /// Whether anywhere outside its peak the power comes near to it.
  func hasRival(of peak: Int, in power: [Double]) -> Bool {
    let reach = self.reach
    return power.indices.contains { abs($0 - peak) > reach && power[$0] >= rival * power[peak] }
  }

  /// The share of the power within the peak of a line.
  func share(near peak: Int, of power: [Double]) -> Double {
    let reach = self.reach
    var near = 0.0
    var total = 0.0
    for index in power.indices {
      total += power[index]
      if abs(index - peak) <= reach { near += power[index] }
    }
    return near / total
  }

  /// To either side, how many coefficients the peak of a line is wide.
  private var reach: Int {
    Int((1.6 / window * Double(transform.count) / Self.gridRate).rounded())
  }
}
