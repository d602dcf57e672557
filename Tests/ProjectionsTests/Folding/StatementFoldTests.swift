import Decisions
import JSONText
import Projections
import Testing
import TestSupport

@Suite("What a person said", .temporaryFolder)
struct StatementFoldTests {
  private let stream = StreamKey.link("customer", "7")

  private func said(_ store: ProjectionStore) async throws -> Statements {
    try await store.statements(entity: "customer", keys: ["7"])["7"] ?? Statements()
  }

  @Test("about two records holds until the other is said of them")
  func newestHolds() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let apart = try await log.append(.subjectStated, stream, Body.stated("7", .apart, .record(.zoho, "z1")))
    try await log.append(.subjectStated, stream, Body.stated("7", .apart, .record(.zoho, "z2")))
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).apart == ["z1": apart, "z2": apart + 1])
    try await log.append(.subjectStated, stream, Body.stated("7", .theseTwo, .record(.zoho, "z1")))
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).apart == ["z2": apart + 1])
    #expect(try await said(store).theseTwo == "z1")
  }

  @Test("may be taken back, and wakes its record then")
  func takenBack() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let new = try await log.append(.subjectStated, stream, Body.stated("7", .isNew))
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).isNew == new)
    try await log.append(.subjectStated, stream, Body.stated("7", .takenBack, .statement(new)))
    try await store.catchUp(from: log.reader)
    #expect(try await said(store) == Statements())
    #expect(try await store.keysTouched(entity: "customer", since: new) == ["7"])
  }

  @Test("of a record without a pairing ends with the pairing, and so does \"apart\" of the same two")
  func endsWithPairing() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.subjectStated, stream, Body.stated("7", .isNew))
    try await log.append(.subjectStated, stream, Body.stated("7", .apart, .record(.zoho, "z1")))
    let kept = try await log.append(.subjectStated, stream, Body.stated("7", .apart, .record(.zoho, "z2")))
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1", how: "created"))
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).all.map(\.sequence) == [kept])
  }

  @Test(
    "of a field is used up by the decision that carries it out, and holds again where its write ends without effect"
  )
  func used() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let about = FieldPair(jde: .value("J"), zoho: .value("Z"))
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1"))
    try await log.append(
      .subjectStated, stream, Body.stated("7", .takeSide, .side(field: "name", .jde, about)))
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).words == ["name": FieldWord(takes: .side(.jde), about: about)])
    let field = DecisionMade.Field(
      id: "name", rule: MergeRule.personTookJDE.rawValue, action: "write", to: .zoho, jde: about.jde,
      zoho: about.zoho, value: about.jde)
    try await log.append(.decisionMade, stream, Body.decided("7", .held, held: "off", fields: [field]))
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).words.count == 1, "what is held back has not been carried out")
    let decision = try await log.append(.decisionMade, stream, Body.decided("7", .write, fields: [field]))
    try await log.append(.writeIntended, "op/o", Body.intended("o", "7"), cause: decision)
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).words.isEmpty)
    try await log.append(.callSent, "call/c", Body.sent(["o"]))
    try await log.append(.writeAnswered, "op/o", Body.answered("o", .rejected, errorClass: .throttle))
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).words.isEmpty, "it may go again")
    try await log.append(.writeFailed, "op/o", Body.ended("o", "7"))
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).words.count == 1)
  }

  @Test(
    "of a field is over once both sides agree, and with the pair that it was about",
    arguments: [EventKind.decisionMade, .linkRemoved, .linkMade])
  func over(kind: EventKind) async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1"))
    try await log.append(
      .subjectStated, stream, Body.stated("7", .takeSide, .side(field: "name", .jde, Body.pair("A"))))
    try await store.catchUp(from: log.reader)
    try #require(try await said(store).words.count == 1)
    switch kind {
    case .linkRemoved: try await log.append(kind, stream, Body.removed("7"))
    case .linkMade: try await log.append(kind, stream, Body.linkMade("7", "z2", how: "person"))
    default: try await log.append(kind, stream, Body.decided("7", .base, base: ["name": Body.pair("A")]))
    }
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).words.isEmpty)
  }

  @Test("is noticed where the first one comes in the same batch as what it is about")
  func firstOfAll() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    // A pairing looks for statements while there is none.
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1"))
    try await log.append(
      .subjectStated, stream, Body.stated("7", .takeSide, .side(field: "name", .jde, Body.pair("A"))))
    try await log.append(
      .decisionMade, stream, Body.decided("7", .base, base: ["name": Body.pair("A")]))
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).words.isEmpty, "both sides agree")
  }

  @Test("of a field is overtaken by a new question about it")
  func overtaken() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(
      .subjectStated, stream, Body.stated("7", .takeSide, .side(field: "name", .jde, Body.pair("A"))))
    try await log.append(
      .questionAsked, stream, Body.conflict("7", "name", jde: .value("B"), zoho: .value("A")))
    try await store.catchUp(from: log.reader)
    #expect(try await said(store).words["name"]?.isOvertaken == true)
  }
}

