import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Measures how the heart's rhythm varies, over a window of NN intervals.
///
/// NN intervals lie between two successive beats that are both normal, are neither too short nor too
/// long, and touch no stretch of bad signal; with `change` they are near the intervals before, too.
/// Others break the series: differences, boxes, patterns do not reach across them, nothing is filled
/// in. At each multiple of `every` from the start of the recording, from `window` on, the intervals
/// count both of whose beats lie in the window that ends then. A measure is not a number where there
/// are too few: below `least` intervals all but the count and the coverage are. When there has been no
/// beat for a whole window no more is given out.
///
/// - SDANN and SDNNI are of blocks of `block` from the beginning of the window.
/// - VLF, LF and HF are powers from 0.0033 to 0.04, to 0.15 and to 0.4 Hz: the area under a
///   generalised Lomb–Scargle periodogram at 2000 frequencies from 0.0033 to 0.5 Hz, or one of Welch
///   of the intervals sampled at 4 Hz along straight lines, in segments of 120 s.
/// - pNN50 and pNN20 are shares, not percentages; coverage is the share of the window that NN
///   intervals fill; sample entropy has m = 2 and r = 0.2 SDNN; the boxes of alpha 1 have 4 to 16
///   intervals, those of alpha 2 16 to 64.
struct Variability: Stage {
  static let name = "variability"
  static let summary =
    "Measures heart-rate variability over a sliding window: in time, in frequency, and its scaling."

