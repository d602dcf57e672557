package import Decisions
package import Diagnostics
import ProjectFiles
import Projections

extension SyncEngine {
  /// The records that hang on one and that an answer about it can be said of as well: the contacts of an account.
  ///
  /// An answer about a pair is said of linked ones alone.
  package func dependents(
    of subject: SubjectKey, _ answer: PairingAnswer
  ) async throws(Failure) -> [SubjectKey] {
    guard let number = RecordKey(subject.key).number, RecordKey(subject.key).line == nil else { return [] }
    let store = try await journal.state
    var found: [SubjectKey] = []
    for mapping in project.rules.mappings where mapping.hangs(on: subject.entity) {
      let paired = try await store.pairedKeys(entity: mapping.entity, ofNumbers: [number])[number] ?? []
      let keys: [String]
      if answer == .ignore {
        let rows = try await store.rows(ofNumbers: [number])[number] ?? []
        keys = StatePage.candidates(number: number, rows: rows, paired: paired, mapping: mapping).map(\.key)
      } else {
        keys = paired
      }
      found += keys.sorted().map { SubjectKey(entity: mapping.entity, key: $0) }
    }
    return found
  }

  /// That a row is gone, or only hidden, is said of a pair one of whose rows does not show: its own, or that of the record
  /// that it hangs on.
  func requireHidden(
    _ pair: LinkState?, _ asked: QuestionAsked?, _ subject: SubjectKey, _ mapping: EntityMapping
  ) async throws(Failure) {
    guard pair != nil else { throw .notLinked(subject.text) }
    if asked?.hiddenTable != nil { return }
    if RecordKey(subject.key).line != nil {
      for parent in project.rules.mappings where mapping.hangs(on: parent.entity) {
        let above = SubjectKey(entity: parent.entity, key: RecordKey(subject.key).addressNumber)
        if try await journal.state.question(QuestionID(above))?.asked.hiddenTable != nil { return }
      }
    }
    throw .nothingAsked(subject.text, about: "a row that shows no longer")
  }
}

extension EntityMapping {
  /// Whether its records hang on those of another entity.
  fileprivate func hangs(on entity: String) -> Bool {
    jde.memberOf == entity || fields.contains { $0.source.linkedEntity == entity }
  }
}
