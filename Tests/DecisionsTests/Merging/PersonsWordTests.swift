import JSONText
import Testing

@testable import Decisions

@Suite("A person's word on a field")
struct PersonsWordTests {
  private static let a = FieldValue.value("a")
  private static let b = FieldValue.value("b")
  private static let c = FieldValue.value("c")
  private static let agreed = FieldPair(jde: a, zoho: a)
  private static let asked = FieldPair(jde: b, zoho: c)

  private func outcomes(
    _ fields: [MappedField], jde: [String: FieldValue], zoho: [String: FieldValue],
    words: [String: FieldWord], base: Base = ["f": agreed, "g": agreed]
  ) -> [FieldOutcome] {
    var record = JSONObject()
    for field in fields { record[field.zoho] = zoho[field.id]?.json }
    return mergeRecord(
      mapping: Sample.customer.with(fields: fields), crosswalks: Sample.crosswalks, base: base,
      jde: CompositeRecord(key: "4242", presence: .inScope, fields: jde.mapValues { JDEField($0) }),
      zoho: ZohoRecord(id: "1", modifiedTime: nil, record: record), words: words)
  }

  private func outcome(
    _ takes: FieldWord.Takes, field: MappedField = mappedField("f"), jde: FieldValue = b,
    zoho: FieldValue = c,
    about: FieldPair = asked, isOvertaken: Bool = false
  ) throws -> FieldOutcome {
    let words = ["f": FieldWord(takes: takes, about: about, isOvertaken: isOvertaken)]
    return try #require(outcomes([field], jde: ["f": jde], zoho: ["f": zoho], words: words).first)
  }

  @Test("goes before the table: the side that was taken is written over the other")
  func sides() throws {
    let jde = try outcome(.side(.jde))
    #expect((jde.rule, jde.action, jde.overridden) == (.personTookJDE, .write(to: .zoho, Self.b), Self.c))
    let zoho = try outcome(.side(.zoho))
    #expect((zoho.rule, zoho.action, zoho.overridden) == (.personTookZoho, .write(to: .jde, Self.c), Self.b))
  }

  @Test(
    "is about the two values that differed: other ones are asked again, also where the table would decide them",
    arguments: [
      (FieldValue.value("d"), FieldValue.value("c")), (.value("b"), .value("d")), (.value("a"), .value("c")),
    ])
  func overtaken(jde: FieldValue, zoho: FieldValue) throws {
    let found = try outcome(.side(.jde), jde: jde, zoho: zoho)
    #expect((found.rule, found.action) == (.answerOvertaken, .ask(.conflict)))
  }

  @Test("does not come back to life when the values do, once it was asked again")
  func staysOvertaken() throws {
    #expect(try outcome(.side(.jde), isOvertaken: true).rule == .answerOvertaken)
  }

  @Test("is used up where both sides agree, also on the very pair that was agreed before")
  func agreement() throws {
    let found = try outcome(.side(.jde), jde: Self.a, zoho: Self.a)
    #expect((found.rule, found.action) == (.converged, .moveBase))
  }

  @Test("waits while a side is not shown")
  func absent() throws {
    #expect(try outcome(.side(.jde), jde: .absent).rule == .sideAbsent)
  }

  @Test("for the side that does not own the field lets both stay as they are", arguments: [Side.jde, .zoho])
  func ownersLoss(side: Side) throws {
    let field = mappedField("f", owner: side == .jde ? .zoho : .jde)
    let found = try outcome(.side(side), field: field)
    #expect((found.rule, found.action) == (.personLeftApart, .moveBase))
    #expect((found.observedPair.jde, found.observedPair.zoho) == (Self.asked.jde, Self.asked.zoho))
  }

  @Test("empties no field that the mapping protects")
  func clears() throws {
    let blank = FieldPair(jde: .blank, zoho: Self.c)
    let kept = try outcome(.side(.jde), jde: .blank, about: blank)
    #expect((kept.rule, kept.action) == (.clearNotAllowed, .ask(.wouldClear)))
    let free = mappedField("f", allowsClear: true)
    #expect(
      try outcome(.side(.jde), field: free, jde: .blank, about: blank).action == .write(to: .zoho, .blank))
  }

  @Test("that gives a value goes to JD Edwards first, then to Zoho, and ends where both show it")
  func values() throws {
    let given = FieldWord.Takes.value(.value("v"))
    #expect(try outcome(given).action == .write(to: .jde, .value("v")))
    let next = try outcome(given, jde: .value("v"))
    #expect((next.rule, next.action) == (.personGaveValue, .write(to: .zoho, .value("v"))))
    #expect(try outcome(given, jde: .value("v"), zoho: .value("v")).action == .moveBase)
    #expect(try outcome(given, jde: .value("d")).rule == .answerOvertaken)
  }

  @Test("decides a group as a whole: each field that differs needs one, and all the same side")
  func groups() throws {
    let fields = [mappedField("f", group: "address"), mappedField("g", group: "address")]
    let (jde, zoho) = (["f": Self.b, "g": Self.b], ["f": Self.c, "g": Self.c])
    let word = FieldWord(takes: .side(.jde), about: Self.asked)
    let other = FieldWord(takes: .side(.zoho), about: Self.asked)
    func actions(_ words: [String: FieldWord]) -> [FieldAction] {
      outcomes(fields, jde: jde, zoho: zoho, words: words).map(\.action)
    }
    #expect(actions(["f": word, "g": word]) == [.write(to: .zoho, Self.b), .write(to: .zoho, Self.b)])
    #expect(actions(["f": word]) == [.ask(.conflict), .ask(.conflict)])
    #expect(actions(["f": word, "g": other]) == [.ask(.conflict), .ask(.conflict)])
  }

  @Test("leaves the other fields to the table")
  func others() throws {
    let found = outcomes(
      [mappedField("f"), mappedField("g", owner: .jde)], jde: ["f": Self.b, "g": Self.b],
      zoho: ["f": Self.c, "g": Self.a], words: ["f": FieldWord(takes: .side(.zoho), about: Self.asked)])
    #expect(found.map(\.rule) == [.personTookZoho, .jdeMoved])
  }
}
