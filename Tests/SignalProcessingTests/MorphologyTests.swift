import SignalProcessing
import Testing

@Suite struct QRSBoundariesTests {
  private let boundaries = QRSBoundaries(rate: 500)

  /// A complex of straight lines with corners at these places and heights, around sample 200.
  private func wave(_ corners: [(Int, Float)]) -> [Float] {
    (0..<400).map { index in
      var value: Float = 0
      for (left, right) in zip(corners, corners.dropFirst())
      where index >= left.0 && index < right.0 {
        value = left.1 + (right.1 - left.1) * Float(index - left.0) / Float(right.0 - left.0)
      }
      return value
    }
  }

  private let complex: [(Int, Float)] = [(180, 0), (188, -0.2), (200, 1.2), (212, -0.4), (222, 0)]

  @Test func theEndsOfAComplexAreFoundToTenMilliseconds() throws {
    let values = wave(complex)
    let range = boundaries.find(in: values.span, around: 200)
    let found = try #require(range)
    #expect(abs(found.lowerBound - 180) <= 5)
    #expect(abs(found.upperBound - 222) <= 5)
  }

  @Test func aSlowWaveBeforeOrBehindDoesNotBelongToIt() throws {
    var values = wave(complex)
    for index in 0..<400 {
      values[index] += 0.2 * Float(max(0, 1 - abs(Double(index) - 120) / 25))
      values[index] += 0.3 * Float(max(0, 1 - abs(Double(index) - 320) / 60))
    }
    let range = boundaries.find(in: values.span, around: 200)
    let found = try #require(range)
    #expect(abs(found.lowerBound - 180) <= 5)
    #expect(abs(found.upperBound - 222) <= 5)
  }

  @Test func neitherGainNorSignMatters() {
    let values = wave(complex)
    let plain = boundaries.find(in: values.span, around: 200)
    let other = values.map { -8 * $0 }
    #expect(boundaries.find(in: other.span, around: 200) == plain)
    #expect(plain != nil)
  }

  @Test func aWiderComplexIsWider() throws {
    let wide = complex.map { (200 + ($0.0 - 200) * 2, $0.1) }
    let values = wave(wide)
    let range = boundaries.find(in: values.span, around: 200)
    let found = try #require(range)
    #expect(abs(found.count - 85) <= 10)
  }

  @Test func withoutAComplexOrAllSamplesThereIsNone() {
    let flat = [Float](repeating: 3, count: 400)
    #expect(boundaries.find(in: flat.span, around: 200) == nil)
    var values = wave(complex)
    values[150] = .nan
    #expect(boundaries.find(in: values.span, around: 200) == nil)
  }
}

@Suite struct RunningTemplateTests {
  private let wave: [Float] = [0, 1, 4, 2, -1, 0, 0.5, 0]
  private let other: [Float] = [0, -2, 0, 3, 3, 0, 0, 1]

  @Test func equalWavesCorrelateWhollyWhateverGainAndOffset() {
    var template = RunningTemplate(length: 8)
    #expect(template.compare(wave.span).isNaN)
    let scaled = wave.map { 2 * $0 + 7 }
    #expect(abs(template.compare(scaled.span) - 1) < 1e-12)
    let upright = wave.map { -$0 }
    #expect(abs(template.compare(upright.span) + 1) < 1e-6)
  }

  @Test func unlikeWavesLeaveItAloneUntilTheyHaveComeOftenEnough() {
    var template = RunningTemplate(length: 8, patience: 3)
    _ = template.compare(wave.span)
    let unlike = template.compare(other.span)
    #expect(unlike < 0.8)
    #expect(template.compare(other.span) == unlike)
    #expect(template.compare(other.span) == unlike)
    #expect(abs(template.compare(other.span) - 1) < 1e-12)
  }

  @Test func whatIsNotMeasuredLeavesNoTrace() {
    var template = RunningTemplate(length: 8)
    _ = template.compare(wave.span)
    var holed = wave
    holed[3] = .nan
    #expect(template.compare(holed.span).isNaN)
    #expect(abs(template.compare(wave.span) - 1) < 1e-12)
    let flat = [Float](repeating: 1, count: 8)
    #expect(template.compare(flat.span).isNaN)
  }

  @Test func flatWavesDoNotBecomeTheTemplate() {
    let flat = [Float](repeating: 1, count: 8)
    var template = RunningTemplate(length: 8, patience: 3)
    #expect(template.compare(flat.span).isNaN)
    #expect(template.compare(wave.span).isNaN, "the first that varies")
    #expect(abs(template.compare(wave.span) - 1) < 1e-12)
    for _ in 0..<5 { _ = template.compare(flat.span) }
    #expect(abs(template.compare(wave.span) - 1) < 1e-12)
  }
}

@Suite struct PrincipalComponentsTests {
  @Test func eigenvectorsTurnIntoMultiplesOfThemselves() {
    var random = Noise(9)
    let size = 24
    var matrix = SymmetricMatrix(size: size)
    for row in 0..<size {
      for column in 0...row {
        let value = Double(random.normal())
        matrix.entries[row * size + column] = value
        matrix.entries[column * size + row] = value
      }
    }
    let entries = matrix.entries
    matrix.diagonalise()
    for place in 0..<size {
      if place > 0 { #expect(matrix.value(place - 1) >= matrix.value(place)) }
      let vector = Array(matrix.vectors[place * size..<(place + 1) * size])
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
      for row in 0..<size {
        var sum = 0.0
        for column in 0..<size { sum += entries[row * size + column] * vector[column] }
        #expect(abs(sum - matrix.value(place) * vector[row]) < 1e-11)
      }
    }
  }

  @Test func wavesOfTwoPartsHaveTwoComponents() {
    let (one, two): ([Float], [Float]) = ([0.6, 0, 0.8, 0], [0, 1, 0, 0])
    var components = PrincipalComponents(length: 4)
    var waves: [[Float]] = []
    for index in 0..<50 {
      let (x, y) = (Float(index % 7) - 3, 0.25 * (Float(index % 5) - 2))
      waves.append((0..<4).map { 1 + x * one[$0] + y * two[$0] })
    }
    for wave in waves { components.add(wave.span) }
    components.fit()
    for (component, part) in [(0, one), (1, two)] {
      for (value, expected) in zip(components.component(component), part) {
        #expect(abs(value - Double(expected)) < 0.02)
      }
    }
    #expect(components.variance(2) < 1e-9)
    // The coefficients of all waves vary as their component does, about zero.
    let values = waves.map { components.coefficient(0, of: $0.span) }
    #expect(abs(values.reduce(0, +)) < 1e-4)
    let square = values.reduce(0) { $0 + $1 * $1 }
    #expect(abs(square / 49 / components.variance(0) - 1) < 1e-5)
  }
}
