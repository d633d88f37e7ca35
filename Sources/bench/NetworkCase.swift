internal import Kernels
internal import LiquidNetworks

/// A network to time, under the name and in the units of the peers' cases.
struct NetworkCase {
  let name: String
  var unit = "us/step"
  let measure: () throws -> Measurement

  static let steps = 100

  static var all: [NetworkCase] {
    var cases = [ceiling]
    for (size, inputs) in [("64", 8), ("64-in41", 41)] {
      cases += cell("ltc-\(size)") {
        LTCCell(LTCCell.Configuration(wiring: try .fullyConnected(inputs: inputs, units: 64)))
      }
      let closed = CfCCell(CfCCell.Configuration(inputs: inputs, units: 64))
      cases += cell("cfc-\(size)") { closed }
      cases.append(arithmetic("cfc-\(size)", closed))
      cases += training("cfc-\(size)", closed)
    }
    cases += cell("ltc-ncp32-4") {
      LTCCell(
        LTCCell.Configuration(wiring: try .autoNCP(inputs: 8, units: 32, outputs: 4)))
    }
    for (name, fidelity) in [
      ("cfc-ncp32-4", WiredCfCCell.Fidelity.ncps), ("cfc-true-ncp32-4", .wiring),
    ] {
      cases += cell(name) {
        WiredCfCCell(
          WiredCfCCell.Configuration(
            wiring: try .autoNCP(inputs: 8, units: 32, outputs: 4), fidelity: fidelity))
      }
    }
    cases += cell("lstm-64-in41") { LSTMCell(LSTMCell.Configuration(inputs: 41, units: 64)) }
    cases += cell("grud-64-in41") { GRUDCell(GRUDCell.Configuration(features: 41, units: 64)) }
    return cases
  }

  func run(matching filter: String) throws {
    guard filter.isEmpty || name.contains(filter) else { return }
    print(try measure().line(name, unit: unit))
  }

  /// One sequence stepped alone, and sixty-four stepped sixteen at a time.
  private static func both(
    _ name: String, _ make: @escaping () throws -> some LaneNetwork
  ) -> [NetworkCase] {
    [
      NetworkCase(name: "\(name)/step/batch1") { alone(try make()) },
      NetworkCase(name: "\(name)/step/batch64") { together(try make(), groups: 4) },
    ]
  }

  /// Forward, backward and the change of the weights for sixty-four sequences with a target at
  /// every step, readout included, with one thread and with two.
  private static func training(_ name: String, _ cell: some Cell) -> [NetworkCase] {
    [1, 2].map { threads in
      NetworkCase(name: "\(name)/learn/batch64" + (threads == 1 ? "" : "/threads\(threads)")) {
        var random = Xoshiro(seed: 3)
        let model = Model(cell, outputs: 2, &random)
        let sequences = (0..<64).map { _ in
          LabelledSequence(
            sequence: TimedSequence(
              inputs: (0..<cell.inputs * steps).map { _ in random.uniform() - 0.5 },
              elapsed: (0..<steps).map { _ in random.uniform() + 0.1 }),
            targets: (0..<steps).map { _ in Float(random.number(below: 2)) })
        }
        var options = TrainingOptions()
        options.threads = threads
        var trainer = Trainer(model, .classes(outputs: 2), options)
        return Measurement(repeats: 7, work: Double(steps * sequences.count)) {
          _ = trainer.epoch(on: sequences)
        }
      }
    }
  }

  static func alone(_ network: any RecurrentNetwork) -> Measurement {
    var random = Xoshiro(seed: 2)
    let input = (0..<network.inputs * steps).map { _ in 2 * random.uniform() - 1 }
    let elapsed = (0..<steps).map { _ in random.uniform() + 0.1 }
    var output = [Float](repeating: 0, count: network.outputs)
    var state = network.start()
    return Measurement(work: Double(steps)) {
      var span = output.mutableSpan
      for time in 0..<steps {
        let first = time * network.inputs
        network.step(
          input.span.extracting(first..<first + network.inputs), after: elapsed[time], &state,
          into: &span)
      }
    }
  }

  private static func together(_ network: some LaneNetwork, groups: Int) -> Measurement {
    var random = Xoshiro(seed: 2)
    func lanes() -> Lanes {
      var lanes = Lanes.zero
      for lane in lanes.indices { lanes[lane] = random.uniform() }
      return lanes
    }
    let input = (0..<network.inputs).map { _ in lanes() }
    let elapsed = (0..<steps).map { _ in lanes() + 0.1 }
    let everyone = SIMDMask<SIMD16<Int32>>(repeating: true)
    var output = [Lanes](repeating: .zero, count: network.outputs)
    var states = (0..<groups).map { _ in network.startLanes() }
    return Measurement(repeats: 7, work: Double(steps * groups * 16)) {
      var span = output.mutableSpan
      for time in 0..<steps {
        for group in states.indices {
          network.step(
            input.span, after: elapsed[time], active: everyone, &states[group], into: &span)
        }
      }
    }
  }
}
