internal import Kernels

/// One term of an objective at one step of sixteen sequences: adds up losses and writes slopes.
struct StepLoss: ~Copyable {
  /// Each lane's loss, times its weight.
  var loss = Lanes.zero
  /// What each lane's sequence weighs.
  let weights: Lanes
  /// What slopes are multiplied by beyond that.
  let scale: Float

  init(weights: Lanes, scale: Float) {
    self.weights = weights
    self.scale = scale
  }

  /// Takes in the outputs of the term and its targets, and adds the slopes to the gradients.
  mutating func add(
    _ term: Objective.Term, _ outputs: Span<Lanes>, _ targets: Span<Lanes>,
    _ gradients: inout MutableSpan<Lanes>
  ) {
    switch term.loss {
    case .binary(let positive, let focus):
      for label in targets.indices {
        addBinary(
          label, outputs[label], targets[label], negative: 1,
          positive: positive.isEmpty ? 1 : positive[label], focus, &gradients)
      }
    case .classes(let classes, let focus):
      if outputs.count == 1 {
        addBinary(
          0, outputs[0], targets[0], negative: classes.isEmpty ? 1 : classes[0],
          positive: classes.isEmpty ? 1 : classes[1], focus, &gradients)
      } else {
        addClasses(outputs, targets[0], classes, focus, &gradients)
      }
    case .squared:
      for place in targets.indices {
        let (weight, target) = known(targets[place])
        let difference: Lanes = outputs[place] - target
        count(difference * difference, weight)
        add(difference + difference, weight, to: &gradients, at: place)
      }
    case .gaussian:
      for place in targets.indices {
        addGaussian(
          place, outputs[place], outputs[targets.count + place], targets[place],
          spread: targets.count + place, &gradients)
      }
    }
  }

  /// What each lane weighs, zero where there is no target, and the target, zero where there is none.
  private func known(_ target: Lanes) -> (weight: Lanes, target: Lanes) {
    let isKnown = target .== target
    return (
      Lanes.zero.replacing(with: weights, where: isKnown),
      Lanes.zero.replacing(with: target, where: isKnown)
    )
  }

  /// Adds losses; a lane that weighs nothing may hold anything.
  private mutating func count(_ losses: Lanes, _ weight: Lanes) {
    let weighted: Lanes = losses * weight
    loss += weighted.replacing(with: 0, where: weight .== 0)
  }

  private func add(
    _ slopes: Lanes, _ weight: Lanes, to gradients: inout MutableSpan<Lanes>, at place: Int
  ) {
    let scaled: Lanes = slopes * (weight * scale)
    gradients[place] += scaled.replacing(with: 0, where: weight .== 0)
  }

  private mutating func addBinary(
    _ place: Int, _ x: Lanes, _ target: Lanes, negative: Float, positive: Float, _ focus: Float,
    _ gradients: inout MutableSpan<Lanes>
  ) {
    let (weight, t) = known(target)
    let isOne: Lanes = t * positive
    let isZero: Lanes = (Lanes(repeating: 1) - t) * negative
    // −log p and −log (1 − p).
    let surprise = Elementary.softplus(Lanes.zero - x)
    let relief = Elementary.softplus(x)
    let p = Elementary.sigmoid(x)
    let q = Elementary.sigmoid(Lanes.zero - x)
    if focus == 0 {
      count(isOne * surprise + isZero * relief, weight)
      add(isZero * p - isOne * q, weight, to: &gradients, at: place)
      return
    }
    let ofOne: Lanes = isOne * Elementary.exp(relief * -focus)
    let ofZero: Lanes = isZero * Elementary.exp(surprise * -focus)
    count(ofOne * surprise + ofZero * relief, weight)
    let falling: Lanes = ofOne * (p * surprise * focus + q)
    let rising: Lanes = ofZero * (q * relief * focus + p)
    add(rising - falling, weight, to: &gradients, at: place)
  }

  private mutating func addClasses(
    _ x: Span<Lanes>, _ target: Lanes, _ classes: [Float], _ focus: Float,
    _ gradients: inout MutableSpan<Lanes>
  ) {
    var (weight, t) = known(target)
    var largest = x[0]
    var own = Lanes.zero
    var classWeight = Lanes(repeating: 1)
    for index in x.indices {
      largest.replace(with: x[index], where: x[index] .> largest)
      let isOwn = t .== Lanes(repeating: Float(index))
      own.replace(with: x[index], where: isOwn)
      if !classes.isEmpty { classWeight.replace(with: classes[index], where: isOwn) }
    }
    weight = weight * classWeight
    // What the other classes come to is summed by itself: 1 − p would lose its digits near 1.
    var sum = Lanes.zero
    var rest = Lanes.zero
    for index in x.indices {
      let power = Elementary.exp(x[index] - largest)
      sum += power
      rest += power.replacing(with: 0, where: t .== Lanes(repeating: Float(index)))
    }
    let surprise: Lanes = Elementary.log(sum) - (own - largest)
    var factor = Lanes(repeating: 1)
    if focus > 0 {
      let q: Lanes = rest / sum
      let power = Elementary.exp(Elementary.log(q) * focus)
      // The slope of the surprise's own factor; at certainty the surprise is as small as q.
      let ratio: Lanes = (surprise / q).replacing(with: 1, where: q .== 0)
      let p: Lanes = Lanes(repeating: 1) - q
      count(power * surprise, weight)
      factor = power * (Lanes(repeating: 1) + p * ratio * focus)
    } else {
      count(surprise, weight)
    }
    for index in x.indices {
      let share: Lanes = Elementary.exp(x[index] - largest) / sum
      // At the class itself share − 1 is what the others come to.
      let slope = share.replacing(
        with: Lanes.zero - rest / sum, where: t .== Lanes(repeating: Float(index)))
      add(slope * factor, weight, to: &gradients, at: index)
    }
  }

  private mutating func addGaussian(
    _ place: Int, _ mean: Lanes, _ logarithm: Lanes, _ target: Lanes, spread: Int,
    _ gradients: inout MutableSpan<Lanes>
  ) {
    let (weight, t) = known(target)
    let limit = Lanes(repeating: 7)
    let v = logarithm.clamped(lowerBound: Lanes.zero - limit, upperBound: limit)
    let precision = Elementary.exp(Lanes.zero - v)
    let difference: Lanes = mean - t
    let pull: Lanes = difference * precision
    let surplus: Lanes = pull * difference
    // ½ ln 2π
    count((v + surplus) * 0.5 + 0.9189385, weight)
    add(pull, weight, to: &gradients, at: place)
    let slope: Lanes = (Lanes(repeating: 1) - surplus) * 0.5
    // Beyond the limits only what leads back counts.
    let isBeyond =
      (logarithm .> limit .& slope .< 0) .| (logarithm .< Lanes.zero - limit .& slope .> 0)
    add(slope.replacing(with: 0, where: isBeyond), weight, to: &gradients, at: spread)
  }
}
