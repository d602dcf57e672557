/// Finds the name that a person probably meant.
package enum NearestName {
  /// The nearest of `names` to what was written, `sync` for `sinc`.
  ///
  /// At most a third of its letters (and at least one, at most three) differ; nil where nothing is near.
  package static func of(_ written: String, among names: some Sequence<String>) -> String? {
    let limit = min(3, max(1, written.count / 3 + (written.count > 3 ? 1 : 0)))
    var best: (name: String, distance: Int)?
    for name in names where abs(written.utf8.count - name.utf8.count) <= limit * 4 {
      let distance = distance(Array(written.lowercased()), Array(name.lowercased()))
      guard distance <= limit, distance < max(name.count, 2) else { continue }
      if let found = best, (found.distance, found.name) <= (distance, name) { continue }
      best = (name, distance)
    }
    return best?.name
  }

  /// `write ALPH`, or the whole list where nothing is near and the list is short.
  package static func remedy(_ written: String, among names: [String], otherwise: String) -> String {
    if let name = of(written, among: names) { return "write \(name)" }
    guard let first = names.first, names.count <= 12 else { return otherwise }
    guard names.count > 1 else { return "write \(first)" }
    return "write one of \(names.sorted().joined(separator: ", "))"
  }

  /// Insertions, deletions, replacements and swaps of neighbours between two words.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var above = Array(0...right.count)
    for row in left.indices {
      var line = [row + 1]
      for column in right.indices {
        let cost = left[row] == right[column] ? 0 : 1
        var least = min(line[column] + 1, above[column + 1] + 1, above[column] + cost)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, before[column - 1] + 1)
        }
        line.append(least)
      }
      before = above
      above = line
    }
    return above[right.count]
  }
}
