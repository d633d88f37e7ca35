public import Configuration

/// A way to cut a cohort into equal parts, each judged on once.
///
/// The patients are taken in ascending order of their pseudonyms, by number where all are numbers,
/// else letter by letter; the part of a patient is its position modulo the count.
public struct Folds: Hashable, Sendable {
  /// The number of parts.
  public var count: Int
  /// The part to judge on.
  public var test: Int
  /// The part to choose by: the one after it.
  public var validation: Int { (test + 1) % count }

  /// Cuts into as many parts and judges on one of them.
  public init(count: Int, test: Int) {
    precondition(count > 2 && (0..<count).contains(test))
    self.count = count
    self.test = test
  }

  /// Reads how a cohort is cut.
  public init(_ settings: inout Settings) {
    count = settings.integer("count", in: 3...100, default: 5, "The number of parts.")
    test = settings.integer(
      "test", in: 0...99, default: 0,
      "The part to judge on; the one after it is to choose by, all others to learn from.")
    if test >= count { settings.refuse("test", "must be below 'count'") }
    test = min(test, count - 1)
  }

  /// What a part is used for.
  func purpose(of part: Int) -> Cohort.Split {
    part == test ? .test : part == validation ? .validation : .train
  }
}

extension Cohort {
  /// The cohort with its recordings split by folds and no longer as its table says.
  public func split(by folds: Folds) -> Cohort {
    var cohort = self
    let patients = Set(members.map(\.patient))
    let numbers = patients.compactMap { Int($0) }
    let order =
      Set(numbers).count == patients.count
      ? patients.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }
      : patients.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    var parts: [String: Int] = [:]
    for (position, patient) in order.enumerated() { parts[patient] = position % folds.count }
    cohort.members = members.map { member in
      var member = member
      member.split = parts[member.patient].map { folds.purpose(of: $0) }
      return member
    }
    return cohort
  }
}
