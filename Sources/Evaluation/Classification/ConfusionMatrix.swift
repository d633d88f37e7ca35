/// How often a case of one class was taken for one of another.
public struct ConfusionMatrix: Hashable, Sendable {
  /// The names of the classes.
  public let classes: [String]
  /// Counts by true class and, within it, by predicted class.
  public private(set) var counts: [Int]

  /// A matrix of nothing over these classes.
  public init(classes: [String]) {
    self.classes = classes
    counts = Array(repeating: 0, count: classes.count * classes.count)
  }

  /// How many cases of class `truth` were taken for class `prediction`.
  public subscript(truth: Int, prediction: Int) -> Int {
    get { counts[truth * classes.count + prediction] }
    set { counts[truth * classes.count + prediction] = newValue }
  }

  /// Counts a case.
  public mutating func add(truth: Int, prediction: Int) {
    self[truth, prediction] += 1
  }

  /// The share of all cases that were taken for what they are.
  public var accuracy: Proportion {
    Proportion(
      classes.indices.reduce(0) { $0 + self[$1, $1] }, of: counts.reduce(0, +))
  }

  /// The share of the cases of a class that were taken for it; also called recall.
  public func sensitivity(of label: Int) -> Proportion {
    Proportion(
      self[label, label], of: classes.indices.reduce(0) { $0 + self[label, $1] })
  }

  /// The share of the cases taken for a class that are of it; also called precision.
  public func positivePredictivity(of label: Int) -> Proportion {
    Proportion(
      self[label, label], of: classes.indices.reduce(0) { $0 + self[$1, label] })
  }

  /// The share of the cases of other classes that were not taken for this one.
  public func specificity(of label: Int) -> Proportion {
    let positives = sensitivity(of: label).total
    let predicted = positivePredictivity(of: label).total
    let total = accuracy.total
    return Proportion(total - positives - predicted + self[label, label], of: total - positives)
  }

  /// The harmonic mean of sensitivity and positive predictivity, if the class occurs or was
  /// predicted.
  public func f1(of label: Int) -> Double? {
    let total = sensitivity(of: label).total + positivePredictivity(of: label).total
    return Proportion(2 * self[label, label], of: total).value
  }
}
