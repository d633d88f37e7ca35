internal import Signals

extension IsolatedReader {
  /// Asks for a part by what `request` holds, and fills the cleared slots of a part with it, each
  /// channel up to a time of its own.
  ///
  /// `amount` is the bytes that samples are likely to take: those of regular channels are known
  /// before, irregular ones may take more, and then the process keeps the part until there is room.
  func takePart(
    _ kind: Request, _ amount: Double, into part: inout Recording, until: (Int) -> Time
  ) throws(FormatError) {
    if amount < Double(SampleMemory.longest) { _ = process.samples.reserve(Int(amount)) }
    let missing = try answer(to: kind, amount, into: &part, until: until)
    guard missing > 0 else { return }
    guard missing <= SampleMemory.longest else { throw process.refuse(address.description) }
    guard process.samples.reserve(missing) else {
      throw FormatError(
        path: address.description, message: "a part of this length does not fit",
        remedy: "read shorter parts")
    }
    request.clear()
    let rest = try answer(to: .fetch, Double(missing), into: &part, until: until)
    guard rest == 0 else { throw process.refuse(address.description) }
  }

  /// Fills a part from the answer to a request, or gives the bytes for which there is no room.
  private func answer(
    to kind: Request, _ amount: Double, into part: inout Recording, until: (Int) -> Time
  ) throws(FormatError) -> Int {
    request.put(UInt64(process.samples.capacity))
    let memory = UnsafeRawBufferPointer(process.samples.bytes)
    return try process.ask(kind, request.bytes, about: address.description, amount: amount) {
      packet throws(PacketReader.Malformed) in
      let missing = try packet.takeCount(of: 1, in: .max)
      if missing == 0 { try parts.take(from: &packet, samples: memory, into: &part, until: until) }
      return missing
    }
  }
}
