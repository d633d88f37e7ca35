public import Kernels

extension CfCCell {
  /// Adds the gradients of all weights over the steps that went back.
  public func accumulate(
    _ tape: Span<Lanes>, steps: Int, stride: Int, offset: Int, elapsed: Span<Lanes>,
    _ weights: Prepared, into gradients: inout MutableSpan<Float>
  ) {
    let places = places
    let rows = TapeRows(steps: steps, stride: stride, offset: offset)
    var vectors = 0..<inputs + units
    for (layer, affine) in places.backbone.enumerated() {
      let first = place(of: layer)
      let width = configuration.backboneUnits
      let product = TapeProduct(
        results: first + width..<first + 2 * width, matrix: affine.weight.lowerBound,
        bias: affine.bias.lowerBound)
      addProducts([product], vectors: vectors, tape, rows, into: &gradients)
      vectors = first..<first + width
    }
    var products: [TapeProduct] = []
    for (head, affine) in places.heads.enumerated() {
      let first = headPlace + head * units
      products.append(
        TapeProduct(
          results: first..<first + units, matrix: affine.weight.lowerBound,
          bias: affine.bias.lowerBound))
    }
    addProducts(products, vectors: vectors, tape, rows, into: &gradients)
    if configuration.mode == .pure {
      let decays = headPlace + units..<headPlace + 2 * units
      let levels = headPlace + 2 * units..<headPlace + 3 * units
      addSums(tape, rows, decays, into: &gradients, from: places.decay.lowerBound)
      addSums(tape, rows, levels, into: &gradients, from: places.level.lowerBound)
    }
  }
}
