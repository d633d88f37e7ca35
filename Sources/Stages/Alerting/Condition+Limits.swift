extension Condition {
  /// Whether one value of a channel can meet this comparison and another one, of the same channel.
  func meets(_ other: Condition) -> Bool {
    guard case .compare(let channel, let value, let relation, let limit, _, _) = test,
      case .compare(channel, value, let otherRelation, let otherLimit, _, _) = other.test
    else { return false }
    return switch (relation == .below, otherRelation == .below) {
    case (true, true), (false, false): true
    case (true, false): otherLimit < limit
    case (false, true): limit < otherLimit
    }
  }
}
