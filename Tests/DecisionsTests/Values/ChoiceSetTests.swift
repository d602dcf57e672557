import Testing

@testable import Decisions

@Suite("The choices of a multi-select pick list")
struct ChoiceSetTests {
  @Test("have neither order nor doubles nor blanks")
  func set() {
    #expect(ChoiceSet(["C", " A", "", "C "]).value == .value("A\nC"))
    #expect(ChoiceSet(text: "C;A;;C").value == ChoiceSet(text: "A\nC").value)
    #expect(ChoiceSet(text: " ; ").value == .blank)
  }

  @Test("tell apart what a person tells apart")
  func apart() {
    #expect(ChoiceSet(["a"]) != ChoiceSet(["A"]))
    #expect(ChoiceSet(["é", "e\u{301}"]).choices.count == 2, "two spellings are two choices")
  }

  @Test("may hold a semicolon once they are canonical")
  func semicolon() {
    let canonical = ChoiceSet(["R;D", "A"]).value
    #expect(ChoiceSet(canonical: canonical.text ?? "").choices == ["A", "R;D"])
  }
}
