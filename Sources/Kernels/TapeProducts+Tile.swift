/// Four rows and two blocks of sixteen columns of a gradient, or fewer, and what is added to them.
struct Tile {
  /// The values of the rows at the first step, one lane after another.
  let left: UnsafePointer<Lanes>
  /// The distance from one step's values to the next.
  let stride: Int
  let steps: Int
  /// The values of the columns, one block of 16 · `steps` entries after another.
  let right: UnsafePointer<Lanes>
  /// The first entry of the tile, and the distance from one row to the next.
  let sums: UnsafeMutablePointer<Float>
  let distance: Int
  let rows: Int
  /// The number of columns, 32 at most.
  let columns: Int

  /// Adds the products, step by step and lane by lane.
  func add() {
    if columns > 16 { addTwoBlocks() } else { addBlock() }
  }

  /// Where a row's values are; rows that are not there do again what the first one does.
  @inline(__always)
  private func values(_ row: Int) -> UnsafeRawPointer {
    UnsafeRawPointer(left + (row < rows ? row : 0))
  }

  @inline(__always)
  private func addTwoBlocks() {
    let (l0, l1, l2, l3) = (values(0), values(1), values(2), values(3))
    var (a0, a1, a2, a3) = (load(0, 0), load(1, 0), load(2, 0), load(3, 0))
    var (b0, b1, b2, b3) = (load(0, 1), load(1, 1), load(2, 1), load(3, 1))
    var y = right
    let depth = 16 * steps
    for step in 0..<steps {
      var place = 64 * step * stride
      for _ in 0..<16 {
        let (a, b) = (y[0], y[depth])
        y += 1
        let x0 = Lanes(repeating: l0.load(fromByteOffset: place, as: Float.self))
        a0 += x0 * a
        b0 += x0 * b
        let x1 = Lanes(repeating: l1.load(fromByteOffset: place, as: Float.self))
        a1 += x1 * a
        b1 += x1 * b
        let x2 = Lanes(repeating: l2.load(fromByteOffset: place, as: Float.self))
        a2 += x2 * a
        b2 += x2 * b
        let x3 = Lanes(repeating: l3.load(fromByteOffset: place, as: Float.self))
        a3 += x3 * a
        b3 += x3 * b
        place += 4
      }
    }
    store(a0, 0, 0)
    store(a1, 1, 0)
    store(a2, 2, 0)
    store(a3, 3, 0)
    store(b0, 0, 1)
    store(b1, 1, 1)
    store(b2, 2, 1)
    store(b3, 3, 1)
  }

  @inline(__always)
  private func addBlock() {
    let (l0, l1, l2, l3) = (values(0), values(1), values(2), values(3))
    var (a0, a1, a2, a3) = (load(0, 0), load(1, 0), load(2, 0), load(3, 0))
    var y = right
    for step in 0..<steps {
      var place = 64 * step * stride
      for _ in 0..<16 {
        let a = y[0]
        y += 1
        a0 += a * l0.load(fromByteOffset: place, as: Float.self)
        a1 += a * l1.load(fromByteOffset: place, as: Float.self)
        a2 += a * l2.load(fromByteOffset: place, as: Float.self)
        a3 += a * l3.load(fromByteOffset: place, as: Float.self)
        place += 4
      }
    }
    store(a0, 0, 0)
    store(a1, 1, 0)
    store(a2, 2, 0)
    store(a3, 3, 0)
  }

  @inline(__always)
  private func load(_ row: Int, _ block: Int) -> Lanes {
    guard row < rows else { return .zero }
    let place = sums + row * distance + 16 * block
    let count = columns - 16 * block
    if count >= 16 { return UnsafeRawPointer(place).loadUnaligned(as: Lanes.self) }
    var lanes = Lanes.zero
    for column in 0..<count { lanes[column] = place[column] }
    return lanes
  }

  @inline(__always)
  private func store(_ lanes: Lanes, _ row: Int, _ block: Int) {
    guard row < rows else { return }
    let place = sums + row * distance + 16 * block
    let count = columns - 16 * block
    if count >= 16 {
      UnsafeMutableRawPointer(place).storeBytes(of: lanes, as: Lanes.self)
    } else {
      for column in 0..<count { place[column] = lanes[column] }
    }
  }
}