  static let example = StageExample(
    #"""
    { "stage": "variability", "window": 60, "every": 10,
      "measures": ["mean NN", "RMSSD", "LF", "HF", "SD1/SD2"] }
    """#,
    after: [#"{ "stage": "qrs" }"#, #"{ "stage": "heart-rate" }"#],
    scene: #"""
      "rhythms": [ { "rhythm": "sinus" }, { "rhythm": "atrial-fibrillation", "from": 150 } ]
      """#, seconds: 0...300, shows: ["RR interval"])

  /// The longest window over which measures are found whose work grows with the square.
  private static let longestSquared = 3600.0
  /// For how many intervals there is room from the start; more take more.
  private static let capacity = 100_000

  let rule: NormalIntervalRule
  let window: Time
  let every: Time
  let block: Double
  let least: Int
  private let beats: String
  private let measures: [VariabilityMeasure]
  private let outputs: [(name: String, unit: Unit)]

  init(_ settings: inout Settings) {
    beats = settings.string("beats", default: "QRS", "The layer of beats.")
    rule = NormalIntervalRule(&settings)
    let seconds = settings.number(
      "window", in: 5...86_400, default: 300, unit: "s", "The time that a value is of.")
    window = Time(seconds: seconds)
    every = Time(
      seconds: settings.number(
        "every", in: 1...86_400, default: 60, unit: "s", "The time from one value to the next."))
    block = settings.number(
      "block", in: 1...3600, default: 300, unit: "s",
      "How long the blocks are that SDANN and SDNNI compare.")
    least = settings.integer(
      "least", in: 2...10_000, default: 10, "How many NN intervals there must be in a window.")
    let names = settings.strings(
      "measures",
      default: ["mean NN", "SDNN", "RMSSD", "SD1", "SD2", "LF", "HF", "count", "pNN50", "LF/HF"],
      "What is measured, of "
        + VariabilityMeasure.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ") + ".")
    outputs = [
      (
        settings.string(
          "times", default: "variability times", "The name of the channel of measures in ms."),
        .millisecond
      ),
      (
        settings.string(
          "powers", default: "variability powers", "The name of the channel of measures in ms2."),
        .squareMillisecond
      ),
      (
        settings.string(
          "ratios", default: "variability ratios", "The name of the channel of plain numbers."),
        .one
      ),
    ]
    measures = names.compactMap { VariabilityMeasure(rawValue: $0) }
    if settings.isDescribing { return }
    let known = VariabilityMeasure.allCases.map(\.rawValue)
    for name in names where !known.contains(name) {
      settings.refuse("measures", "has no '\(name)'" + suggestion(for: name, among: known))
    }
    if names.isEmpty { settings.refuse("measures", "must not be empty") }
    if Set(names).count < names.count { settings.refuse("measures", "must differ") }
    if measures.contains(.entropy), seconds > Self.longestSquared {
      settings.refuse(
        "measures", "has 'sample entropy' only in a window of \(Self.longestSquared) s at most")
    }
    if measures.contains(where: { $0.source == .blocks }), block * 2 > seconds {
      settings.refuse("block", "must fit into 'window' twice")
    }
  }

  func joins(in layout: Layout) -> Inputs {
    let names = [beats] + (rule.quality.map { [$0] } ?? [])
    return Inputs(
      layers: names.compactMap { name in layout.layers.firstIndex { $0.name == name } })
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let description = layout.layers[try layout.layer(beats, key: "beats")]
    try description.checkBeats(key: "beats")
    try description.checkAny(of: rule.labels, key: "normal")
    if let quality = rule.quality {
      try layout.layers[try layout.layer(quality, key: "quality")].checkStretches(key: "quality")
    }
    let delay = joins(in: layout).delay(in: layout)
    var layout = layout
    for (key, output) in zip(["times", "powers", "ratios"], outputs) {
      let axis = measures.filter { $0.unit == output.unit }.map(\.rawValue)
      if axis.isEmpty { continue }
      try layout.add(
        ChannelDescription(
          name: output.name, kind: .numeric, unit: output.unit, axis: axis, delay: delay), key: key)
    }
    return layout
  }

  struct State: Sendable {
    var moments: Moments
    var layer: Int
    var finder: NormalIntervalFinder
    var intervals: NormalIntervals
    /// For each channel that is written, its slot and what its samples hold.
    var outputs: [(slot: Int, measures: [VariabilityMeasure])]
    var workshop: VariabilityWorkshop
    /// When the next values are due.
    var next: Time
  }

  func start(on layout: Layout) -> State {
    let inputs = joins(in: layout)
    guard let layer = inputs.layers.first else {
      preconditionFailure("a layout is checked before it is run: there are no beats")
    }
    let written = outputs.map { output in measures.filter { $0.unit == output.unit } }
      .filter { !$0.isEmpty }
    // What waits for the next values, and what they are of.
    let longest = (window.seconds + every.seconds) / rule.shortest.seconds
    let capacity = min(Int(longest) + 2, Self.capacity)
    return State(
      moments: Moments(of: inputs), layer: layer, finder: NormalIntervalFinder(rule),
      intervals: NormalIntervals(capacity: capacity),
      outputs: written.enumerated().map { (layout.channels.count + $0.offset, $0.element) },
      workshop: VariabilityWorkshop(
        measures: measures, window: window.seconds, block: block, capacity: capacity),
      next: .multiple(of: every, notBefore: window))
  }

  func process(_ part: inout Recording, _ state: inout State) {
    state.moments.rewind()
    let through = state.moments.through(part)
    while true {
      let time = state.moments.next(in: part)
      guard time < through else { break }
      give(before: time, &part, &state)
      while let (slot, index) = state.moments.takeAnnotation(through: time, of: part) {
        take(part.layers[slot].annotations[index], slot, &state)
      }
    }
    give(before: through, &part, &state)
    for output in state.outputs { part.channels[output.slot].through = through }
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    let end = part.layers[state.layer].through
    give(before: end + Time(nanoseconds: 1), &part, &state)
  }

  private func take(_ annotation: Annotation, _ slot: Int, _ state: inout State) {
    guard slot == state.layer else { return state.finder.take(quality: annotation) }
    guard annotation.kind == .beat, annotation.phase == .point else { return }
    if let last = state.finder.lastBeat, annotation.time <= last { return }
    guard let start = state.finder.take(beat: annotation) else { return }
    state.intervals.append(
      from: start.seconds, to: annotation.time.seconds,
      length: Double((annotation.time - start).nanoseconds) / 1e6)
  }

  /// Gives the values whose moments lie before a time.
  private func give(before time: Time, _ part: inout Recording, _ state: inout State) {
    while state.next < time {
      guard let last = state.finder.lastBeat, state.next - last < window else {
        // Nothing until the next beat.
        state.next = max(state.next, .multiple(of: every, notBefore: time))
        return
      }
      give(at: state.next, &part, &state)
      state.next = state.next + every
    }
  }

  private func give(at time: Time, _ part: inout Recording, _ state: inout State) {
    let start = (time - window).seconds
    state.intervals.forget(before: start)
    state.workshop.measure(state.intervals, from: start, isEnough: state.intervals.count >= least)
    for output in state.outputs {
      part.channels[output.slot].times.append(time)
      for measure in output.measures {
        part.channels[output.slot].samples.append(
          Float(state.workshop.value(of: measure)))
      }
    }
  }
}
