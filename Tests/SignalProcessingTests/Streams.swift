import CAllocations
import SignalProcessing

/// A small generator of repeatable pseudo-random numbers (SplitMix64).
struct Noise: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A draw from nearly the normal distribution: the sum of four 16-bit numbers.
  mutating func normal() -> Float {
    let draw = next()
    let sum = (draw & 0xFFFF) + (draw >> 16 & 0xFFFF) + (draw >> 32 & 0xFFFF) + (draw >> 48)
    return (Float(sum) / 65536 - 2) * 1.732_050_8
  }
}

/// Lengths that sum to `count`: mostly short, some empty, some of one sample.
func randomCuts(of count: Int, seed: UInt64) -> [Range<Int>] {
  var noise = Noise(seed)
  var cuts: [Range<Int>] = []
  var start = 0
  while start < count {
    let longest = [0, 1, 7, 100, 1500][Int.random(in: 0..<5, using: &noise)]
    let end = min(count, start + Int.random(in: 0...longest, using: &noise))
    cuts.append(start..<end)
    start = end
  }
  return cuts
}

/// The bits of `samples`, all NaN being alike.
func bits(_ samples: [Float]) -> [UInt32] {
  samples.map { $0.isNaN ? .max : $0.bitPattern }
}

/// How many allocations the second of two equal calls makes; the first one warms up.
func allocations(of body: () -> Void) -> Int {
  body()
  let before = allocations_on_this_thread()
  body()
  return allocations_on_this_thread() - before
}

/// What a filter gives for `samples`, whole or cut.
func filtered<Filter: SignalFilter>(
  _ samples: [Float], by filter: Filter, cuts: [Range<Int>]? = nil
) -> FilteredSamples {
  var state = filter.start()
  return filtered(samples, by: filter, &state, cuts: cuts)
}

/// What a filter gives for `samples`, whole or cut, from a state on.
func filtered<Filter: SignalFilter>(
  _ samples: [Float], by filter: Filter, _ state: inout Filter.State, cuts: [Range<Int>]? = nil
) -> FilteredSamples {
  var output = FilteredSamples()
  for cut in cuts ?? [0..<samples.count] {
    filter.process(samples.span.extracting(cut), &state, into: &output)
  }
  filter.finish(&state, into: &output)
  return output
}

extension FilteredSamples {
  /// The values, not-a-number where one was bridged.
  var measured: [Float] { zip(values, marks).map { $1 == .bridged ? .nan : $0 } }
}
