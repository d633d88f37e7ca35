import Configuration
import Pipelines
import Signals

/// Measures how long after each heartbeat its pulse begins.
///
/// A pulse belongs to the latest beat at least `shortest` before it. A beat's time is that of the
/// first such pulse, as a sample at the time of the beat; it is not a number where there is none
/// within `longest`. From the R wave it is the pre-ejection period and the time the wave takes to
/// the sensor; R. Mukkamala et al., Toward ubiquitous blood pressure monitoring via pulse transit
/// time, IEEE Trans. Biomed. Eng. 62 (2015) 1879–1901, doi:10.1109/TBME.2015.2441951.
struct PulseArrival: Stage {
  static let name = "pulse-arrival"
  static let summary = "Measures the time from each heartbeat to the pulse that it makes."

  static let example = StageExample(
    #"{ "stage": "pulse-arrival" }"#,
    after: [#"{ "stage": "qrs" }"#, #"{ "stage": "pulse", "channels": "PPG" }"#],
    scene: #""ectopics": [ { "at": 14 } ]"#,
    seconds: 10...22, shows: ["II", "PPG", "QRS", "pulse"])

  private let beats: String
  private let pulses: String
  private let labels: [String]
  private let shortest: Time
  private let longest: Time
  private let output: String

  init(_ settings: inout Settings) {
    beats = settings.string("beats", default: "QRS", "The layer of heartbeats.")
    pulses = settings.string("pulses", default: "pulse", "The layer of pulses.")
    labels = settings.strings(
      "labels", default: [], "The labels of pulses that count; without it all do.")
    let least = settings.number(
      "shortest", in: 0...1, default: 0.05, unit: "s", "The shortest time to a beat's own pulse.")
    let most = settings.number(
      "longest", in: 0.05...2, default: 0.6, unit: "s", "The longest time to a beat's own pulse.")
    output = settings.string(
      "output", default: "pulse arrival", "The name of the channel of times.")
    shortest = Time(seconds: least)
    longest = Time(seconds: most)
    if least >= most { settings.refuse("longest", "must be above 'shortest'") }
    if beats == pulses { settings.refuse("pulses", "must be another layer than 'beats'") }
  }

  func joins(in layout: Layout) -> Inputs {
    Inputs(
      layers: [beats, pulses].compactMap { name in layout.layers.firstIndex { $0.name == name } })
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    try layout.layers[try layout.layer(beats, key: "beats")].checkBeats(key: "beats")
    let pulse = layout.layers[try layout.layer(pulses, key: "pulses")]
    try pulse.checkBeats(key: "pulses")
    if !labels.isEmpty { try pulse.checkAny(of: labels, key: "labels") }
    var layout = layout
    try layout.add(
      ChannelDescription(
        name: output, kind: .numeric, unit: .second,
        delay: joins(in: layout).delay(in: layout) + longest), key: "output")
    return layout
  }

  struct State: Sendable {
    var beats: Int
    var pulses: Int
    var output: Int
    /// The beats and pulses that are not done with.
    var pending: [Time] = []
    var heard: [Time] = []
    var last = Time.distantPast
  }

  func start(on layout: Layout) -> State {
    let inputs = joins(in: layout)
    guard inputs.layers.count == 2 else {
      preconditionFailure("a layout is checked before it is run: there are no beats and pulses")
    }
    return State(beats: inputs.layers[0], pulses: inputs.layers[1], output: layout.channels.count)
  }

  func process(_ part: inout Recording, _ state: inout State) {
    for index in part.layers[state.beats].annotations.indices {
      let annotation = part.layers[state.beats].annotations[index]
      guard annotation.kind == .beat, annotation.phase == .point, annotation.time > state.last
      else { continue }
      state.pending.append(annotation.time)
      state.last = annotation.time
    }
    for index in part.layers[state.pulses].annotations.indices {
      let annotation = part.layers[state.pulses].annotations[index]
      guard annotation.kind == .beat, annotation.phase == .point else { continue }
      if labels.isEmpty || labels.contains(annotation.label) {
        state.heard.append(annotation.time)
      }
    }
    let complete = min(
      part.layers[state.beats].through, part.layers[state.pulses].through)
    give(before: complete - longest, &part, &state)
    part.channels[state.output].through = complete - longest
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    give(before: .distantFuture, &part, &state)
    part.channels[state.output].through = min(
      part.layers[state.beats].through, part.layers[state.pulses].through)
  }

  /// Gives the times of the beats before `through`, of which all pulses and the next beat that could
  /// claim one are known.
  private func give(before through: Time, _ part: inout Recording, _ state: inout State) {
    var (done, used) = (0, 0)
    while done < state.pending.count, state.pending[done] < through {
      let beat = state.pending[done]
      let next = done + 1 < state.pending.count ? state.pending[done + 1] : .distantFuture
      while used < state.heard.count, state.heard[used] < beat + shortest { used += 1 }
      var arrival = Float.nan
      if used < state.heard.count, state.heard[used] <= beat + longest,
        state.heard[used] < next + shortest
      {
        arrival = Float((state.heard[used] - beat).seconds)
      }
      part.channels[state.output].append(arrival, at: beat)
      done += 1
    }
    state.pending.removeFirst(done)
    // Without beats, pulses that no beat to come can claim are forgotten.
    while used < state.heard.count, state.heard[used] < through { used += 1 }
    state.heard.removeFirst(used)
  }
}
