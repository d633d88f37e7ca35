import Configuration
public import Pipelines
public import Signals

extension TrainingPlan {
  /// How what was observed becomes what the network takes in.
  public struct Encoding: Sendable {
    /// What was decided; the rest is fitted to the recordings to learn from.
    public var choices = InputEncoding.Choices()
    /// The channels of which nothing but values is told.
    public var plain: [String] = []

    init() {}

    init(_ settings: inout Settings) {
      let cell = settings.optionalNumber(
        "grid", in: 0.001...1e9, unit: "s",
        "Steps within one cell of this length, counted from the start of the recording, are taken as"
          + " one, at the time of the last of them; without it every time is a step.")
      choices.grid = StepGrid(
        cell: cell.map { Time(seconds: $0) },
        merging: settings.choice(
          "merging", default: .last, "What several values of an input in one cell become."))
      choices.gap = settings.number(
        "gap", in: 0.001...1e9, default: choices.gap, unit: "s",
        "The time without a step after which the network begins anew.")
      choices.unit = settings.optionalNumber(
        "timeUnit", in: 1e-6...1e9, unit: "s",
        "What one unit of network time is; without it the mean time between steps.")
      choices.halfLife = settings.optionalNumber(
        "halfLife", in: 0.001...1e9, unit: "s",
        "After how long half of a value is left where it is missing, the mean taking its place;"
          + " without it values stay as seen last. What is stated once never decays.")
      choices.masks = settings.flag(
        "masks", default: true,
        "Whether the network is told which channels are there, and which of those stated once were."
      )
      choices.ages = settings.choice(
        "ages", default: choices.ages,
        "How it is told how long ago a channel was seen, a in units of network time: not at all,"
          + " 'saturating' a/(1 + a), 'logarithmic' ln(1 + a), or 'plain' a.")
      plain = settings.strings(
        "plain", default: [], "Channels of which neither presence nor age is told.")
      choices.clip = settings.number(
        "clip", in: 0...25, default: 0, unit: "%",
        "The share of values that is cut off at either end of each input.")
      choices.squares = settings.strings(
        "squares", default: [],
        "Inputs, or axes of vectors, whose values enter a second time: as their squares, once they are"
          + " on the common scale.")
      if let bins = settings.object(
        "bins",
        "A piecewise-linear encoding: values that enter again, once for each bin between quantiles of"
          + " the values to learn from, as how far they have come through it.",
        { settings in
          (
            inputs: settings.strings("inputs", "Inputs, or axes of vectors."),
            count: settings.integer(
              "count", in: 2...64, default: 6,
              "How many bins each has; fewer where quantiles are the same.")
          )
        })
      {
        choices.binned = bins.inputs
        choices.bins = bins.count
      }
      choices.takesLogarithms = settings.flag(
        "logarithms",
        "Takes an input x as ln(1 + x/m), m the median of its values above 0, where none is"
          + " negative, their skewness is above 1, and the logarithms' is nearer to 0.")
      if !settings.isDescribing, cell == nil, settings.has("merging") {
        settings.refuse("merging", "changes nothing without 'grid'")
      }
    }
  }
}

extension TrainingPlan.Encoding {
  /// What is told of the channels that inputs are taken from; throws a plain one that is not there.
  public func tellings(
    of inputs: ObservedInputs, in layout: Layout
  ) throws(Mismatch) -> [InputEncoding.Telling] {
    let channels = inputs.sources.map { layout.channels[$0.slot] }
    for name in plain where !channels.contains(where: { $0.name == name }) {
      throw Mismatch(
        "plain",
        "no input is of channel '\(name)'" + suggestion(for: name, among: channels.map(\.name)))
    }
    return channels.map { channel in
      if plain.contains(channel.name) { return .nothing }
      return channel.kind == .descriptor ? .once : .presence
    }
  }
}
