import Configuration
public import Signals

extension TrainingPlan {
  /// What the network is to say: classes, or numbers.
  public struct Target: Sendable {
    /// Which steps of a recording say what they were to say.
    public enum Place: String, CaseIterable, Sendable {
      /// Every one.
      case every
      /// The last one.
      case last
    }

    /// The classes in the order of the network's scores.
    public var classes: [TargetClass] = []
    /// The numbers; empty: classes are said.
    public var values: [TargetValue] = []
    /// The unit of the numbers.
    public var unit = Unit.one
    /// The place of the class of steps that no label says anything of; none: they are not learnt.
    public var otherwise: Int?
    /// The farthest that an annotation of the reference may be from the step that it labels.
    public var window = Time(seconds: 0.15)
    /// Which steps are learnt, and judged.
    public var at = Place.every
    /// What steps before the last are worth beside it.
    public var before = 0.0
    /// Where in a recording learning begins.
    public var after = Time.zero

    init() {}

    init(_ settings: inout Settings) {
      window = Time(
        seconds: settings.number(
          "window", in: 0...1e6, default: 0.15, unit: "s",
          "The farthest that an annotation may be from the step that it labels."))
      classes = settings.list(
        "classes", required: !settings.isDescribing && !settings.has("values"),
        "The classes; a step with none of their labels is not learnt. Of two, the second is what the"
          + " network gives the log-odds of."
      ) { TargetClass(&$0) }
      values = settings.list(
        "values", "The numbers that are learnt in place of classes, each on a scale of its own."
      ) { TargetValue(&$0) }
      unit =
        settings.optionalString("unit", "The unit of the numbers, where they all have one.")
        .map { Unit(rawValue: $0) } ?? .one
      let other = settings.optionalString(
        "otherwise", "The class of steps that no label says anything of.")
      at = settings.choice(
        "at", default: .every, "Which steps of a recording are learnt, and judged.")
      before = settings.number(
        "before", in: 0...10, default: 0,
        "Where the last step is learnt: what all before it are worth together beside it.")
      after = Time(
        seconds: settings.number(
          "after", in: 0...1e9, default: 0, unit: "s", "Where in a recording learning begins."))
      otherwise = other.flatMap { name in classes.firstIndex { $0.name == name } }
      if settings.isDescribing { return }
      if settings.has("before"), at == .every {
        settings.refuse("before", "changes nothing where every step is learnt")
      }
      if settings.has("values") {
        checkValues(&settings)
      } else {
        checkClasses(&settings, other)
      }
    }

    private func checkClasses(_ settings: inout Settings, _ other: String?) {
      if settings.has("unit") { settings.refuse("unit", "changes nothing without 'values'") }
      if classes.count < 2 { settings.refuse("classes", "must be at least two") }
      if Set(classes.map(\.name)).count < classes.count {
        settings.refuse("classes", "must have different names")
      }
      if Set(classes.flatMap(\.labels)).count < classes.flatMap(\.labels).count {
        settings.refuse("classes", "must not share labels")
      }
      if let other, otherwise == nil {
        settings.refuse(
          "otherwise", "must be a class" + suggestion(for: other, among: classes.map(\.name)))
      }
      for (place, one) in classes.enumerated() where one.labels.isEmpty && place != otherwise {
        settings.refuse("classes", "must have labels, but for the one that is 'otherwise'")
      }
    }

    /// The class that a label of the reference belongs to.
    public func place(of label: String) -> Int? {
      classes.firstIndex { $0.labels.contains(label) }
    }
  }

  /// A class, and the labels of the reference that belong to it.
  public struct TargetClass: Sendable {
    /// The name.
    public var name: String
    /// The labels.
    public var labels: [String]

    init(_ settings: inout Settings) {
      name = settings.string("name", "The name.")
      labels = settings.strings(
        "labels", default: [], "The labels of the reference that belong to it.")
    }
  }
}
