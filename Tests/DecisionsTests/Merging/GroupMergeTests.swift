import Testing

@testable import Decisions

@Suite("Fields of a group")
struct GroupMergeTests {
  private let fields = [
    mappedField("street", group: "address", first: .jde), mappedField("city", group: "address", first: .jde),
    mappedField("code", group: "address", first: .jde),
  ]

  private func pair(_ text: String) -> FieldPair { FieldPair(jde: .value(text), zoho: .value(text)) }

  private func decide(
    base: Base?, jde: [String: FieldValue], zoho: [String: FieldValue], fields: [MappedField]? = nil,
    reverts: Int = 0
  ) -> [String: FieldOutcome] {
    let outcomes = merge(
      fields ?? self.fields, base: base, jde: jde.mapValues { JDEField($0) }, zoho: zoho, reverts: reverts)
    return Dictionary(outcomes.map { ($0.field, $0) }, uniquingKeysWith: { first, _ in first })
  }

  @Test("are written where they differ, and only there")
  func onlyDiffering() {
    let outcomes = decide(
      base: ["street": pair("a"), "city": pair("b"), "code": pair("c")],
      jde: ["street": .value("x"), "city": .value("b"), "code": .value("z")],
      zoho: ["street": .value("a"), "city": .value("b"), "code": .value("c")])
    #expect(outcomes["street"]?.action == .write(to: .zoho, .value("x")))
    #expect(outcomes["city"]?.action == .nothing)
    #expect(outcomes["code"]?.action == .write(to: .zoho, .value("z")))
  }

  @Test("are not observed where one of them is not")
  func absent() {
    let outcomes = decide(
      base: nil, jde: ["street": .value("x"), "city": .absent, "code": .value("z")],
      zoho: ["street": .value("a"), "city": .value("b"), "code": .value("c")])
    #expect(outcomes.values.allSatisfy { $0.rule == .sideAbsent && $0.action == .nothing })
  }

  @Test("are in conflict as one when each side moved another of them")
  func conflict() {
    let outcomes = decide(
      base: ["street": pair("a"), "city": pair("b"), "code": pair("c")],
      jde: ["street": .value("x"), "city": .value("b"), "code": .value("c")],
      zoho: ["street": .value("a"), "city": .value("y"), "code": .value("c")])
    #expect(outcomes["street"]?.action == .ask(.conflict))
    #expect(outcomes["city"]?.action == .ask(.conflict))
    #expect(outcomes["code"]?.action == .nothing)
  }

  @Test("are asked about where one was agreed on and then moved, though another never was")
  func agreedPartMoved() {
    let agreed = decide(
      base: ["street": pair("a")],
      jde: ["street": .value("a"), "city": .value("b"), "code": .value("c")],
      zoho: ["street": .value("edited"), "city": .value("y"), "code": .value("c")])
    #expect(agreed["street"]?.action == .ask(.conflict))
    #expect(agreed["city"]?.action == .ask(.conflict))
    let never = decide(
      base: ["code": pair("c")],
      jde: ["street": .value("a"), "city": .value("b"), "code": .value("c")],
      zoho: ["street": .value("edited"), "city": .value("y"), "code": .value("c")])
    #expect(never["street"]?.action == .write(to: .zoho, .value("a")), "nobody moved what was agreed on")
  }

  @Test("take a blank among them along without leave to clear")
  func blankAmongThem() {
    let outcomes = decide(
      base: ["street": pair("a"), "city": pair("b"), "code": pair("c")],
      jde: ["street": .value("x"), "city": .value("b"), "code": .blank],
      zoho: ["street": .value("a"), "city": .value("b"), "code": .value("c")])
    #expect(outcomes["code"]?.action == .write(to: .zoho, .blank))
  }

  @Test("need leave to clear when all are blank")
  func allBlank() {
    let blank: [String: FieldValue] = ["street": .blank, "city": .blank, "code": .blank]
    let full: [String: FieldValue] = ["street": .value("a"), "city": .value("b"), "code": .value("c")]
    let base: Base = ["street": pair("a"), "city": pair("b"), "code": pair("c")]
    let asked = decide(base: base, jde: blank, zoho: full)
    #expect(asked.values.allSatisfy { $0.action == .ask(.wouldClear) })
    let clearing = fields.map { mappedField($0.id, group: "address", allowsClear: true) }
    let cleared = decide(base: base, jde: blank, zoho: full, fields: clearing)
    #expect(cleared.values.allSatisfy { $0.action == .write(to: .zoho, .blank) })
  }

  @Test("are filled as one where one side has none of them")
  func filled() {
    let outcomes = decide(
      base: nil, jde: ["street": .value("x"), "city": .value("y"), "code": .blank],
      zoho: ["street": .blank, "city": .blank, "code": .blank])
    #expect(outcomes["street"]?.action == .write(to: .zoho, .value("x")))
    #expect(outcomes["code"]?.action == .moveBase)
    #expect(outcomes["city"]?.rule == .blankFilled)
  }

  @Test("follow the first load's rule as one, also into a blank of the other side")
  func firstLoad() {
    let outcomes = decide(
      base: nil, jde: ["street": .value("x"), "city": .value("b"), "code": .blank],
      zoho: ["street": .value("a"), "city": .value("b"), "code": .value("c")])
    #expect(outcomes["street"]?.action == .write(to: .zoho, .value("x")))
    #expect(outcomes["street"]?.overridden == .value("a"))
    #expect(outcomes["city"]?.action == .moveBase)
    #expect(outcomes["code"]?.action == .write(to: .zoho, .blank))
  }

  @Test("have no base until each of them has one")
  func halfBase() {
    let outcomes = decide(
      base: ["street": pair("a"), "city": pair("b")],
      jde: ["street": .value("a"), "city": .value("b"), "code": .value("z")],
      zoho: ["street": .value("a"), "city": .value("b"), "code": .value("c")])
    #expect(outcomes["code"]?.rule == .firstJDE)
    #expect(outcomes["street"]?.action == .nothing)
  }

  @Test("stop being put back when one of them was put back too often")
  func damped() {
    let owned = fields.map { mappedField($0.id, group: "address", owner: .jde, foreignEdit: .revert) }
    let base: Base = ["street": pair("a"), "city": pair("b"), "code": pair("c")]
    let jde: [String: FieldValue] = ["street": .value("a"), "city": .value("b"), "code": .value("c")]
    let zoho: [String: FieldValue] = ["street": .value("x"), "city": .value("b"), "code": .value("c")]
    #expect(
      decide(base: base, jde: jde, zoho: zoho, fields: owned, reverts: 1)["street"]?.action
        == .write(to: .zoho, .value("a")))
    #expect(
      decide(base: base, jde: jde, zoho: zoho, fields: owned, reverts: 2)["street"]?.action
        == .ask(.revertedTooOften))
  }
}
