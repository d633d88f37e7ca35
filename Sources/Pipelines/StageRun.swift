public import Signals

/// One run of a stage, its types erased.
public final class StageRun {
  private let advance: (inout Recording) -> Void
  private let close: (inout Recording) -> Void
  private var alignment: Alignment

  /// A run of a stage on recordings of a layout.
  public convenience init(_ stage: any Stage, on layout: Layout) {
    self.init(opened: stage, on: layout)
  }

  private init<S: Stage>(opened stage: S, on layout: Layout) {
    var state = stage.start(on: layout)
    advance = { stage.process(&$0, &state) }
    close = { stage.finish(&$0, &state) }
    alignment = Alignment(stage.joins(in: layout), in: layout)
  }

  /// Works on the next part.
  public func process(_ part: inout Recording) {
    alignment.align(&part)
    advance(&part)
  }

  /// Works on what is left at the end.
  public func finish(_ part: inout Recording) {
    alignment.align(&part, isLast: true)
    advance(&part)
    close(&part)
  }
}
