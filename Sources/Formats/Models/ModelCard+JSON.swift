public import Configuration
internal import HDF5

extension ModelCard {
  /// The card as an object of JSON; what nothing is said of is left out.
  public var json: JSON.Value {
    var members: [(String, JSON.Value)] = []
    func put(_ name: String, _ text: String) {
      if !text.isEmpty { members.append((name, .string(text))) }
    }
    func put(_ name: String, _ values: [JSON.Value]) {
      if !values.isEmpty { members.append((name, .values(values))) }
    }
    func put(_ name: String, _ notes: [Note]) {
      let pairs = notes.map { ($0.name, JSON.Value.string($0.text)) }
      if !pairs.isEmpty { members.append((name, .members(pairs))) }
    }
    put("intendedUse", intendedUse)
    put("limits", limits.map { .string($0) })
    put("data", data.map(\.json))
    put("split", split)
    put("figures", figures.map(\.json))
    // Seeds may have more digits than a number of JSON keeps.
    put("seeds", seeds.map { .string(String($0)) })
    put("plan", plan)
    put("inputs", inputs)
    put("versions", versions)
    put("notes", notes)
    return .members(members)
  }

  /// The card that a file keeps as JSON; what is not known is passed over.
  init(stored text: String) throws(HDF5Error) {
    let place = "/@card"
    let json: JSON
    do { json = try JSON.parse(SourceText(path: place, text)) } catch {
      throw HDF5Error(place, "must be JSON: \(error.all.first?.message ?? "it is not")")
    }
    self.init()
    intendedUse = json["intendedUse"]?.text ?? ""
    limits = json["limits"]?.elements.compactMap(\.text) ?? []
    data = json["data"]?.elements.compactMap(Data.init) ?? []
    split = json["split"]?.text ?? ""
    figures = json["figures"]?.elements.compactMap(Figure.init) ?? []
    seeds = json["seeds"]?.elements.compactMap { $0.text.flatMap { UInt64($0) } } ?? []
    plan = json["plan"]?.text ?? ""
    inputs = json["inputs"]?.notes ?? []
    versions = json["versions"]?.notes ?? []
    notes = json["notes"]?.notes ?? []
  }
}

extension ModelCard.Data {
  fileprivate var json: JSON.Value {
    var members: [(String, JSON.Value)] = [
      ("cohort", .string(cohort)), ("role", .string(role)),
      ("recordings", .number(Double(recordings))),
    ]
    if let patients { members.append(("patients", .number(Double(patients)))) }
    if !digest.isEmpty { members.append(("digest", .string(digest))) }
    return .members(members)
  }

  fileprivate init?(_ json: JSON) {
    guard let cohort = json["cohort"]?.text, let recordings = json["recordings"]?.count else {
      return nil
    }
    self.init(
      cohort: cohort, role: json["role"]?.text ?? "", recordings: recordings,
      patients: json["patients"]?.count, digest: json["digest"]?.text ?? "")
  }
}

extension ModelCard.Figure {
  fileprivate var json: JSON.Value {
    var members: [(String, JSON.Value)] = [
      ("name", .string(name)), ("on", .string(on)), ("value", .finite(value)),
    ]
    if let interval {
      members.append(
        ("interval", .values([.finite(interval.lowerBound), .finite(interval.upperBound)])))
    }
    if let cases { members.append(("cases", .number(Double(cases)))) }
    return .members(members)
  }

  fileprivate init?(_ json: JSON) {
    guard let name = json["name"]?.text, let value = json["value"]?.number else { return nil }
    let bounds = json["interval"]?.elements.compactMap(\.number) ?? []
    self.init(
      name, on: json["on"]?.text ?? "", value,
      interval: bounds.count == 2 && bounds[0] <= bounds[1] ? bounds[0]...bounds[1] : nil,
      cases: json["cases"]?.count)
  }
}

extension JSON {
  fileprivate var text: String? { if case .string(let text) = value { text } else { nil } }
  fileprivate var number: Double? { if case .number(let number) = value { number } else { nil } }
  fileprivate var count: Int? { number.flatMap { Int(exactly: $0) } }
  fileprivate var elements: [JSON] { if case .array(let all) = value { all } else { [] } }
  fileprivate var notes: [ModelCard.Note] {
    guard case .object(let members) = value else { return [] }
    return members.compactMap { member in
      member.value.text.map { ModelCard.Note(member.key, $0) }
    }
  }
}
