import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Measures how much power a channel of uneven times has in bands of frequency.
///
/// A vector comes at every multiple of `every` from the start of the recording whose window holds a
/// sample. Its densities are those of ``LombScargle/Normalization/density`` at the multiples of `step`,
/// and zero at frequency zero, since the mean is fitted; a power is the area under the straight lines
/// between them.
struct LombScargleStage: Stage {
  static let name = "lomb-scargle"
  static let summary =
    "Measures power in bands of frequency of a channel whose samples come at uneven times."

  static let example = StageExample(
    #"""
    { "stage": "lomb-scargle", "channels": "RR interval", "window": 60, "every": 10,
      "bands": [ { "name": "LF", "low": 0.04, "high": 0.15 },
                 { "name": "HF", "low": 0.15, "high": 0.4 } ] }
    """#,
    after: [#"{ "stage": "qrs" }"#, #"{ "stage": "heart-rate" }"#],
    scene: #""patient": { "sinusArrhythmia": 0.1 }"#,
    seconds: 0...180, shows: ["RR interval"])

  private let channels: ChannelSelection
  private let bands: [FrequencyBand]
  private let window: Double
  private let every: Time
  private let step: Double
  private let grid: LombScargle.Grid
  private let least: Int
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .numeric),
      "The channel to measure: of several that fit, the one named first, else the first.")
    bands = FrequencyBand.list(&settings)
    window = settings.number(
      "window", in: 5...86_400, default: 300, unit: "s", "The time that a value is of.")
    every = Time(
      seconds: settings.number(
        "every", in: 1...86_400, default: 30, unit: "s", "The time from one value to the next."))
    let step = settings.optionalNumber(
      "step", in: 1e-5...10, unit: "Hz",
      "The step from one frequency to the next; a quarter of 1 / 'window', if not given.")
    least = settings.integer(
      "least", in: 3...100_000, default: 20,
      "With fewer samples, or where they span less than half of the window, there is no value.")
    output = settings.string("output", default: "power", "The name of the channel of powers.")
    self.step = step ?? 0.25 / window
    let highest = bands.map(\.high).max() ?? 0
    let count = min(Self.most, max(1, (highest / self.step).rounded(.up)))
    grid = LombScargle.Grid(first: self.step, step: self.step, count: Int(count))
    if highest / self.step > Self.most {
      settings.refuse(
        "bands", "reach over more than \(Int(Self.most)) frequencies: take a larger 'step'")
    }
  }

  private static let most = 20_000.0

  private func slot(in layout: Layout) throws(Mismatch) -> Int {
    let slot = try channels.first(in: layout)
    let channel = layout.channels[slot]
    guard channel.width == 1 else {
      throw Mismatch("channels", "'\(channel.name)' must have one value a sample")
    }
    if let rate = channel.rate {
      try FrequencyBand.check(bands, on: channel, rate: rate.hertz)
      guard window * rate.hertz <= Self.most else {
        throw Mismatch("window", "holds too many samples of '\(channel.name)'")
      }
    }
    return slot
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let channel = layout.channels[try slot(in: layout)]
    var layout = layout
    try layout.add(
      ChannelDescription(
        name: output, kind: .numeric, unit: channel.unit.squared, axis: bands.map(\.name),
        delay: channel.delay), key: "output")
    return layout
  }

  struct State: Sendable {
    var slot: Int
    var output: Int
    var recent = RecentMeasurements(capacity: 1024)
    /// The moment of the next vector; none while the window is empty.
    var next: Time?
    var times: [Double] = []
    var values: [Double] = []
    var room: LombScargle.Room
    var densities: [Float] = []
  }

  func start(on layout: Layout) -> State {
    guard let slot = try? slot(in: layout) else {
      preconditionFailure("a layout is checked before it is run: there is no channel")
    }
    var state = State(
      slot: slot, output: layout.channels.count,
      room: LombScargle.Room(grid, samples: 1024))
    state.times.reserveCapacity(1024)
    state.values.reserveCapacity(1024)
    state.densities.reserveCapacity(grid.count + 1)
    return state
  }

  func process(_ part: inout Recording, _ state: inout State) {
    for index in 0..<part.channels[state.slot].count {
      let value = part.channels[state.slot].samples[index]
      guard value.isFinite else { continue }
      let time = part.channels[state.slot].time(of: index)
      give(before: time, &part, &state)
      state.recent.append(value, at: time)
      if state.next == nil { state.next = .multiple(of: every, notBefore: time) }
    }
    give(before: part.channels[state.slot].through, &part, &state)
    part.channels[state.output].through = part.channels[state.slot].through
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    let end = part.channels[state.slot].through
    give(before: end + Time(nanoseconds: 1), &part, &state)
  }

  /// Gives the vectors whose moments lie before a time.
  private func give(before end: Time, _ part: inout Recording, _ state: inout State) {
    while let time = state.next, time < end {
      state.recent.forget(through: time - Time(seconds: window))
      guard state.recent.count > 0 else {
        state.next = nil
        return
      }
      part.channels[state.output].times.append(time)
      append(at: time, &state, to: &part.channels[state.output].samples)
      state.next = time + every
    }
  }

  private func append(at time: Time, _ state: inout State, to samples: inout [Float]) {
    state.times.removeAll(keepingCapacity: true)
    state.values.removeAll(keepingCapacity: true)
    for place in 0..<state.recent.count {
      state.times.append((state.recent[place].time - time).seconds)
      state.values.append(Double(state.recent[place].value))
    }
    let span = (state.times.last ?? 0) - (state.times.first ?? 0)
    guard state.times.count >= least, span >= window / 2 else {
      for _ in bands { samples.append(.nan) }
      return
    }
    Self.measure(state.times, state.values, grid, in: &state.room)
    state.densities.removeAll(keepingCapacity: true)
    state.densities.append(0)
    for power in state.room.powers { state.densities.append(Float(power)) }
    for band in bands {
      let power = FrequencyAxis.power(
        of: state.densities.span, resolution: step, in: band.low..<band.high)
      samples.append(Float(power))
    }
  }

  private static func measure(
    _ times: [Double], _ values: [Double], _ grid: LombScargle.Grid, in room: inout LombScargle.Room
  ) {
    LombScargle(.density).find(times: times.span, values: values.span, at: grid, in: &room)
  }
}
