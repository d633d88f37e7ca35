/// What a network is, without its weights: a kind of cell and how it is built.
///
/// It can be told to a file as named values and read back; see `description` and
/// `init(_:)`. What the weights must then be is said by the layout of its cell.
public enum Architecture: Sendable, Hashable {
  /// A closed-form continuous-time network.
  case cfc(CfCCell.Configuration)
  /// Closed-form cells joined as the layers of a wiring are.
  case wiredCfC(WiredCfCCell.Configuration)
  /// A liquid time-constant network.
  case ltc(LTCCell.Configuration)
  /// A long short-term memory that sees the elapsed time as an input.
  case lstm(LSTMCell.Configuration)
  /// A gated recurrent unit whose inputs and state decay.
  case gruD(GRUDCell.Configuration)
  /// A network with a long short-term memory before it, which has no such memory itself.
  indirect case mixedMemory(Architecture)

  /// The number of inputs.
  public var inputs: Int {
    switch self {
    case .cfc(let configuration): configuration.inputs
    case .wiredCfC(let configuration): configuration.wiring.inputs
    case .ltc(let configuration): configuration.wiring.inputs
    case .lstm(let configuration): configuration.inputs
    case .gruD(let configuration): configuration.inputs
    case .mixedMemory(let inner): inner.inputs
    }
  }

  /// The name under which a description keeps the kind of cell; that of the inner one behind a memory.
  public var name: String {
    switch self {
    case .cfc: "cfc"
    case .wiredCfC: "wired-cfc"
    case .ltc: "ltc"
    case .lstm: "lstm"
    case .gruD: "gru-d"
    case .mixedMemory(let inner): inner.name
    }
  }

  /// The names of all kinds of cells.
  public static let names = ["cfc", "wired-cfc", "ltc", "lstm", "gru-d"]
}
