import Decisions
import Diagnostics
import JSONText
import ProjectFiles

/// One example of `tests/`, put through its mapping.
struct FixtureRun {
  let fixture: MappingFixture
  /// What is not as expected; empty where the example holds.
  let mismatches: [Mismatch]

  /// A field that shows something else than the example expects.
  struct Mismatch: Hashable {
    let field: String
    let expected: FieldValue
    let found: FieldValue
    /// Why, where the mapping says so.
    let issue: String?
    let place: SourcePlace
  }

  init(_ fixture: MappingFixture, rules: SyncRules, today: String) {
    self.fixture = fixture
    guard let mapping = rules.mapping(fixture.entity) else {
      // The loader has refused an example of an entity without a mapping.
      mismatches = []
      return
    }
    let record = compositeRecord(
      key: fixture.key, rows: fixture.rows, mapping: mapping, crosswalks: rules.crosswalks,
      today: fixture.today ?? today, linkedID: { fixture.links[$0]?[$1] })
    mismatches = fixture.expectations.compactMap { (expectation) -> Mismatch? in
      guard let field = mapping.fields.first(where: { $0.zoho == expectation.field }) else { return nil }
      let shown = record.field(field.id)
      let expected =
        expectation.value.map { field.type == .multiSelect ? ChoiceSet(text: $0).value : .value($0) }
        ?? .blank
      guard !valuesAgree(type: field.type, lengthMax: nil, jde: shown.mapped, zoho: expected) else {
        return nil
      }
      return Mismatch(
        field: expectation.field, expected: expected, found: shown.mapped, issue: shown.issue?.sentence,
        place: expectation.place)
    }
  }
}

extension MappingIssue {
  /// Why a value did not get through the mapping, for a person.
  var sentence: String {
    switch self {
    case .unknownCode(let code, let crosswalk, _):
      "crosswalks/\(crosswalk).csv has no line for the code \(code)"
    case .unknownValue(let value, let crosswalk):
      "crosswalks/\(crosswalk).csv has no line for the value \(value)"
    case .missingCrosswalk(let name): "there is no crosswalks/\(name).csv"
    case .waitsForLink(let entity, let key): "\(entity)/\(key) is not linked yet"
    case .unreadable(let reason): "what the column shows cannot be read: \(reason.sentence)"
    }
  }
}
