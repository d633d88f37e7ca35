import Configuration
import Formats
import HDF5
import LiquidNetworks

/// What a file of weights holds, as `vigil info` says it.
struct ModelSurvey {
  private let model: StoredModel
  private let certificate: Certificate

  init(_ model: StoredModel, from path: String) throws(FormatError) {
    self.model = model
    let architecture = model.architecture
    do {
      let cell = architecture.cell
      var certificates: [Certificate] = []
      for member in model.members {
        certificates.append(architecture.certificate(try cell.values(member)))
      }
      certificate = certificates.dropFirst().reduce(certificates[0]) { $0.union($1) }
    } catch {
      throw FormatError(path: path, place: "/members", message: error.description)
    }
  }

  private var description: ArchitectureDescription { model.architecture.description }

  var json: JSON.Value {
    .members([
      ("model", .string(model.digest)),
      (
        "architecture",
        .members(description.fields.map { ($0.name, $0.value.json) })
      ),
      ("members", .number(Double(model.members.count))),
      ("numbersOfEach", .number(Double(model.parameterCount))),
      ("attributes", .members(model.attributes.map { ($0.name, $0.value.json) })),
      (
        "certified",
        .members([
          ("state", certificate.state.json), ("timeConstants", certificate.timeConstants.json),
        ])
      ),
      ("card", model.card.json),
    ])
  }

  func text(_ name: String) -> String {
    var lines = ["\(name): a model of Vigil", Vigil.notice, "", "network"]
    lines += description.fields.map { "  \($0.name): \($0.value.text)" }
    lines.append("  members: \(model.members.count) of \(model.parameterCount.of("number"))")
    lines.append(
      "  certified: state \(certificate.state.text ?? "without bound")"
        + (certificate.timeConstants.text.map { ", time constants \($0) of its time" } ?? ""))
    lines += ["", "around it"]
    lines += model.attributes.filter { !Self.perInput.contains($0.name) }
      .map { attribute in
        let count = attribute.value.numbers?.count ?? attribute.value.texts?.count ?? 1
        let words = count > 8 ? "\(count) values, which --json tells" : attribute.value.words
        return "  \(attribute.name): \(words)"
      }
    lines += inputs
    lines += ["", "card"] + card
    return lines.joined(separator: "\n") + "\n"
  }

  /// The attributes that have a value for each input.
  private static let perInput = [
    "inputs", "input channels", "input means", "input deviations", "input units",
    "input lower bounds", "input upper bounds", "input logarithms", "input half-lives",
  ]

  private var inputs: [String] {
    guard let names = model["inputs"]?.texts else { return ["  inputs: not stated"] }
    let means = model["input means"]?.numbers ?? []
    let deviations = model["input deviations"]?.numbers ?? []
    let units = model["input units"]?.texts ?? []
    return ["  inputs: \(names.count)"]
      + names.indices.map { index in
        var line = "    " + names[index]
        if index < units.count { line += " in \(units[index])" }
        if index < means.count, index < deviations.count {
          line += ": (x - \(means[index].fixed(4))) / \(deviations[index].fixed(4))"
        }
        return line
      }
  }

  private var card: [String] {
    let card = model.card
    var lines: [String] = []
    func put(_ name: String, _ text: String) {
      if !text.isEmpty { lines.append("  \(name): \(text)") }
    }
    put("intended use", card.intendedUse)
    for limit in card.limits { put("limit", limit) }
    for data in card.data {
      put(
        data.role,
        "\(data.cohort), \(data.recordings.of("recording"))"
          + (data.patients.map { ", \($0.of("patient"))" } ?? "")
          + (data.digest.isEmpty ? "" : ", \(data.digest)"))
    }
    put("split", card.split)
    for figure in card.figures {
      put(
        "\(figure.name) on \(figure.on)",
        figure.value.fixed(4)
          + (figure.interval.map {
            " (\($0.lowerBound.fixed(4)) to \($0.upperBound.fixed(4)))"
          } ?? "") + (figure.cases.map { ", \($0.of("case"))" } ?? ""))
    }
    put("seeds", card.seeds.map { "\($0)" }.joined(separator: ", "))
    put("plan", card.plan)
    for note in card.inputs { put("input \(note.name)", note.text) }
    for note in card.versions { put("version of \(note.name)", note.text) }
    for note in card.notes { put(note.name, note.text) }
    return lines.isEmpty ? ["  nothing is said"] : lines
  }
}

extension Certificate {
  /// What holds of both.
  fileprivate func union(_ other: Certificate) -> Certificate {
    Certificate(
      state: state.union(other.state), timeConstants: timeConstants.union(other.timeConstants))
  }
}

extension ClosedRange<Float>? {
  fileprivate func union(_ other: Self) -> Self {
    guard let self, let other else { return nil }
    return min(self.lowerBound, other.lowerBound)...max(self.upperBound, other.upperBound)
  }

  fileprivate var text: String? {
    self.map { "from \(Double($0.lowerBound).fixed(4)) to \(Double($0.upperBound).fixed(4))" }
  }

  fileprivate var json: JSON.Value {
    guard let self else { return .null }
    return .values([.finite(Double(self.lowerBound)), .finite(Double(self.upperBound))])
  }
}

extension ArchitectureDescription.Value {
  fileprivate var text: String {
    switch self {
    case .text(let text): text
    case .integer(let number): "\(number)"
    case .integers(let numbers): numbers.map { "\($0)" }.joined(separator: " ")
    case .number(let number): "\(number)"
    }
  }

  fileprivate var json: JSON.Value {
    switch self {
    case .text(let text): .string(text)
    case .integer(let number): .number(Double(number))
    case .integers(let numbers): .values(numbers.map { .number(Double($0)) })
    case .number(let number): .finite(number)
    }
  }
}

extension AttributeValue {
  fileprivate var words: String {
    switch self {
    case .text(let text): text
    case .texts(let texts): texts.joined(separator: ", ")
    case .integer(let number): "\(number)"
    case .integers(let numbers): numbers.map { "\($0)" }.joined(separator: " ")
    case .number(let number): "\(number)"
    case .numbers(let numbers): numbers.map { "\($0)" }.joined(separator: " ")
    }
  }

  fileprivate var json: JSON.Value {
    switch self {
    case .text(let text): .string(text)
    case .texts(let texts): .values(texts.map { .string($0) })
    case .integer(let number): .number(Double(number))
    case .integers(let numbers): .values(numbers.map { .number(Double($0)) })
    case .number(let number): .finite(number)
    case .numbers(let numbers): .values(numbers.map { .finite($0) })
    }
  }
}
