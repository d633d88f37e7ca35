/// What one request to a reading process may take; each request has a budget of its own.
struct ReadingBudget: Hashable {
  /// The seconds that an answer may take by the clock.
  var patience = 120.0
  /// The seconds of processor time that it may take, on all threads together.
  var processorSeconds = 60.0

  /// The budget for a request of so many bytes: a slow filter still reads some megabytes a second.
  func extended(for bytes: Double) -> ReadingBudget {
    let seconds = min(max(0, bytes), Double(Frame.longest)) / 4e6
    return ReadingBudget(
      patience: patience + seconds, processorSeconds: processorSeconds + seconds)
  }
}
