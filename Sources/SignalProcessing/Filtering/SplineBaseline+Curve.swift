extension SplineBaseline {
  /// The baseline at a position, and how far it is to be trusted; nil while knots still to come, none
  /// of them before `through`, may change it.
  func baseline(
    at position: Int, segment: Int, through: Int, _ state: State
  ) -> (level: Double, mark: FilteredSamples.Mark)? {
    let after = state.passed < state.knots.count ? state.knots[state.passed] : nil
    guard state.passed > 0, state.knots[state.passed - 1].segment == segment else {
      guard let after else {
        return isBeyond(position, through) ? (0, .edge) : nil
      }
      let isNear = after.segment == segment && after.position - position <= longest
      return (isNear ? after.level : 0, .edge)
    }
    let before = state.knots[state.passed - 1]
    guard let after else {
      return isBeyond(before.position, through) ? (before.level, .edge) : nil
    }
    guard areJoined(before, after) else { return (before.level, .edge) }
    var next: Knot?
    if state.passed + 1 < state.knots.count {
      next = state.knots[state.passed + 1]
    } else if !isBeyond(after.position, through) {
      return nil
    }
    if let knot = next, !areJoined(after, knot) { next = nil }
    var previous: Knot?
    if state.passed > 1, areJoined(state.knots[state.passed - 2], before) {
      previous = state.knots[state.passed - 2]
    }
    let level = Self.curve(
      at: position, previous ?? before, before, after, next ?? after)
    return (level, previous == nil || next == nil ? .edge : .sound)
  }

  /// Whether no knot can come any more that is joined to one at `position`.
  private func isBeyond(_ position: Int, _ through: Int) -> Bool { through - longest > position }

  private func areJoined(_ left: Knot, _ right: Knot) -> Bool {
    left.segment == right.segment && right.position - left.position <= longest
  }

  /// The cubic from `left` to `right`, its slopes those of the lines from `before` to `right` and from
  /// `left` to `after`.
  private static func curve(
    at position: Int, _ before: Knot, _ left: Knot, _ right: Knot, _ after: Knot
  ) -> Double {
    let length = Double(right.position - left.position)
    let way = Double(position - left.position) / length
    let rest = 1 - way
    let start = slope(before, right) * length
    let end = slope(left, after) * length
    let levels = left.level * (1 + 2 * way) * rest * rest + right.level * (3 - 2 * way) * way * way
    let slopes = start * way * rest * rest - end * way * way * rest
    return levels + slopes
  }

  private static func slope(_ left: Knot, _ right: Knot) -> Double {
    (right.level - left.level) / Double(right.position - left.position)
  }
}
