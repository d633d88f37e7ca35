import Formats
import Glibc
import Signals

/// Writes a recording of one ECG lead.
func writeLead(_ samples: [Float], hertz: Double = 250, to path: String) throws {
  guard let rate = Rate(hertz: hertz) else { throw Failure("rate") }
  let layout = Layout(channels: [
    ChannelDescription(name: "II", kind: .ecg, lead: "II", unit: .millivolt, rate: rate)
  ])
  let duration = rate.time(of: samples.count)
  let writer = try RecordingWriter(creating: path)
  try writer.begin(Header(layout: layout, duration: duration))
  var part = Recording(layout)
  part.channels[0].samples = samples
  part.channels[0].through = duration
  try writer.append(part)
  try writer.finish()
}

/// A pipeline that filters a lead, finds its beats and watches for their absence.
let beatWatch = #"""
  { "stages": [
    { "stage": "bandpass", "channels": { "kind": "ecg" }, "low": 0.5, "high": 40 },
    { "stage": "qrs", "channels": { "kind": "ecg", "lead": "II" } },
    { "stage": "alarm", "name": "asystole", "when": { "since": "QRS", "atLeast": 4, "unit": "s" },
      "reset": { "beats": 1 }, "within": 10, "priority": "high" } ] }
  """#