@Suite("By what both sides of a record are known", .temporaryFolder)
struct MarksFoldTests {
  @Test("is what the newest decision says, and another account is not known by what the former one showed")
  func marks() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let stream = StreamKey.link("customer", "7")
    let both = KeptMarks(jde: IdentityMarks(name: "acme"), zoho: IdentityMarks(name: "acme", city: "bonn"))
    func kept() async throws -> KeptMarks? {
      try await store.catchUp(from: log.reader)
      return try await store.marks(entity: "customer", keys: ["7"])["7"]
    }
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1"))
    try await log.append(.decisionMade, stream, Body.decided("7", .base, marks: both))
    try await log.append(.decisionMade, stream, Body.decided("7", .base))
    #expect(try await kept() == both)
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1", how: "person"))
    #expect(try await kept() == both)
    try await log.append(.linkMade, stream, Body.linkMade("7", "z2", how: "person"))
    #expect(try await kept() == KeptMarks(jde: both.jde))
  }
}

@Suite("A question to a person", .temporaryFolder)
struct QuestionFoldTests {
  private let stream = StreamKey.link("customer", "7")

  @Test(
    "is open until it is answered or withdrawn", arguments: [EventKind.questionAnswered, .questionWithdrawn])
  func ends(kind: EventKind) async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let asked = try await log.append(.questionAsked, stream, Body.asked("7", candidates: ["z1", "z2"]))
    try await log.append(
      .questionAsked, stream, Body.conflict("7", "name", jde: .value("J"), zoho: .absent))
    try await store.catchUp(from: log.reader)
    let open = try await store.openQuestions(entity: "customer", keys: ["7"])["7"] ?? []
    #expect(open.map(\.asked.question.text) == ["customer/7", "customer/7/name"])
    #expect(open.last?.asked.values == FieldPair(jde: .value("J"), zoho: .absent))
    let isAnswer = kind == .questionAnswered
    let ended = try await log.append(
      kind, stream, isAnswer ? Body.answered("7", .isNew) : Body.withdrawn("7"))
    try await store.catchUp(from: log.reader)
    let row = try #require(try await store.question(Body.question("7")))
    #expect((row.state, row.askedSequence) == (isAnswer ? .answered : .withdrawn, asked))
    #expect(
      (row.says, row.answeredBy, row.endedSequence) == (
        isAnswer ? .isNew : nil, isAnswer ? "ann" : nil, ended
      ))
    #expect(try await store.questions(openOnly: true).map(\.field) == ["name"])
    #expect(try await store.questions(openOnly: false).count == 2)
  }

  @Test("is open again when it is asked again, with what it rests on now")
  func askedAgain() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.questionAsked, stream, Body.asked("7"))
    try await log.append(.questionAnswered, stream, Body.answered("7", .notUntilChanged))
    let again = try await log.append(.questionAsked, stream, Body.asked("7", candidates: ["z9"]))
    try await store.catchUp(from: log.reader)
    let row = try #require(try await store.questions(openOnly: true).first)
    #expect((row.askedSequence, row.says, row.asked.candidates) == (again, nil, [["zoho_id": "z9"]]))
  }

  @Test("about a record is answered by a pairing, and one about a field ends with the pair")
  func pairings() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.questionAsked, stream, Body.asked("7"))
    try await log.append(.linkMade, stream, Body.linkMade("7", "z1"))
    try await log.append(.questionAsked, stream, Body.conflict("7", "name", jde: .blank, zoho: .value("Z")))
    try await store.catchUp(from: log.reader)
    #expect(try await store.questions(openOnly: true).map(\.field) == ["name"])
    #expect(try await store.question(Body.question("7"))?.says == .theseTwo)
    try await log.append(.linkRemoved, stream, Body.removed("7"))
    try await store.catchUp(from: log.reader)
    #expect(try await store.questions(openOnly: true).isEmpty)
  }
}
