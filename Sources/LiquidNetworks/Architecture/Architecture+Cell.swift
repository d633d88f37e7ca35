extension Architecture {
  /// The cell, which can be trained and whose layout names the weights.
  public var cell: any Cell {
    switch self {
    case .cfc(let configuration): CfCCell(configuration)
    case .lstm(let configuration): LSTMCell(configuration)
    case .gruD(let configuration): GRUDCell(configuration)
    case .mixedMemory(let inner): inner.cell.remembering
    }
  }
}

extension Cell {
  /// The cell with a long short-term memory before it.
  fileprivate var remembering: any Cell { MixedMemoryCell(self) }
}
