public import Configuration
internal import Signals

/// The tables in a folder, or beside a file, by the recordings that they belong to.
public struct TableCollection: Sendable {
  /// The names of the recordings, in the order of their bytes.
  public let ids: [String]
  /// The layout that reads them.
  public let mapping: TableMapping
  /// The files of each recording.
  private let files: [[String]]

  /// The recordings of a folder, the one recording that a file belongs to, or nil where neither holds
  /// a table that is known.
  ///
  /// A file's recording has all tables of its folder that share its id. Without a layout the presets
  /// are tried in their order.
  ///
  /// - Parameters:
  ///   - path: The folder, or one table.
  ///   - mapping: The layout of the tables, where it is none of the presets.
  /// - Throws: Why a file cannot be read.
  public init?(_ path: String, mapping: TableMapping? = nil) throws(Diagnostics) {
    let isFolder = Folder(path) != nil
    let slash = path.lastIndex(of: "/")
    let parent = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    guard let folder = Folder(isFolder ? path : parent) else { return nil }
    let prefix = isFolder || slash != nil ? "\(folder.path)/" : ""
    let own = slash.map { String(path[path.index(after: $0)...]) } ?? path
    var heads: [String: SourceText] = [:]
    for mapping in mapping.map({ [$0] }) ?? TableMapping.presets {
      var first: String?
      for name in isFolder ? folder.names : [own] where mapping.mayRead(name) {
        var head = heads[name]
        if head == nil { head = try TableText.read(prefix + name) }
        guard let head else { continue }
        // One file is enough to know a layout; of a folder no more than a few are tried.
        if heads.count < 8 { heads[name] = head }
        first = mapping.rule(for: name, head)?.id(of: name)
        if first != nil || heads.count >= 8 { break }
      }
      guard let first else { continue }
      var groups: [String: [String]] = [:]
      for name in folder.names {
        guard let id = mapping.tables.lazy.compactMap({ $0.id(of: name) }).first else { continue }
        if isFolder || id == first { groups[id, default: []].append(prefix + name) }
      }
      ids = groups.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      files = ids.map { groups[$0] ?? [] }
      self.mapping = mapping
      return
    }
    return nil
  }

  /// Reads the recording at a place among ``ids``.
  ///
  /// - Parameter index: The place.
  /// - Returns: The recording, whole in memory.
  /// - Throws: What is wrong with its tables, with line and column.
  public func recording(_ index: Int) throws(Diagnostics) -> TableRecording {
    var gatherer = TableGatherer()
    // In the order of the rules, so that the channels of a layout always are.
    var texts: [(rule: Int, path: String, text: SourceText)] = []
    for path in files[index] {
      let text = try TableText.read(path)
      let name = path.split(separator: "/").last.map(String.init) ?? path
      guard let rule = mapping.place(for: name, text) else {
        throw Diagnostics(
          error: "the first line is none that the layout '\(mapping.name)' knows",
          at: text.location(of: 0))
      }
      texts.append((rule, path, text))
    }
    for entry in texts.sorted(by: { ($0.rule, $0.path) < ($1.rule, $1.path) }) {
      try gatherer.read(entry.text, by: mapping.tables[entry.rule])
    }
    return gatherer.recording(start: mapping.start)
  }
}

extension TableMapping {
  /// Whether a table could have this name.
  func mayRead(_ name: String) -> Bool { tables.contains { $0.id(of: name) != nil } }

  /// The rule that reads a table, by its name and first line.
  func rule(for name: String, _ text: SourceText) -> TableRule? {
    place(for: name, text).map { tables[$0] }
  }

  /// The place of the rule that reads a table.
  func place(for name: String, _ text: SourceText) -> Int? {
    let line = text.bytes.prefix(TableMapping.longestHeader).prefix { $0 != 0x0A && $0 != 0x0D }
    let header = String(decoding: line, as: UTF8.self)
    return tables.firstIndex { rule in
      rule.id(of: name) != nil && rule.header.map { $0.match(header) != nil } ?? true
    }
  }

  private static let longestHeader = 1 << 16
}

extension TableRule {
  /// The recording that a file belongs to, by its name without `.gz`; nil where it is another's.
  func id(of name: String) -> String? {
    let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    guard let id = file.match(plain)?["id"], !id.isEmpty else { return nil }
    return id
  }
}
