internal import Kernels

/// The order in which an epoch sees its sequences: batches of groups of at most sixteen.
///
/// Sequences of like length share a group, so that few lanes wait for the longest, while a batch
/// mixes groups of all lengths: the order is shuffled, cut into pools of several batches, each pool
/// sorted by length and cut into groups, and the groups shuffled.
struct Batches: Sendable, Equatable {
  /// The groups of each batch, the longest sequences first; a group has numbers of sequences.
  private(set) var all: [[[Int]]] = []

  /// The number of batches whose sequences are sorted together.
  private static let pool = 16

  /// The order of an epoch, the same for the same seed and epoch.
  init(lengths: [Int], size: Int, seed: UInt64, epoch: Int) {
    // Not the increment by which a seed fills the generator, which would make epochs share its state.
    var random = Xoshiro(seed: seed &+ UInt64(epoch) &* 0x2545_f491_4f6c_dd1d)
    var order = Array(lengths.indices)
    random.shuffle(&order)
    let reach = size * Batches.pool
    for first in stride(from: 0, to: order.count, by: reach) {
      let rank = order[first..<min(first + reach, order.count)].enumerated().sorted {
        (lengths[$1.element], $0.offset) < (lengths[$0.element], $1.offset)
      }
      deal(rank.map(\.element), size, &random)
    }
    for batch in all.indices {
      all[batch].sort { (lengths[$1[0]], $0[0]) < (lengths[$0[0]], $1[0]) }
    }
  }

  /// Cuts a sorted pool into groups, shuffles them, and deals them out to batches.
  ///
  /// A batch has as many full groups as fit, and one group more with what is left.
  private mutating func deal(_ sorted: [Int], _ size: Int, _ random: inout Xoshiro) {
    let whole = size / 16
    let rest = size % 16
    let slots = whole + (rest > 0 ? 1 : 0)
    var full: [[Int]] = []
    var partial: [[Int]] = []
    var first = 0
    var slot = 0
    while first < sorted.count {
      let isWhole = slot % slots < whole
      let next = min(first + (isWhole ? 16 : rest), sorted.count)
      let group = Array(sorted[first..<next])
      if isWhole { full.append(group) } else { partial.append(group) }
      first = next
      slot += 1
    }
    random.shuffle(&full)
    random.shuffle(&partial)
    var (nextFull, nextPartial) = (0, 0)
    for place in 0..<slot {
      if place % slots == 0 { all.append([]) }
      if place % slots < whole {
        all[all.count - 1].append(full[nextFull])
        nextFull += 1
      } else {
        all[all.count - 1].append(partial[nextPartial])
        nextPartial += 1
      }
    }
  }
}
