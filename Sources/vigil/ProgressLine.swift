import Configuration

/// How far something is: a bar on standard error where that is a terminal, lines of JSON where
/// asked for, and nothing otherwise.
struct ProgressLine {
  /// How progress is shown.
  enum Form: String, CaseIterable, Sendable { case auto, json, none }

  private let form: Form

  init(_ form: Form) {
    self.form = form == .auto && !Terminal.isTerminal(2) ? .none : form
  }

  /// Shows that `done` of `total` are done, with a few words and, for programs, their values.
  func show(_ done: Int, of total: Int, _ words: String, _ values: [(String, JSON.Value)] = []) {
    switch form {
    case .none: return
    case .json:
      let head: [(String, JSON.Value)] = [
        ("type", .string("progress")), ("done", .number(Double(done))),
        ("total", .number(Double(total))),
      ]
      Message.say(JSON.Value.members(head + values).line + "\n")
    case .auto:
      let width = 24
      let filled = total == 0 ? width : width * done / total
      let bar =
        String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
      let line = "\(bar) \(done)/\(total) \(words)"
      Message.say("\r\u{1B}[K" + String(line.prefix(max(10, Terminal.columns(2) - 1))))
    }
  }

  /// Leaves the line free for what comes next.
  func clear() {
    if form == .auto { Message.say("\r\u{1B}[K") }
  }
}
