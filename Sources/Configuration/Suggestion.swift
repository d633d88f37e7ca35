/// `; did you mean 'order'?` for the nearest of the known words, or nothing where none is near.
public func suggestion(for word: String, among known: [String]) -> String {
  let best = known.min { distance(word, $0) < distance(word, $1) }
  guard let best, distance(word, best) <= max(1, min(word.count, best.count) / 3) else { return "" }
  return "; did you mean '\(best)'?"
}

/// How many letters must be added, removed, replaced or swapped with their neighbour to turn one
/// word into the other, capital letters counting as small ones.
func distance(_ one: String, _ other: String) -> Int {
  let a = Array(one.lowercased().utf8)
  let b = Array(other.lowercased().utf8)
  var before: [Int] = []
  var row = Array(0...b.count)
  for i in a.indices {
    var next = [i + 1]
    for j in b.indices {
      var best = min(next[j] + 1, row[j + 1] + 1, row[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      next.append(best)
    }
    before = row
    row = next
  }
  return row[b.count]
}
