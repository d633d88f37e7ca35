internal import Signals

/// A channel on its way into a WFDB record.
struct WFDBOutputSignal {
  let description: ChannelDescription
  let samplesPerFrame: Int
  /// The counts per unit; of a wide signal a power of two, which is known at the end.
  private(set) var gain: Double
  private(set) var baseline: Int
  let isWide: Bool
  /// The first count, and the sum of all.
  private(set) var first: Int32 = 0
  private(set) var sum = 0
  /// How many values are none of the counts, and were rounded.
  private(set) var rounded = 0
  /// The samples that are yet to be written, and the position behind them.
  var pending: [Float] = []
  var head = 0
  var end = 0
  private var count = 0
  private var greatest: Float = 0

  init(_ description: ChannelDescription, _ storage: SampleStorage, samplesPerFrame: Int) {
    self.description = description
    self.samplesPerFrame = samplesPerFrame
    if case .int16(let gain, let baseline, _) = storage, let whole = Int32(exactly: baseline),
      (1e-25...1e25).contains(abs(gain))
    {
      (self.gain, self.baseline, isWide) = (gain, Int(whole), false)
    } else {
      (gain, baseline, isWide) = (1, 0, true)
    }
  }

  /// The count of a value in sixteen bits, none where it has none.
  mutating func narrowCount(of value: Float) -> Int16? {
    if value.isNaN { return note(.min) }
    let number = (Double(value) * gain + Double(baseline)).rounded()
    guard let count = Int16(exactly: number), count != .min else { return nil }
    if Float((number - Double(baseline)) / gain) != value { rounded += 1 }
    return note(count)
  }

  /// Takes note of a value that will become a count of 32 bits; says whether one can.
  mutating func look(at value: Float) -> Bool {
    if value.isNaN { return true }
    greatest = max(greatest, abs(value))
    return value.isFinite
  }

  /// Chooses the gain with which the greatest value fills 32 bits.
  mutating func chooseGain() {
    guard isWide, greatest > 0 else { return }
    gain = Double(
      sign: .plus, exponent: min(80, max(-80, 30 - Int(greatest.exponent))), significand: 1)
  }

  /// The count of a value in 32 bits.
  mutating func wideCount(of value: Float) -> Int32 {
    if value.isNaN { return note(.min) }
    let number = (Double(value) * gain).rounded()
    if Float(number / gain) != value { rounded += 1 }
    return note(Int32(number))
  }

  private mutating func note<Count: FixedWidthInteger>(_ number: Count) -> Count {
    if count == 0 { first = Int32(number) }
    count += 1
    sum &+= Int(number)
    return number
  }

  /// The line of the header, without the name of the file.
  var line: String {
    let format = (isWide ? "32" : "16") + (samplesPerFrame > 1 ? "x\(samplesPerFrame)" : "")
    let name = String(description.name.map { $0.isNewline || $0 == "\t" ? " " : $0 })
    return "\(format) \(gain.plain)(\(baseline))/\(units) \(isWide ? 32 : 16) 0 \(first) "
      + "\(Int16(truncatingIfNeeded: sum)) 0 \(name)\n"
  }

  /// The unit as headers spell it.
  private var units: String {
    let code = description.unit.rawValue
    if let known = WFDBOutputSignal.units[code] { return known }
    if code.hasPrefix("{"), code.hasSuffix("}"), !code.dropFirst().dropLast().contains(" ") {
      return String(code.dropFirst().dropLast())
    }
    return code.isEmpty ? "NU" : String(code.map { $0.isWhitespace ? "_" : $0 })
  }

  private static let units = ["mm[Hg]": "mmHg", "/min": "bpm", "1": "NU", "Cel": "degC"]
}

extension Double {
  /// The shortest decimal that reads back as the same number, without a fraction of zero.
  var plain: String {
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
