import Testing

@Suite("The reference in doubles")
struct ReferenceTests {
  @Test("gives what ncps gives to the last digits", arguments: NcpsNetwork.all)
  func goldens(_ network: NcpsNetwork) throws {
    let record = try NcpsRecord(network, precision: "f64")
    let weights = Tensors(record.tensors)
    func worst(_ cell: some ReferenceCell) -> Double {
      var worst = 0.0
      let width = NcpsRecord.steps * record.outputs
      for row in 0..<NcpsRecord.sequences {
        let times = row * NcpsRecord.steps..<(row + 1) * NcpsRecord.steps
        let made = cell.run(
          Array(record.x.rows(of: NcpsRecord.inputs)[times]), Array(record.elapsed[times]),
          from: [Double](repeating: 0, count: cell.units)
        ) { _ in weights }
        let outputs = made.outputs.flatMap {
          weights.values("fc.weight") == nil ? $0 : weights.linear("fc", $0)
        }
        let expected = record.y[row * width..<(row + 1) * width] + record.final[row]
        #expect(outputs.count + made.state.count == expected.count)
        for (a, b) in zip(outputs + made.state, expected) { worst = max(worst, abs(a - b)) }
      }
      return worst
    }
    #expect(
      worst(reference(named: network.name, record.tensors, outputs: record.outputs)) <= 1e-12)
  }

  @Test("has the slopes that torch finds", arguments: TorchNetwork.all)
  func torch(_ network: TorchNetwork) {
    let expected = network.slopes
    let names = expected.weights.keys.sorted()
    func found(_ cell: some ReferenceCell) -> Slopes {
      cell.slopes(network.trial, network.weights, along: names)
    }
    let slopes = found(network.reference)
    for (found, expected) in zip(slopes.all, expected.all) {
      #expect(relativeDifference(found.values, expected.values) <= 1e-6, "\(found.name)")
    }
  }

  @Test("has the slopes of finite differences", arguments: TorchNetwork.all)
  func finiteDifferences(_ network: TorchNetwork) {
    func check(_ cell: some ReferenceCell) {
      let names = network.slopes.weights.keys.sorted()
      var trial = network.trial
      trial.sequences = [trial.sequences[1]]
      let slopes = cell.slopes(trial, network.weights, along: names)
      for name in names {
        let values = network.weights[name] ?? []
        // Some values of every tensor, spread over it, and the one that matters most.
        let size = (network.slopes.weights[name] ?? []).map(abs)
        let spread = stride(from: 0, to: values.count, by: max(1, values.count / 3))
        let indices = spread + [size.indices.max { size[$0] < size[$1] } ?? 0]
        let differences = indices.map { index in
          slope { change in
            var weights = network.weights
            weights[name]?[index] += change
            return cell.loss(trial, weights)
          }
        }
        let exact = indices.map { slopes.weights[name]?[$0] ?? .nan }
        #expect(relativeDifference(exact, differences) <= 1e-6, "\(name)")
      }
    }
    check(network.reference)
  }

  /// The central difference of fourth order of a function at zero.
  private func slope(_ function: (Double) -> Double) -> Double {
    let step = 2e-4
    let near = function(step) - function(-step)
    let far = function(2 * step) - function(-2 * step)
    return (8 * near - far) / (12 * step)
  }
}
