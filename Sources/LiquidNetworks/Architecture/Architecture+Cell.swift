extension Architecture {
  /// The cell, which can be trained and whose layout names the weights.
  public var cell: any Cell {
    switch self {
    case .cfc(let configuration): CfCCell(configuration)
    case .wiredCfC(let configuration): WiredCfCCell(configuration)
    case .ltc(let configuration): LTCCell(configuration)
    case .lstm(let configuration): LSTMCell(configuration)
    case .gruD(let configuration): GRUDCell(configuration)
    case .mixedMemory(let inner): Self.withMemory(inner)
    }
  }

  /// A memory before a memory is a programmer's error: no description can tell it.
  static func requireNoMemory(_ inner: Architecture) {
    if case .mixedMemory = inner { preconditionFailure("a network has one memory before it") }
  }

  private static func withMemory(_ inner: Architecture) -> any Cell {
    requireNoMemory(inner)
    return withMemory(inner.cell)
  }

  private static func withMemory(_ inner: some Cell) -> any Cell { MixedMemoryCell(inner) }
}
