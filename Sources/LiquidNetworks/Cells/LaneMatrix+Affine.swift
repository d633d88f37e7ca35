internal import Kernels

extension LaneMatrix {
  /// Lays out a layer.
  init(_ affine: Affine) {
    self.init(rows: affine.rows, columns: affine.columns, bias: affine.bias) {
      affine.weight[$0 * affine.columns + $1]
    }
  }
}
