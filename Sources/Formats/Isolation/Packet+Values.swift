internal import HDF5
internal import Signals

extension PacketBuilder {
  mutating func put(_ error: FormatError) {
    put(error.path)
    put(error.place)
    put(error.message)
    put(error.remedy)
  }

  mutating func put(_ header: Header) {
    put(header.subject)
    put(UInt8(header.isSimulated ? 1 : 0))
    put(header.duration.nanoseconds)
    put(UInt8(header.clock == nil ? 0 : 1))
    if let clock = header.clock {
      put(Int64(clock.offset))
      put(UInt64(clock.steps.count))
      for step in clock.steps {
        put(step.position.nanoseconds)
        put(step.unixNanoseconds)
      }
    }
    put(UInt64(header.layout.channels.count))
    for channel in header.layout.channels {
      put(channel.name)
      put(channel.kind.rawValue)
      put(channel.lead)
      put(channel.unit.rawValue)
      put(channel.rate?.hertz ?? 0)
      put(UInt64(channel.axis.count))
      for name in channel.axis { put(name) }
    }
    put(UInt64(header.layout.layers.count))
    for layer in header.layout.layers { put(layer.name) }
  }

  mutating func put(_ references: [ReferenceLayer]) {
    put(UInt64(references.count))
    for layer in references {
      put(layer.name)
      put(UInt64(layer.intervals.count))
      for interval in layer.intervals {
        put(interval.kind.code)
        put(interval.onset.nanoseconds)
        put(UInt8(interval.duration == nil ? 0 : 1))
        put(interval.duration?.nanoseconds ?? 0)
        put(interval.label)
        put(interval.channel)
        put(interval.score ?? .nan)
      }
    }
  }

  mutating func put(_ descriptors: [Descriptor]) {
    put(UInt64(descriptors.count))
    for descriptor in descriptors {
      put(descriptor.name)
      put(UInt8(descriptor.isReference ? 1 : 0))
      switch descriptor.value {
      case .number(let number):
        put(UInt8(0))
        put(number)
      case .text(let text):
        put(UInt8(1))
        put(text)
      }
    }
  }
}

extension PacketReader {
  mutating func takeError() throws(Malformed) -> FormatError {
    FormatError(
      path: try takeText(), place: try takeText(), message: try takeText(),
      remedy: try takeText())
  }

  mutating func takeHeader() throws(Malformed) -> Header {
    let subject = try takeOptionalText()
    let isSimulated = try (take() as UInt8) == 1
    let duration = Time(nanoseconds: try take())
    guard duration >= .zero else { throw Malformed() }
    var clock: WallClock?
    if try (take() as UInt8) == 1 {
      let offset = Int(try take() as Int64)
      var steps: [WallClock.Step] = []
      for _ in 0..<(try takeCount(of: 16)) {
        steps.append(
          .init(position: Time(nanoseconds: try take()), unixNanoseconds: try take()))
      }
      guard (-86_400...86_400).contains(offset) else { throw Malformed() }
      clock = WallClock(steps: steps, offset: offset)
    }
    var layout = Layout(channels: [])
    for _ in 0..<(try takeCount(of: 8)) { layout.channels.append(try takeChannel()) }
    for _ in 0..<(try takeCount(of: 4)) {
      layout.layers.append(LayerDescription(name: try takeText()))
    }
    return Header(
      subject: subject, clock: clock, isSimulated: isSimulated, layout: layout,
      duration: duration)
  }

  private mutating func takeChannel() throws(Malformed) -> ChannelDescription {
    var channel = ChannelDescription(
      name: try takeText(), kind: Kind(rawValue: try takeText()), lead: try takeOptionalText(),
      unit: Unit(rawValue: try takeText()))
    let hertz = try (take() as Double)
    if hertz != 0 {
      guard let rate = Rate(hertz: hertz), hertz <= RegularSource.highestRate else {
        throw Malformed()
      }
      channel.rate = rate
    }
    for _ in 0..<(try takeCount(of: 4)) { channel.axis.append(try takeText()) }
    return channel
  }

  mutating func takeReferences() throws(Malformed) -> [ReferenceLayer] {
    var references: [ReferenceLayer] = []
    for _ in 0..<(try takeCount(of: 12)) {
      var layer = ReferenceLayer(name: try takeText(), intervals: [])
      for _ in 0..<(try takeCount(of: 27)) {
        let kind = try Annotation.Kind(code: try take())
        let onset = Time(nanoseconds: try take())
        let isClosed = try (take() as UInt8) == 1
        let duration = Time(nanoseconds: try take())
        guard duration >= .zero else { throw Malformed() }
        let label = try takeText()
        let channel = try takeOptionalText()
        let score = try (take() as Float)
        layer.intervals.append(
          Interval(
            kind, onset: onset, duration: isClosed ? duration : nil, label: label,
            channel: channel, score: score.isNaN ? nil : score))
      }
      references.append(layer)
    }
    return references
  }

  mutating func takeDescriptors() throws(Malformed) -> [Descriptor] {
    var descriptors: [Descriptor] = []
    for _ in 0..<(try takeCount(of: 10)) {
      let name = try takeText()
      let isReference = try (take() as UInt8) == 1
      let value: Descriptor.Value =
        try (take() as UInt8) == 0 ? .number(try take()) : .text(try takeText())
      descriptors.append(Descriptor(name, value, isReference: isReference))
    }
    return descriptors
  }
}

extension Annotation.Kind {
  /// The place of the kind among all.
  var code: UInt8 { UInt8(Self.allCases.firstIndex(of: self) ?? 0) }

  /// The kind at this place.
  init(code: UInt8) throws(PacketReader.Malformed) {
    guard code < Self.allCases.count else { throw .init() }
    self = Self.allCases[Int(code)]
  }
}
