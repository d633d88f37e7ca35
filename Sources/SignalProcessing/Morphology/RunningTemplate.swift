/// What the latest beats look like, and how much the next one is like them.
///
/// The template is the mean of the latest beats that were alike, older ones fading: each moves it by
/// its difference divided by their number, at most `memory`. A beat that is not alike leaves it as it
/// is, so that ectopic beats and noise do not wear it away; after `patience` such beats in succession
/// the rhythm or the lead has changed, and the latest becomes the template. Linear in the length.
public struct RunningTemplate: Sendable {
  private let memory: Int
  private let alike: Double
  private let patience: Int
  private var template: [Double]
  private var count = 0
  private var unlike = 0

  /// A template of waves of `length` values.
  ///
  /// - Parameters:
  ///   - length: How many values a wave has.
  ///   - memory: Over how many beats it is the mean.
  ///   - alike: The least correlation of a beat that is alike.
  ///   - patience: After how many beats that are not alike the latest becomes the template.
  public init(length: Int, memory: Int = 30, alike: Double = 0.8, patience: Int = 10) {
    precondition(length > 1 && memory > 0 && patience > 0)
    self.memory = memory
    self.alike = alike
    self.patience = patience
    template = Array(repeating: 0, count: length)
  }

  /// The correlation of Pearson of a wave with the template, which then takes notice of it.
  ///
  /// NaN of the first wave, and of one that is flat or holds a value that is not finite, which leaves
  /// no trace.
  public mutating func compare(_ wave: Span<Float>) -> Double {
    precondition(wave.count == template.count)
    var varies = false
    for index in wave.indices {
      guard wave[index].isFinite else { return .nan }
      if wave[index] != wave[0] { varies = true }
    }
    guard varies else { return .nan }
    guard count > 0 else {
      replace(by: wave)
      return .nan
    }
    let correlation = correlation(with: wave)
    if correlation >= alike {
      unlike = 0
      count = min(count + 1, memory)
      for index in template.indices {
        template[index] += (Double(wave[index]) - template[index]) / Double(count)
      }
    } else {
      unlike += 1
      if unlike >= patience { replace(by: wave) }
    }
    return correlation
  }

  private mutating func replace(by wave: Span<Float>) {
    for index in template.indices { template[index] = Double(wave[index]) }
    (count, unlike) = (1, 0)
  }

  private func correlation(with wave: Span<Float>) -> Double {
    let mean = template.span.mean
    var other = 0.0
    for index in wave.indices { other += Double(wave[index]) }
    other /= Double(wave.count)
    var (product, left, right) = (0.0, 0.0, 0.0)
    for index in wave.indices {
      let (x, y) = (template[index] - mean, Double(wave[index]) - other)
      product += x * y
      left += x * x
      right += y * y
    }
    return product / (left * right).squareRoot()
  }
}
