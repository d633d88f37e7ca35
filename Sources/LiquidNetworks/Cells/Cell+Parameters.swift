internal import Kernels

extension Cell {
  /// Returns the flat array of named tensors that are weights of this cell.
  ///
  /// - Parameter parameters: The tensors, such as an ncps state dictionary; others are passed over.
  /// - Returns: One value for each of the layout.
  /// - Throws: `ParameterError` when a tensor is missing, has another shape, or is a part of another
  ///   wiring than the cell's.
  public func values(_ parameters: Parameters) throws(ParameterError) -> [Float] {
    let values = try layout.values(parameters)
    let fixed = layout.entries.filter { $0.role == .fixed }
    guard !fixed.isEmpty else { return values }
    // What does not learn is the same in any initial weights.
    var random = Xoshiro(seed: 0)
    let initial = self.initial(&random)
    for entry in fixed where values[entry.range] != initial[entry.range] {
      throw ParameterError("\(entry.name) must be that of the wiring: check its seed and sizes")
    }
    return values
  }
}
