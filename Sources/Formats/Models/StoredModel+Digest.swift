internal import Configuration

extension StoredModel {
  /// A digest of all that the model holds, which two models share only where they are equal.
  public var digest: String {
    var stream = Digest.Stream()
    for attribute in attributes {
      stream.add(Array("\(attribute.name)=\(attribute.value)\n".utf8)[...])
    }
    for parameter in parameters {
      stream.add(Array("\(parameter.name)\(parameter.shape)\n".utf8)[...])
      for value in parameter.values {
        stream.add((0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }[...])
      }
    }
    return stream.sha256
  }
}
