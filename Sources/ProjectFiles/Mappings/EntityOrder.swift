import Diagnostics

/// The order in which entities are synced: those that others hang on come first.
enum EntityOrder {
  /// Sorted by dependency, then by name; a circle is reported and left as it is.
  static func sorted(_ drafts: [MappingDraft], _ problems: inout Problems) -> [MappingDraft] {
    var left = drafts.sorted { $0.entity < $1.entity }
    let names = Set(left.map(\.entity))
    var done: [MappingDraft] = []
    while !left.isEmpty {
      let ready = Set(done.map(\.entity))
      let next = left.firstIndex { draft in
        draft.entityUses.allSatisfy {
          ready.contains($0.text) || !names.contains($0.text) || $0.text == draft.entity
        }
      }
      guard let next else {
        let circle = left.map(\.entity).joined(separator: ", ")
        problems.add(
          .configContradictory, "the entities \(circle) hang on each other in a circle",
          at: left[0].entityUses.first?.place ?? left[0].place,
          remedy: "take out one of the links between them")
        return done + left
      }
      done.append(left.remove(at: next))
    }
    return done
  }
}
