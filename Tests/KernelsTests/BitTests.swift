import Kernels
import Testing

@Suite("Bits")
struct BitTests {
  @Test("of every elementary function are those of every other CPU")
  func elementary() {
    var numbers = Numbers()
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ bits: UInt64) { hash = (hash ^ bits) &* 0x100_0000_01b3 }
    for _ in 0..<2_000 {
      let x = numbers.uniform(-40...40)
      for function in DoubleCase.all {
        let value = function.ours(x)
        // The sign and payload of a NaN are the processor's own.
        if !value.isNaN { add(value.bitPattern) }
      }
      add(Elementary.pow(abs(x), x / 8).bitPattern)
      add(Elementary.atan2(x, 3).bitPattern)
      for function in LaneCase.all { add(UInt64(function.scalar(Float(x)).bitPattern)) }
    }
    #expect(hash == 0xefc7_243b_1031_b266)
  }
}
