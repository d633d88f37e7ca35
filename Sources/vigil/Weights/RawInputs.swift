import Configuration
import Formats
import Signals
import Stages

/// What a network of others takes in and gives, which its weights do not say: enough for a pipeline.
struct RawInputs {
  private let names: [String]
  private let means: [String]
  private let deviations: [String]
  private let classes: [String]
  private let saysNumbers: Bool
  private let unit: Unit
  private let kind: Annotation.Kind
  private let clock: StepClock

  init(_ settings: inout Settings) {
    names = settings.strings(
      "inputs", default: [], "The channels that imported weights take in, in their order.")
    means = settings.strings(
      "means", default: [], "What is taken from each input first; nothing unless stated.")
    deviations = settings.strings(
      "deviations", default: [], "What the difference is divided by; 1 unless stated.")
    classes = settings.strings("classes", default: [], "What the outputs stand for.")
    saysNumbers = settings.flag(
      "numbers", "Imported weights say numbers, which 'classes' names, as they are.")
    unit =
      settings.optionalString("unit", "The unit of these numbers.").map { Unit(rawValue: $0) }
      ?? .one
    kind = settings.choice(
      "says", default: .event, "What imported weights say: the kind of the annotations.")
    let timeUnit = settings.number(
      "time-unit", in: 1e-9...1e9, default: 1, unit: "s", "One unit of the network's time.")
    let longest = settings.number(
      "longest", in: 0...1e9, default: 1e9, unit: "s",
      "The longest time between steps that the network may meet.")
    clock = StepClock(unit: timeUnit, range: 0...longest, gap: max(longest, 1e-9))
  }

  /// The attributes by which a stage runs the network: values alone, no masks and no ages.
  func attributes(
    inputs: Int, outputs: Int, from input: String
  ) throws -> [StoredModel.Attribute] {
    if names.isEmpty { return [] }
    guard names.count == inputs, Set(names).count == inputs else {
      throw Diagnostics(
        error: "'inputs' must name the \(inputs) inputs of \(input), each once")
    }
    let classes = classes.isEmpty ? (0..<outputs).map { "\($0)" } : classes
    guard classes.count == outputs, Set(classes).count == outputs else {
      throw Diagnostics(error: "'classes' must name the \(outputs) outputs of \(input)")
    }
    let scale = ValueScale(
      unit: unit, means: classes.map { _ in 0 }, deviations: classes.map { _ in 1 })
    return SequenceClassifier.attributes(
      of: InputEncoding(
        names: names, channelOfInput: channels,
        means: try numbers("means", means, otherwise: 0),
        deviations: try numbers("deviations", deviations, otherwise: 1), masks: false, ages: .none,
        clock: clock),
      classes: classes, meaning: saysNumbers ? .values(scale, hasSpread: false) : .classes,
      kind: kind, upstream: "imported")
  }

  /// The channel of each input: inputs that are values of one channel share it.
  private var channels: [Int] {
    var seen: [Substring] = []
    return names.map { name in
      let channel = name.split(separator: "/", maxSplits: 1).first ?? ""
      if let place = seen.firstIndex(of: channel) { return place }
      seen.append(channel)
      return seen.count - 1
    }
  }

  private func numbers(
    _ key: String, _ texts: [String], otherwise standard: Float
  ) throws -> [Float] {
    if texts.isEmpty { return names.map { _ in standard } }
    let numbers = texts.compactMap { Float($0) }
      .filter { $0.isFinite && (key == "means" || $0 > 0) }
    guard numbers.count == names.count, texts.count == names.count else {
      throw Diagnostics(
        error: "'\(key)' must hold \(names.count) numbers\(key == "means" ? "" : " above 0")")
    }
    return numbers
  }
}
