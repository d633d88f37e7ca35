import Formats
import Signals
import Surveys

extension Survey {
  /// The survey for people: a table of the channels, then what is to be said of each.
  ///
  /// Where each thing stands in the file is said where that was asked for.
  func text(_ name: String, withOrigins: Bool = false) -> String {
    let simulated = header.isSimulated ? ", SIMULATED" : ""
    var text = "\(name): \(header.duration.words), layout '\(layout)'\(simulated)\n"
    text += channels.isEmpty ? "  no channels\n" : table
    for (slot, channel) in channels.enumerated() {
      let times = times[slot]
      let name = channel.description.name.printable
      let remarks = channel.remarks + times.words(isEven: channel.description.rate != nil)
      for remark in remarks { text += Survey.wrapped("\(name): \(remark)") }
      for origin in origins[slot] where withOrigins || origin.what == Origin.advice {
        let spelling = origin.spelling.isEmpty ? "" : " (\(origin.spelling))"
        text += Survey.wrapped("\(name): \(origin.what) from \(origin.place.printable)\(spelling)")
      }
    }
    text += clock
    for layer in layers { text += "  layer " + layer.text }
    for layer in references { text += "  reference " + layer.text }
    for table in labels {
      for remark in table.remarks {
        text += Survey.wrapped("labels of \(table.path.printable): \(remark)")
      }
    }
    return text
  }

  private var table: String {
    let titles = [
      "channel", "kind", "unit", "rate", "samples", "missing", "lowest", "highest", "amplitude",
    ]
    let rows = [titles] + channels.map(\.row)
    let isNumber = [false, false, false, true, true, true, true, true, false]
    // A long name has a line of its own, so that the columns stay where they are read.
    let longest = 14
    let widths = titles.indices.map { column in
      rows.map { $0[column].count }.filter { column > 0 || $0 <= longest }.max() ?? 0
    }
    return rows.map { row in
      var row = row
      var text = ""
      if row[0].count > longest {
        text = "  \(row[0])\n"
        row[0] = ""
      }
      let cells = row.indices.map { column in
        isNumber[column]
          ? row[column].indented(to: widths[column]) : row[column].padded(to: widths[column])
      }
      return text + "  " + cells.joined(separator: "  ").trimmingEnd + "\n"
    }.joined()
  }

  private var clock: String {
    guard let clock = header.clock else { return "  the civil time of the start is not known\n" }
    var text = ""
    for jump in clock.jumps {
      text += "  the clock jumps by \(jump.by.seconds.fixed(3)) s"
      text += " at \(jump.position.seconds.fixed(3)) s, which no stage sees\n"
    }
    return text
  }

  /// A remark in lines of at most 80 columns, those after the first set in further.
  private static func wrapped(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if !last.isEmpty, last.count + 1 + word.count > 76 {
        lines.append("  \(word)")
      } else {
        lines[lines.count - 1] = last.isEmpty ? String(word) : "\(last) \(word)"
      }
    }
    return lines.map { "  \($0)\n" }.joined()
  }
}

extension LayerTally {
  fileprivate var text: String {
    let shown = ranked.prefix(12).map { "'\($0.label.printable)' \($0.count)" }
    let isAll = ranked.count == shown.count && others == 0
    return "'\(name.printable)': \(count.of("annotation"))" + (shown.isEmpty ? "" : ": ")
      + shown.joined(separator: ", ") + (isAll ? "" : ", …") + "\n"
  }
}

extension ChannelSurvey {
  fileprivate var row: [String] {
    let range = range.map { Double($0.high) - Double($0.low) } ?? 0
    let size = range > 0 ? range : abs(Double(self.range?.high ?? 0))
    return [
      description.name.printable, kind.printable, description.unit.rawValue.printable,
      description.rate.map { "\($0.hertz.brief(in: 1)) Hz" } ?? "uneven", "\(count)",
      share(missing), self.range.map { Double($0.low).brief(in: size) } ?? "-",
      self.range.map { Double($0.high).brief(in: size) } ?? "-", verdict,
    ]
  }

