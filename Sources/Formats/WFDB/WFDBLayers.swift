public import Signals

extension WFDBAnnotations {
  /// What a record's annotations say, sorted into layers.
  public struct Layers: Hashable, Sendable {
    /// Heart beats, labelled with the mnemonics of WFDB.
    public var beats: [Interval] = []
    /// Rhythms, each lasting until the next, labelled as the file names them, such as `(AFIB`.
    public var rhythm: [Interval] = []
    /// Stretches of bad signal by channel, labelled `noisy` or `unreadable`.
    public var quality: [Interval] = []
    /// All other remarks: the mnemonic, and the text where there is one.
    public var events: [Interval] = []
  }

  /// Sorts the remarks into layers, at the times of their samples.
  ///
  /// The text of comments and links is left out unless it is to be kept, since it can identify a
  /// patient. Of a change of quality, the low four bits of the subtype say which signals are noisy
  /// and the next four which are unreadable; −1 stands for all.
  public func layers(
    of header: WFDBHeader, duration: Time, keepingComments keepsComments: Bool
  ) -> Layers {
    let rate = resolution.flatMap { Rate(hertz: $0) } ?? header.rate
    var layers = Layers()
    var changes: [(time: Time, states: [String])] = []
    for annotation in all.sorted(by: { $0.sample < $1.sample }) {
      let time = rate.time(of: annotation.sample)
      let label = mnemonic(of: annotation.code)
      switch annotation.code {
      case .rhythm:
        layers.rhythm.append(
          Interval(
            .rhythm, onset: time, duration: nil,
            label: annotation.text.isEmpty ? label : annotation.text))
      case .noise:
        let states = header.signals.indices.map { annotation.quality(ofSignal: $0) }
        changes.append((time, states))
      case let code where code.isBeat:
        layers.beats.append(Interval(.beat, onset: time, label: label))
      case let code:
        let isKept = !annotation.text.isEmpty && (keepsComments || ![.note, .link].contains(code))
        layers.events.append(
          Interval(.event, onset: time, label: isKept ? "\(label) \(annotation.text)" : label))
      }
    }
    layers.rhythm = layers.rhythm.lastingUntilTheNext(duration)
    for (index, signal) in header.signals.enumerated() {
      var stretches: [Interval] = []
      for change in changes where change.states[index] != stretches.last?.label ?? "" {
        stretches.append(
          Interval(
            .quality, onset: change.time, duration: nil, label: change.states[index],
            channel: signal.name))
      }
      layers.quality += stretches.lastingUntilTheNext(duration).filter { !$0.label.isEmpty }
    }
    layers.quality.sort { $0.onset < $1.onset }
    return layers
  }
}

extension WFDBAnnotation {
  /// What a change of quality says of a signal, nothing where it is clean.
  fileprivate func quality(ofSignal index: Int) -> String {
    if subtype == -1 { return "unreadable" }
    guard index < 4 else { return "" }
    if subtype & (0x10 << index) != 0 { return "unreadable" }
    return subtype & (1 << index) != 0 ? "noisy" : ""
  }
}

extension [Interval] {
  /// The intervals, each ending where the next begins and the last with the recording.
  ///
  /// Of several that begin at once the last holds.
  fileprivate func lastingUntilTheNext(_ end: Time) -> [Interval] {
    var intervals: [Interval] = []
    for (index, interval) in enumerated() {
      let next = index + 1 < count ? self[index + 1].onset : Swift.max(end, interval.onset)
      guard next > interval.onset else { continue }
      var closed = interval
      closed.duration = next - interval.onset
      intervals.append(closed)
    }
    return intervals
  }
}
