extension JSON.Value {
  /// The value on one line, members in their order, numbers in the fewest digits that read back.
  public var line: String {
    var out = ""
    write(to: &out, indent: nil)
    return out
  }

  /// The value over several lines, two spaces a level; short arrays and objects stay on one.
  public var text: String {
    var out = ""
    write(to: &out, indent: 0)
    return out
  }

  private func write(to out: inout String, indent: Int?) {
    switch self {
    case .null: out += "null"
    case .bool(let flag): out += flag ? "true" : "false"
    case .number(let number): out += number.written
    case .string(let string): string.writeQuoted(to: &out)
    case .array(let values):
      Self.writeList(values, "[", "]", to: &out, indent) { value, out, indent in
        value.value.write(to: &out, indent: indent)
      }
    case .object(let members):
      Self.writeList(members, "{", "}", to: &out, indent) { member, out, indent in
        member.key.writeQuoted(to: &out)
        out += indent == nil ? ":" : ": "
        member.value.value.write(to: &out, indent: indent)
      }
    }
  }

  private static func writeList<Element>(
    _ items: [Element], _ open: String, _ close: String, to out: inout String, _ indent: Int?,
    _ write: (Element, inout String, Int?) -> Void
  ) {
    guard let indent else {
      out += open
      for (index, item) in items.enumerated() {
        if index > 0 { out += "," }
        write(item, &out, nil)
      }
      out += close
      return
    }
    let inner = items.map { item in
      var text = ""
      write(item, &text, indent + 2)
      return text
    }
    let padding = open == "{" && !items.isEmpty ? " " : ""
    let short = open + padding + inner.joined(separator: ", ") + padding + close
    if short.utf8.count <= 90 - indent, !short.contains("\n") {
      out += short
      return
    }
    let margin = String(repeating: " ", count: indent)
    out += open + "\n"
    out += inner.map { margin + "  " + $0 }.joined(separator: ",\n")
    out += "\n" + margin + close
  }
}

extension Double {
  /// The number in the fewest digits that read back, whole ones without a point.
  var written: String {
    guard let whole = Int64(exactly: self), abs(self) < 1e15 else { return "\(self)" }
    return "\(whole)"
  }
}

extension String {
  fileprivate func writeQuoted(to out: inout String) {
    let digits = Array("0123456789abcdef")
    out += "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      case "\u{0}"..<"\u{20}":
        out += "\\u00"
        out.append(digits[Int(scalar.value / 16)])
        out.append(digits[Int(scalar.value % 16)])
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
