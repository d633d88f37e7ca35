import Configuration
import Pipelines
import Signals

/// Derives from beats how fast the heart beats, and how evenly.
///
/// For each beat but the first there is a heart rate, for each beat an RR interval and the ratios
/// of it to the intervals before. The rate is averaged as makers of monitors describe it: over the
/// latest 12 intervals without the longest and the shortest, but over the latest four once three
/// in succession were longer than 1.2 s.
///
/// An interval longer than `longest` is none: beats were missed, or the heart paused, and which of
/// the two is not to be seen here. Its RR is not a number, no heart rate is given, and averaging
/// starts anew.
struct HeartRate: Stage {
  static let name = "heart-rate"
  static let summary = "Derives the heart rate, the RR intervals and their ratios from beats."

  static let example = StageExample(
    #"{ "stage": "heart-rate" }"#, after: [#"{ "stage": "qrs" }"#],
    scene: #""rhythms": [ { "rhythm": "sinus" }, { "rhythm": "sinus", "from": 14, "rate": 110 } ]"#,
    seconds: 8...24, shows: ["II", "QRS"])

  /// Over how many intervals before it an RR interval is compared.
  static let neighbours = 8

  private let beats: String
  private let average: Int
  private let longest: Time
  private let names: [String]

  init(_ settings: inout Settings) {
    beats = settings.string("beats", default: "QRS", "The layer of beats.")
    average = settings.integer(
      "average", in: 1...64, default: 12,
      "How many intervals are averaged; of four or more, the longest and the shortest are left out,"
        + " and after three in succession above 1.2 s only the latest four count."
    )
    longest = Time(
      seconds: settings.number(
        "longest", in: 0.5...60, default: 3, unit: "s",
        "The longest interval between two beats; what is longer starts the averaging anew."))
    names = [
      settings.string("output", default: "heart rate", "The name of the channel of rates."),
      settings.string(
        "intervals", default: "RR interval", "The name of the channel of RR intervals."),
      settings.string(
        "rhythm", default: "rhythm",
        "The name of the channel with the ratios of an RR interval to the mean of up to 8 before"
          + " it ('RR ratio') and to the one before it ('RR change')."),
    ]
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let delay = layout.layers[try layout.layer(beats, key: "beats")].delay
    var layout = layout
    try layout.add(
      ChannelDescription(name: names[0], kind: .numeric, unit: .perMinute, delay: delay),
      key: "output")
    try layout.add(
      ChannelDescription(name: names[1], kind: .numeric, unit: .second, delay: delay),
      key: "intervals")
    try layout.add(
      ChannelDescription(
        name: names[2], kind: .numeric, unit: .one, axis: ["RR ratio", "RR change"], delay: delay),
      key: "rhythm")
    return layout
  }

  struct State: Sendable {
    var layer: Int
    /// The slot of the first of the three channels.
    var slot: Int
    var intervals: IntervalHistory
    var last: Time?
  }

  func start(on layout: Layout) -> State {
    guard let layer = layout.layers.firstIndex(where: { $0.name == beats }) else {
      preconditionFailure("a layout is checked before it is run: there are no beats")
    }
    return State(
      layer: layer, slot: layout.channels.count,
      intervals: IntervalHistory(capacity: max(average, Self.neighbours)))
  }

  func process(_ part: inout Recording, _ state: inout State) {
    for index in part.layers[state.layer].annotations.indices {
      let annotation = part.layers[state.layer].annotations[index]
      guard annotation.kind == .beat, annotation.phase == .point else { continue }
      if let last = state.last, annotation.time <= last { continue }
      take(annotation.time, &part, &state)
      state.last = annotation.time
    }
    for slot in state.slot..<state.slot + names.count {
      part.channels[slot].through = part.layers[state.layer].through
    }
  }

  private func take(_ time: Time, _ part: inout Recording, _ state: inout State) {
    let (rates, intervals, rhythm) = (state.slot, state.slot + 1, state.slot + 2)
    part.channels[rhythm].times.append(time)
    guard let last = state.last, time - last <= longest else {
      state.intervals.clear()
      part.channels[intervals].append(.nan, at: time)
      part.channels[rhythm].samples.append(.nan)
      part.channels[rhythm].samples.append(.nan)
      return
    }
    let interval = (time - last).seconds
    part.channels[intervals].append(Float(interval), at: time)
    part.channels[rhythm].samples.append(
      Float(interval / state.intervals.mean(ofLatest: Self.neighbours)))
    part.channels[rhythm].samples.append(Float(interval / state.intervals.mean(ofLatest: 1)))
    state.intervals.append(interval)
    part.channels[rates].append(
      Float(60 / state.intervals.trimmedMean(ofLatest: average)), at: time)
  }
}
