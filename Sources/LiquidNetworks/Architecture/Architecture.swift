/// What a network is, without its weights: a kind of cell and how it is built.
///
/// It can be told to a file as named values and read back; see `description` and
/// `init(_:)`. What the weights must then be is said by the layout of its cell.
public enum Architecture: Sendable, Hashable {
  /// A closed-form continuous-time network.
  case cfc(CfC.Configuration)

  /// The number of inputs.
  public var inputs: Int {
    switch self {
    case .cfc(let configuration): configuration.inputs
    }
  }

  /// The name under which a description keeps the kind of cell.
  public var name: String {
    switch self {
    case .cfc: "cfc"
    }
  }

  /// The names of all kinds of cells.
  public static let names = ["cfc"]
}
