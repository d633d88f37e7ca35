/// A pattern of names: `*` stands for any text, `{name}` and `{unit}` for texts that are taken.
struct NamePattern: Hashable {
  /// What stood for a placeholder, by its word.
  typealias Captures = [String: String]

  private enum Piece: Hashable {
    case letter(UInt8)
    case any(String)
  }

  let text: String
  private let pieces: [Piece]

  init(_ text: String) {
    self.text = text
    var pieces: [Piece] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.first {
      rest.removeFirst()
      if byte == UInt8(ascii: "{"), let end = rest.firstIndex(of: UInt8(ascii: "}")) {
        pieces.append(.any(String(decoding: rest[..<end], as: UTF8.self)))
        rest = rest[(end + 1)...]
      } else {
        pieces.append(byte == UInt8(ascii: "*") ? .any("") : .letter(byte))
      }
    }
    self.pieces = pieces
  }

  /// What the placeholders stand for where a name is like the pattern, each taking as little as it
  /// can; nil where it is not.
  func match(_ name: String) -> Captures? {
    let bytes = Array(name.utf8)
    // The piece that takes each byte, found from the end: whether the rest fits from there on.
    var fits = [[Bool]](
      repeating: [Bool](repeating: false, count: bytes.count + 1), count: pieces.count + 1)
    fits[pieces.count][bytes.count] = true
    for piece in pieces.indices.reversed() {
      for place in stride(from: bytes.count, through: 0, by: -1) {
        switch pieces[piece] {
        case .letter(let letter):
          fits[piece][place] =
            place < bytes.count && bytes[place] == letter && fits[piece + 1][place + 1]
        case .any:
          fits[piece][place] =
            fits[piece + 1][place] || (place < bytes.count && fits[piece][place + 1])
        }
      }
    }
    guard fits[0][0] else { return nil }
    var captures: Captures = [:]
    var place = 0
    for piece in pieces.indices {
      guard case .any(let word) = pieces[piece] else {
        place += 1
        continue
      }
      let from = place
      while !fits[piece + 1][place] { place += 1 }
      captures[word] = String(decoding: bytes[from..<place], as: UTF8.self)
    }
    return captures
  }
}
