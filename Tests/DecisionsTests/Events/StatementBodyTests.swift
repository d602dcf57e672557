import Diagnostics
import JSONText
import Testing

@testable import Decisions

@Suite("The body of a statement or a question")
struct StatementBodyTests {
  private static let subject = SubjectKey(entity: "contact", key: "4242.1")
  private static let pair = FieldPair(jde: .blank, zoho: .value("B"))

  @Test(
    "is read back as it was written",
    arguments: [
      (SubjectStated.Says.apart, SubjectStated.About.record(.zoho, "48501")),
      (.theseTwo, .record(.zoho, "1")),
      (.isNew, .subject), (.notUntilChanged, .subject), (.sameCompany, .subject),
      (.takeSide, .side(field: "name", .jde, pair)),
      (.takeValue, .value(field: "name", .value("V"), pair)),
      (.takeValue, .value(field: "name", .blank, pair)),
      (.takenBack, .statement(7_731)),
    ])
  func statements(says: SubjectStated.Says, about: SubjectStated.About) throws {
    let stated = SubjectStated(
      subject: Self.subject, says: says, about: about, by: "ada", because: "wrong pair")
    let text = stated.json.text
    #expect(try SubjectStated(json: JSONValue(parsing: text)) == stated)
    #expect(text.contains("\"subject\":\"contact/4242.1\""))
  }

  @Test("is refused where it is about something else than what is said")
  func refused() throws {
    let texts = [
      #"{"subject":"customer/1","says":"apart","about":{},"by":"ada"}"#,
      #"{"subject":"customer/1","says":"taken_back","about":{"side":"zoho","id":"1"},"by":"ada"}"#,
      #"{"subject":"customer","says":"is_new","about":{},"by":"ada"}"#,
      #"{"subject":"customer/1","says":"perhaps","about":{},"by":"ada"}"#,
    ]
    for text in texts {
      let json = try JSONValue(parsing: text)
      let failure = #expect(throws: Failure.self) { try SubjectStated(json: json) }
      #expect(failure?.code == .eventUnreadable, "\(text)")
    }
  }

  @Test(
    "names a question about a record or one of its fields", arguments: ["customer/1", "contact/1.2/name"])
  func names(text: String) throws {
    let question = try #require(QuestionID(text))
    #expect(question.text == text)
    let asked = QuestionAsked(
      question, about: .conflict, reason: "conflict", restsOn: ["jde": "A"], shown: ["base": [:]],
      candidates: [["zoho_id": "1"]])
    #expect(try QuestionAsked(json: JSONValue(parsing: asked.json.text)) == asked)
    let answered = QuestionAnswered(question, says: .takeSide, by: "ada")
    #expect(try QuestionAnswered(json: JSONValue(parsing: answered.json.text)) == answered)
    let withdrawn = QuestionWithdrawn(question, why: "agreed")
    #expect(try QuestionWithdrawn(json: JSONValue(parsing: withdrawn.json.text)) == withdrawn)
  }

  @Test(
    "names nothing where a part is missing", arguments: ["", "customer", "customer/", "/1", "customer/1/"])
  func nothing(text: String) {
    #expect(QuestionID(text) == nil)
  }

  @Test("is the same question only where it rests on the same and shows the same")
  func same() {
    func asked(_ ground: String, _ id: String) -> QuestionAsked {
      QuestionAsked.match(
        Self.subject, module: "Contacts", reason: "weak_only", ground: ["name": JSONValue(ground)],
        candidates: [["zoho_id": JSONValue(id)]])
    }
    #expect(asked("A", "1").isSame(as: asked("A", "1")))
    #expect(!asked("A", "1").isSame(as: asked("B", "1")))
    #expect(!asked("A", "1").isSame(as: asked("A", "2")))
  }
}
