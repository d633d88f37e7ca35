import Formats
import HDF5
import Signals

extension InputEncoding {
  /// The encoding as a file of weights holds it.
  var stored: [StoredModel.Attribute] {
    let lower = curbs.map { Double($0.range?.lowerBound ?? -.greatestFiniteMagnitude) }
    let squared = names.indices.filter { squares[$0] }.map { names[$0] }
    let upper = curbs.map { Double($0.range?.upperBound ?? .greatestFiniteMagnitude) }
    var attributes: [StoredModel.Attribute] = [
      .init("inputs", .texts(names)),
      .init("input channels", .integers(channelOfInput.map(Int64.init))),
      .init("input lower bounds", .numbers(lower)),
      .init("input upper bounds", .numbers(upper)),
      .init("input logarithms", .numbers(curbs.map { Double($0.scale ?? 0) })),
      .init("input means", .numbers(means.map(Double.init))),
      .init("input deviations", .numbers(deviations.map(Double.init))),
      .init("input half-lives", .numbers(halfLives)),
      .init("channel tellings", .integers(tellings.map(\.code))),
      .init("masks", .integer(masks ? 1 : 0)),
      .init("ages", .text(ages.rawValue)),
      .init("grid cell", .number(grid.cell?.seconds ?? 0)),
      .init("grid merging", .text(grid.merging.rawValue)),
      .init("time unit", .number(clock.unit)),
      .init("time range", .numbers([clock.range.lowerBound, clock.range.upperBound])),
      .init("time gap", .number(clock.gap)),
    ]
    if !squared.isEmpty { attributes.append(.init("squared inputs", .texts(squared))) }
    if binEdges.contains(where: { !$0.isEmpty }) {
      attributes.append(.init("input bin edges", .integers(binEdges.map { Int64($0.count) })))
      attributes.append(.init("bin edges", .numbers(binEdges.joined().map(Double.init))))
    }
    return attributes
  }
}

extension InputEncoding.Telling {
  /// The number by which a file keeps it.
  fileprivate var code: Int64 { Int64(Self.allCases.firstIndex(of: self) ?? 0) }
}

extension ModelFields {
  /// The encoding in a file of weights; throws what is missing or cannot be.
  func encoding() throws(ClassifierError) -> InputEncoding {
    let names = try texts("inputs")
    let channels = try channels(of: names)
    let deviations = try numbers("input deviations", count: names.count).map { Float($0) }
    guard deviations.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw lack("input deviations", "numbers above 0")
    }
    let halfLives = try numbers("input half-lives", count: names.count)
    guard halfLives.allSatisfy({ $0 >= 0 }) else {
      throw lack("input half-lives", "numbers not below 0")
    }
    let isSquared = model["squared inputs"] != nil
    let squared = isSquared ? Set(try texts("squared inputs")) : []
    guard squared.isSubset(of: names) else { throw lack("squared inputs", "names of inputs") }
    let codes = try numbers("channel tellings", count: (channels.max() ?? -1) + 1)
    let all = InputEncoding.Telling.allCases
    let tellings = codes.compactMap { code in
      Int(exactly: code).flatMap { all.indices.contains($0) ? all[$0] : nil }
    }
    guard tellings.count == codes.count else {
      throw lack("channel tellings", "whole numbers below \(all.count)")
    }
    guard let ages = InputEncoding.Age(rawValue: try text("ages")) else {
      throw lack("ages", "one of \(InputEncoding.Age.allCases.map(\.rawValue))")
    }
    return InputEncoding(
      names: names, channelOfInput: channels, curbs: try curbs(names.count),
      means: try numbers("input means", count: names.count).map { Float($0) },
      deviations: deviations, halfLives: halfLives, squares: names.map(squared.contains),
      binEdges: try binEdges(names.count), tellings: tellings,
      masks: try integer("masks", in: 0...1) == 1, ages: ages, grid: try grid(),
      clock: try clock())
  }

  private func channels(of names: [String]) throws(ClassifierError) -> [Int] {
    let channels = try numbers("input channels", count: names.count).compactMap { Int(exactly: $0) }
    let last = channels.max() ?? 0
    guard channels.count == names.count, (0..<names.count).contains(last),
      Set(channels) == Set(0...last)
    else { throw lack("input channels", "whole numbers counted from 0") }
    return channels
  }

  private func curbs(_ count: Int) throws(ClassifierError) -> [InputEncoding.Curb] {
    let lower = try numbers("input lower bounds", count: count).map { Float($0) }
    let upper = try numbers("input upper bounds", count: count).map { Float($0) }
    let scales = try numbers("input logarithms", count: count).map { Float($0) }
    let largest = Float.greatestFiniteMagnitude
    var curbs: [InputEncoding.Curb] = []
    for index in 0..<count {
      guard lower[index] <= upper[index] else {
        throw lack("input upper bounds", "numbers not below the lower bounds")
      }
      guard scales[index] >= 0, scales[index].isFinite else {
        throw lack("input logarithms", "numbers not below 0")
      }
      let isBound = lower[index] > -largest || upper[index] < largest
      curbs.append(
        .init(
          range: isBound ? lower[index]...upper[index] : nil,
          scale: scales[index] > 0 ? scales[index] : nil))
    }
    return curbs
  }

  /// The edges of the bins of each input: how many each has, then all of them in order.
  private func binEdges(_ count: Int) throws(ClassifierError) -> [[Float]]? {
    guard model["input bin edges"] != nil else { return nil }
    let counts = try numbers("input bin edges", count: count).compactMap { Int(exactly: $0) }
    guard counts.count == count, counts.allSatisfy({ (0...1000).contains($0) }) else {
      throw lack("input bin edges", "whole numbers not below 0")
    }
    let all = try numbers("bin edges", count: counts.reduce(0, +)).map { Float($0) }
    var edges: [[Float]] = []
    var place = 0
    for count in counts {
      edges.append(Array(all[place..<place + count]))
      place += count
    }
    guard all.allSatisfy(\.isFinite),
      edges.allSatisfy({ zip($0, $0.dropFirst()).allSatisfy { $0 < $1 } })
    else { throw lack("bin edges", "ascending numbers for each input") }
    return edges
  }

  private func grid() throws(ClassifierError) -> StepGrid {
    guard let merging = StepGrid.Merging(rawValue: try text("grid merging")) else {
      throw lack("grid merging", "one of \(StepGrid.Merging.allCases.map(\.rawValue))")
    }
    let seconds = try numbers("grid cell", count: 1)[0]
    let cell = Time(seconds: seconds)
    guard seconds == 0 || cell > .zero else { throw lack("grid cell", "a time, or 0") }
    return StepGrid(cell: seconds == 0 ? nil : cell, merging: merging)
  }

  private func clock() throws(ClassifierError) -> StepClock {
    let unit = try numbers("time unit", count: 1)[0]
    let gap = try numbers("time gap", count: 1)[0]
    let range = try numbers("time range", count: 2)
    guard unit > 0, gap > 0, range[0] >= 0, range[0] <= range[1] else {
      throw lack("time range", "two times, the shorter one first")
    }
    return StepClock(unit: unit, range: range[0]...range[1], gap: gap)
  }
}
