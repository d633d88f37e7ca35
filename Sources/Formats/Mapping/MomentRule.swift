internal import Configuration
internal import HDF5

/// Where a moment in civil time comes from, and how its text is to be understood.
struct MomentRule: Sendable {
  var source: ValueSource
  /// The time of day, where it stands apart from the date.
  var time: ValueSource?
  /// The unit of a number that counts from 1970.
  var unit: String?
  var format: CivilFormat?
  var zone: Zone?
  /// What abbreviations of zones mean.
  var zones: [(name: String, zone: Zone)]
  var onFold: FoldPolicy
  var onLocal: LocalPolicy

  /// What a local time means whose zone nobody states.
  enum LocalPolicy: String, CaseIterable {
    /// The recording cannot be read.
    case error
    /// The recording has no place in civil time.
    case none
  }

  /// Reads a moment that need not be given; a text alone names an attribute.
  static func optional(_ key: String, _ settings: inout Settings, _ help: String) -> MomentRule? {
    settings.object(key, shorthand: "attribute", help) { MomentRule(&$0) }
  }

  private init(_ settings: inout Settings) {
    source = ValueSource(&settings)
    time = ValueSource.optional("time", &settings, "The time of day, where it stands by itself.")
    unit = settings.optionalString("unit", "The unit of a number that counts from 1970.")
    let pattern = settings.optionalString(
      "format", "How a text spells it, such as 'dd/MM/yyyy HH.mm.ss.S'; ISO 8601 unless stated.")
    let name = settings.optionalString(
      "zone", "The zone of local times: 'UTC', '+01:00', or a name such as 'Europe/London'.")
    zones = settings.list("zones", "What abbreviations of zones in the text mean.") { entry in
      let name = entry.string("name", "The abbreviation as the file has it.")
      let word = entry.string("zone", "The zone that it means.")
      return (name, MomentRule.zone(word, &entry) ?? Zone(offset: 0))
    }
    onFold = settings.choice(
      "onFold", default: .error,
      "Which moment a local time means that the clock showed twice, or never.")
    onLocal = settings.choice(
      "onLocal", default: .error,
      "What a local time means whose zone is not stated: 'none' for no place in civil time.")
    if let pattern {
      format = CivilFormat(pattern)
      if format == nil, !settings.isDescribing {
        settings.refuse("format", "must have yyyy, MM, dd, HH and mm, and may have ss and S")
      }
    }
    if let name { zone = MomentRule.zone(name, &settings) }
    if let unit, UnitNames.nanoseconds(unit) == nil, !settings.isDescribing {
      settings.refuse("unit", "must be a unit of time: s, ms, us, 100ns or ns")
    }
  }

  private static func zone(_ name: String, _ settings: inout Settings) -> Zone? {
    if let zone = ZoneDatabase.zone(name) { return zone }
    guard !settings.isDescribing else { return nil }
    settings.refuse(
      "zone",
      ZoneDatabase.isName(name)
        ? "is '\(name)', which the system's database of zones does not know"
        : "must be 'UTC', an offset such as '+01:00', or a name such as 'Europe/London', not "
          + "'\(name)'")
    return nil
  }

  /// Whether the mapping says that the recording has no place in civil time.
  var isNone: Bool { source.text == "none" && source.attributes.isEmpty && source.datasets.isEmpty }

  // MARK: Reading

  /// The moment that a file states, or nil where it states none; messages never name it.
  ///
  /// Where no zone is needed, a local time without one counts as if it were at Greenwich.
  func moment(
    _ scope: MappedScope, _ what: String, needsZone: Bool
  ) throws(HDF5Error) -> CivilTime.Moment? {
    if let unit {
      guard let number = try scope.number(source, what),
        let scale = UnitNames.nanoseconds(unit)
      else { return nil }
      guard let time = TimeEncoding(nanosecondsPerCount: scale).time(of: number) else {
        throw HDF5Error(
          scope.path, "the \(what) is out of range", remedy: "check its unit in the mapping")
      }
      return CivilTime.Moment(unixNanoseconds: time, offset: 0)
    }
    guard var text = try scope.text(source, what) else { return nil }
    if let time {
      guard let clock = try scope.text(time, "\(what), its time of day") else { return nil }
      text += " \(clock)"
    }
    let local: CivilFormat.Local
    do throws(CivilFormat.Trouble) {
      local = try (format ?? .standard).local(text)
    } catch {
      throw trouble(error, scope.path, what)
    }
    if local.zone.isEmpty, zone == nil, needsZone, onLocal == .none { return nil }
    return try moment(local, scope.path, what, needsZone)
  }

  private func moment(
    _ local: CivilFormat.Local, _ path: String, _ what: String, _ needsZone: Bool
  ) throws(HDF5Error) -> CivilTime.Moment {
    let zone: Zone
    if local.zone.isEmpty {
      guard let stated = self.zone ?? (needsZone ? nil : Zone(offset: 0)) else {
        throw HDF5Error(
          path, "the \(what) is a local time, and its zone is not known",
          remedy: "state 'zone' in a mapping: UTC, +01:00, or a name such as Europe/London")
      }
      zone = stated
    } else if let entry = zones.first(where: { $0.name == local.zone }) {
      zone = entry.zone
    } else if let offset = CivilTime.offset(local.zone) {
      zone = Zone(offset: offset)
    } else if let named = ZoneDatabase.zone(local.zone) {
      zone = named
    } else {
      throw HDF5Error(
        path,
        "the \(what) ends in a zone that is not known, or an abbreviation, which may mean several",
        remedy: "say in 'zones' of a mapping what it means")
    }
    guard let moment = local.moment(offset: try offset(of: local, in: zone, path, what)) else {
      throw HDF5Error(
        path, "the \(what) is further than 290 years from 1970", remedy: "state it in a mapping")
    }
    return moment
  }

  private func offset(
    of local: CivilFormat.Local, in zone: Zone, _ path: String, _ what: String
  ) throws(HDF5Error) -> Int {
    let shown = zone.offsets(showing: local.seconds)
    if shown.count == 1 { return shown[0] }
    let possible = shown.isEmpty ? zone.around(local.seconds) : shown
    switch onFold {
    case .earlier: return possible[0]
    case .later: return possible[possible.count - 1]
    case .error:
      throw HDF5Error(
        path,
        shown.isEmpty
          ? "the \(what) is a local time that its zone skips, where daylight saving begins"
          : "the \(what) is a local time that its zone has twice, where daylight saving ends",
        remedy: "state it with its offset, or 'onFold' in a mapping: earlier or later")
    }
  }

  private func trouble(_ trouble: CivilFormat.Trouble, _ path: String, _ what: String) -> HDF5Error
  {
    switch trouble {
    case .spelling:
      HDF5Error(
        path,
        format.map { "the \(what) must be a time spelled '\($0.pattern)'" }
          ?? "the \(what) must be a time such as 2023-11-14T22:13:20+01:00",
        remedy: "state its 'format' and 'zone' in a mapping")
    case .impossible:
      HDF5Error(
        path, "the \(what) names a day or a time of day that does not exist",
        remedy: "state it in a mapping")
    case .leapSecond:
      HDF5Error(
        path, "the \(what) is a leap second, which time since 1970 does not count",
        remedy: "state it in a mapping, a second earlier or later")
    }
  }
}
