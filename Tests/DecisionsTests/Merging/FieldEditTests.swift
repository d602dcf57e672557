import Testing

@testable import Decisions

@Suite("The edit of a field")
struct FieldEditTests {
  private func look(
    _ seenAt: Int64, _ value: String?, edited: ClosedRange<Int64>? = nil
  ) -> FieldObservation {
    FieldObservation(seenAt: seenAt, editedAt: edited, value: value.map(FieldValue.value) ?? .absent)
  }

  private func edit(_ observations: FieldObservation..., base: String = "a") -> ClosedRange<Int64>? {
    fieldEdit(observations, base: .value(base), type: .text)
  }

  @Test("lies between the last look at what was agreed and the first one at what is shown now")
  func between() {
    #expect(edit(look(40, "b"), look(30, "b"), look(20, "a"), look(10, "a")) == 20...30)
  }

  @Test("is not later than the record says it was edited at that first look, whatever was edited since")
  func boundedBySource() {
    #expect(
      edit(look(40, "b", edited: 38...38), look(30, "b", edited: 25...25), look(20, "a", edited: 5...5))
        == 20...25)
    #expect(edit(look(30, "b", edited: 35...35), look(20, "a")) == 20...30, "nor later than it was seen")
  }

  @Test("may be one of two instants in the hour that JDE's clock shows twice")
  func doubledHour() {
    #expect(edit(look(9_000, "b", edited: 1_000...4_600), look(500, "a")) == 500...4_600)
  }

  @Test("holds all edits where there were several")
  func several() {
    #expect(edit(look(40, "c"), look(30, "b"), look(20, "a")) == 20...40)
    #expect(
      edit(look(50, "c"), look(40, "a"), look(30, "b"), look(20, "a")) == 40...50, "the former was undone")
  }

  @Test("is not known where the side shows what was agreed, or was never seen to")
  func unknown() {
    #expect(edit(look(30, "a"), look(20, "b"), look(10, "a")) == nil)
    #expect(edit(look(30, "b"), look(20, "b")) == nil)
    #expect(edit() == nil)
    #expect(edit(look(30, nil), look(20, nil)) == nil)
  }

  @Test("is not told by a look that shows nothing")
  func absent() {
    #expect(edit(look(50, nil), look(40, "b"), look(30, nil), look(20, "a"), look(10, nil)) == 20...40)
  }

  @Test("compares as the field's type does")
  func type() {
    let looks = [look(30, "+49 30 5551234"), look(20, "030 5551234"), look(10, "030 1112222")]
    #expect(fieldEdit(looks, base: .value("030 1112222"), type: .phone, country: "DE") == 10...20)
  }

  @Test("begins with the record's own time where that is before the last look at what was agreed")
  func clocksDisagree() {
    #expect(edit(look(40, "b", edited: 15...16), look(20, "a")) == 15...40)
  }
}
