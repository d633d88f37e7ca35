internal import Configuration

/// The layout of safetensors files: the length of a header in eight bytes, the header in JSON, and
/// the numbers of all tensors one behind another, the least significant byte first.
enum Safetensors {
  /// The key of the header that is no tensor.
  static let metadata = "__metadata__"
  /// The longest header that is read: one of tens of thousands of tensors.
  static let longestHeader = 4 << 20

  /// How a tensor's numbers are kept.
  enum Element: String, CaseIterable {
    case float64 = "F64"
    case float32 = "F32"
    case float16 = "F16"
    case brain16 = "BF16"

    /// The bytes of one number.
    var size: Int {
      switch self {
      case .float64: 8
      case .float32: 4
      case .float16, .brain16: 2
      }
    }
  }

  /// Whether a file of so many bytes that begins with these can be of this layout.
  static func claims(_ head: ArraySlice<UInt8>, of size: Int) -> Bool {
    guard head.count >= 9, let length = headerLength(head), length >= 2, length <= size - 8 else {
      return false
    }
    return head[head.startIndex + 8] == UInt8(ascii: "{")
  }

  /// The length of the header, if it is a number that can be.
  static func headerLength(_ head: ArraySlice<UInt8>) -> Int? {
    Int(exactly: head.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}

/// Why bytes are no safetensors file, and where in it.
struct SafetensorsError: Error {
  /// The tensor, or the place in the header.
  var place: String
  /// What is wrong.
  var message: String
}