  private var kind: String {
    let lead = description.lead == description.name ? nil : description.lead
    return description.kind.rawValue + (lead.map { " lead \($0)" } ?? "")
  }

  private func share(_ part: Int) -> String {
    guard part > 0 else { return "0 %" }
    let share = 100 * Double(part) / Double(count)
    return share < 0.1 ? "<0.1 %" : "\(share.fixed(1)) %"
  }

  private var verdict: String {
    if values.count == 0 { return count == 0 ? "no samples" : "all missing" }
    if extremes.isConstant, description.kind != .numeric { return "constant" }
    guard let amplitude = Amplitude(self) else { return "-" }
    return amplitude.isPlausible ? "plausible" : "odd, see below"
  }

  /// What is to be said of the channel beside its row.
  fileprivate var remarks: [String] {
    var remarks: [String] = []
    if let first, let last, let span = span(first, last) { remarks.append(span) }
    if let longest = gaps.longest {
      let more = gaps.count == 1 ? "" : " in all, the longest \(longest.length.words)"
      remarks.append(
        "\(gaps.count.of("gap")), \(gaps.total.words)\(more) at \(longest.start.words)")
    }
    if infinite > 0 {
      remarks.append("\(infinite.of("value")) \(infinite == 1 ? "is" : "are") infinite")
    }
    if clippedShare > 0 {
      remarks.append(
        "\((100 * clippedShare).brief(in: 1)) % of the values are at a limit: the signal looks clipped"
      )
    }
    if let amplitude = Amplitude(self), !amplitude.isPlausible {
      remarks.append(amplitude.words(in: description.unit))
    }
    return remarks
  }

  /// From when to when, where that is not the whole recording, and how often where that varies.
  private func span(_ first: Time, _ last: Time) -> String? {
    let text = "measured from \(first.words) to \(last.words)"
    if let rate = description.rate {
      let isWhole = first <= rate.period && duration - last <= rate.period + rate.period
      return isWhole ? nil : text
    }
    guard let median = intervals.median, let longest = intervals.longest else { return text }
    return text + ", every \(median.brief(in: median)) s (median), at most \(longest.length.words)"
      + " apart, after \(longest.start.words)"
  }
}

extension TimeFindings {
  /// What is to be said of the times in the file; the gaps of an even channel are seen in its samples.
  fileprivate func words(isEven: Bool) -> [String] {
    guard !isEven, gaps.count > 0, let gapThreshold else { return remarks }
    return remarks + [
      "\(gaps.count.of("gap")) of more than \(gapThreshold.words), \(gaps.total.words) in all"
    ]
  }
}

extension Amplitude {
  fileprivate func words(in unit: Unit) -> String {
    let range = "\(range.range.lowerBound.brief(in: 1)) to \(range.range.upperBound.brief(in: 1))"
    let measured =
      self.range.measure == .spread
      ? "from the 1st to the 99th percentile it spans" : "its median is"
    var text =
      "\(measured) \(value.brief(in: value)) \(unit.rawValue), where \(self.range.quantity) has"
    text += " \(range) \(self.range.unit.rawValue)"
    guard let likelyUnit else { return text }
    if let factor {
      let isLarge = factor >= 1
      let size = isLarge ? factor : 1 / factor
      text += ": it looks \(size.brief(in: size)) times too \(isLarge ? "large" : "small")"
    }
    return text + "; is the unit \(likelyUnit.rawValue)?"
  }
}

extension Time {
  /// The time in seconds, and in days, hours and minutes where that is more than an hour.
  fileprivate var words: String {
    let text = "\(seconds.brief(in: 1)) s"
    guard seconds >= 3600, seconds < 1e10 else { return text }
    let minutes = Int(seconds / 60)
    let parts = [(minutes / 1440, "d"), (minutes / 60 % 24, "h"), (minutes % 60, "min")]
    let shown = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return text + " (" + shown.joined(separator: " ") + ")"
  }
}
