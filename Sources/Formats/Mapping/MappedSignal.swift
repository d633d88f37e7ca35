internal import HDF5
internal import Signals

/// A signal that a rule found, on the way to a channel.
struct MappedSignal {
  /// The channel's name.
  let name: String
  /// The path of the object that was found.
  let path: String
  /// When the samples were taken.
  let times: MappedTimes
  private let rule: SignalRule
  private let scope: MappedScope
  private let description: ChannelDescription

  init(_ rule: SignalRule, _ scope: MappedScope, name: String) throws(HDF5Error) {
    self.rule = rule
    self.scope = scope
    self.name = name
    path = scope.path
    times = MappedTimes(rule.time, scope)
    guard let text = try scope.text(rule.unit, "unit") else {
      throw HDF5Error(path, "the unit is not known", remedy: "state 'unit' in a mapping")
    }
    guard let unit = UnitNames.unit(text) else {
      throw HDF5Error(
        path, "the unit '\(text)' is not known", remedy: "state it as a UCUM code in a mapping")
    }
    description = ChannelDescription(
      name: name, kind: Kind(rawValue: rule.kind),
      lead: rule.lead?.replacing("{name}", with: name), unit: unit)
  }

  /// Where what is known of the channel stands in the file.
  var origins: [Origin] { scope.origins }

  /// The channel, with times that count from `origin` nanoseconds after 1970.
  func source(origin: Int64) throws(HDF5Error) -> any ChannelSource {
    let encoding = try encoding()
    let dataset = try scope.values(rule.values)
    scope.note("samples", place: dataset.path, text: try dataset.storageText())
    if let advice = try dataset.storageDescription().advice {
      scope.note(Origin.advice, place: dataset.path, text: advice)
    }
    let samples = try samples(dataset, encoding)
    if let padding = rule.missing?.padding { try samples.trim(padding) }
    return try times.source(description, samples, origin: origin)
  }

  private func samples(_ dataset: consuming Dataset, _ encoding: SampleEncoding) throws(HDF5Error)
    -> SampleSource
  {
    if let field = scope.field {
      guard dataset.extent.count <= 1 else {
        throw HDF5Error(dataset.path, "must be a table of one dimension")
      }
      return SampleSource(dataset, encoding, field: field, element: scope.index)
    }
    let shape = try SampleShape(rule, dataset.extent, at: dataset.path)
    let offset = try shape.offset(
      channel: rule.column ?? scope.index, recording: scope.recording, at: dataset.path)
    return SampleSource(dataset, encoding, along: shape.time, from: offset)
  }

  private func positive(_ source: ValueSource?, _ what: String) throws(HDF5Error) -> Double {
    guard let number = try scope.number(source, what), number > 0 else {
      throw HDF5Error(
        path, "the \(what) is not known, or not above 0", remedy: "state it in a mapping")
    }
    return number
  }

  private func number(_ source: ValueSource?, _ what: String) throws(HDF5Error) -> Double {
    guard let number = try scope.number(source, what) else {
      throw HDF5Error(path, "the \(what) is not known", remedy: "state it in a mapping")
    }
    return number
  }

  private func encoding() throws(HDF5Error) -> SampleEncoding {
    let transform = rule.transform
    var encoding = SampleEncoding()
    if let missing = rule.missing {
      encoding.missing = missing.values
      if let sentinel = try scope.number(missing.source, "missing") {
        encoding.missing.append(sentinel)
      }
      if missing.below != nil || missing.above != nil {
        encoding.possible =
          (missing.below ?? -.greatestFiniteMagnitude)...(missing.above ?? .greatestFiniteMagnitude)
      }
    }
    switch transform.kind {
    case .identity: break
    case .gain:
      encoding.transform = .gain(
        try number(transform.gain, "gain"), baseline: try number(transform.baseline, "baseline"))
    case .scale:
      let offset = transform.offset == nil ? 0 : try number(transform.offset, "offset")
      encoding.transform = .scale(try number(transform.scale, "scale"), offset: offset)
    case .power:
      let exponent = try number(transform.exponent, "exponent")
      guard let steps = Int(exactly: exponent), abs(steps) <= 18 else {
        throw HDF5Error(path, "the exponent must be a whole number up to 18")
      }
      let power = (0..<abs(steps)).reduce(1.0) { power, _ in power * 10 }
      encoding.transform = steps < 0 ? .scale(power, offset: 0) : .gain(power, baseline: 0)
    case .range:
      let low = try number(transform.digitalMinimum, "digital minimum")
      let high = try number(transform.digitalMaximum, "digital maximum")
      let least = try number(transform.physicalMinimum, "physical minimum")
      let greatest = try number(transform.physicalMaximum, "physical maximum")
      guard low < high, least != greatest else {
        throw HDF5Error(path, "its ranges of numbers and values must not be empty")
      }
      let gain = (high - low) / (greatest - least)
      encoding.transform = .gain(gain, baseline: low - least * gain)
    case .converter:
      let bits = try number(transform.resolution, "resolution")
      guard let bits = Int(exactly: bits), (1...32).contains(bits) else {
        throw HDF5Error(path, "the resolution must be 1 to 32 bits")
      }
      let range = Double(1 << bits)
      encoding.transform = .gain(
        range * (try number(transform.gain, "gain"))
          / (try positive(transform.reference, "reference")),
        baseline: range * (try number(transform.zero, "zero")))
    }
    if case .gain(0, _) = encoding.transform { throw HDF5Error(path, "the gain must not be 0") }
    return encoding
  }
}
