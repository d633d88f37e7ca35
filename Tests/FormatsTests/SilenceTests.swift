import Formats
import Signals
import Testing

@Suite struct SilenceTests {
  @Test func `silence sounds once after ten seconds, and ends with the next sample`() throws {
    var silence = Silence()
    #expect(silence.begin(after: 9.9, through: Time(seconds: 5)) == nil)
    let first = silence.begin(after: 10, through: Time(seconds: 5))
    let start = try #require(first)
    #expect(start.phase == .start && start.priority == .high && start.category == .technical)
    #expect(start.onset == Time(seconds: 5) && start.time == Time(seconds: 15))
    #expect(silence.begin(after: 11, through: Time(seconds: 5)) == nil)
    let last = silence.end(through: Time(seconds: 6))
    let end = try #require(last)
    #expect(end.phase == .end && end.onset == start.onset && end.time == Time(seconds: 6))
    #expect(silence.end(through: Time(seconds: 7)) == nil)
  }
}
