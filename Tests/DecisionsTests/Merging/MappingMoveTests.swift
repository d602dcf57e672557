import Testing

@testable import Decisions

@Suite("A field whose mapping moved")
struct MappingMoveTests {
  private static let a = FieldValue.value("a")
  private static let b = FieldValue.value("b")

  private func field(_ owner: FieldOwner, first: Side? = nil, allowsClear: Bool = false) -> MappedField {
    mappedField("f", owner: owner, tie: .jde, first: first, allowsClear: allowsClear)
  }

  private func hash(_ field: MappedField, _ jde: FieldValue = a, _ zoho: FieldValue = b) -> String {
    mappingHash(
      of: field, in: Sample.customer.with(fields: [field]), crosswalks: Sample.crosswalks, jde: jde,
      zoho: zoho)
  }

  /// The hash of a mapping that read the same field otherwise.
  private func otherReading(_ field: MappedField) -> String { hash(field).prefix(9) + "00000000" }

  /// The hash of a mapping that was of another field.
  private func otherField(_ field: MappedField) -> String { "00000000" + hash(field).dropFirst(8) }

  private func outcome(
    _ field: MappedField, base: FieldPair, jde: FieldValue = a, zoho: FieldValue = b
  ) throws -> FieldOutcome {
    try #require(
      merge([field], base: ["f": base], jde: ["f": JDEField(jde)], zoho: ["f": zoho], reverts: 5).first)
  }

  @Test("gets the owner's value where nobody else moved; of both the first one's, else a person says")
  func nobodyElseMoved() throws {
    func decide(_ field: MappedField) throws -> FieldOutcome {
      try outcome(field, base: FieldPair(jde: Self.a, zoho: Self.b, mapping: otherReading(field)))
    }
    #expect(try decide(field(.jde)).action == .write(to: .zoho, Self.a))
    #expect(try decide(field(.zoho)).action == .write(to: .jde, Self.b))
    #expect(try decide(field(.both, first: .jde)).action == .write(to: .zoho, Self.a))
    #expect(try decide(field(.both, first: .zoho)).action == .write(to: .jde, Self.b))
    #expect(try decide(field(.both)).action == .ask(.conflict))
    for owner in [FieldOwner.jde, .zoho, .both] {
      let outcome = try decide(field(owner))
      #expect(outcome.rule == .mappingMoved && outcome.overridden == nil)
    }
  }

  @Test("is left alone where the hash is today's, or not known")
  func sameMapping() throws {
    for owner in [FieldOwner.jde, .zoho, .both] {
      for mapping in [nil, hash(field(owner))] {
        let outcome = try outcome(
          field(owner, first: .jde), base: FieldPair(jde: Self.a, zoho: Self.b, mapping: mapping))
        #expect(outcome.rule == .nobodyMoved && outcome.action == .nothing)
      }
    }
  }

  @Test("gives its base today's hash where both sides agree, without a call")
  func agrees() throws {
    let field = field(.jde)
    let base = FieldPair(jde: Self.a, zoho: Self.a, mapping: otherReading(field))
    let outcome = try outcome(field, base: base, zoho: Self.a)
    #expect(outcome.rule == .mappingMoved && outcome.action == .moveBase)
    #expect(
      outcome.observedPair == FieldPair(jde: Self.a, zoho: Self.a, mapping: hash(field, Self.a, Self.a)))
    let again = try self.outcome(field, base: outcome.observedPair, zoho: Self.a)
    #expect(again.rule == .unchanged)
  }

  @Test("follows the ordinary rows where a side moved too, and the write carries today's hash")
  func sideMoved() throws {
    let field = field(.both, first: .zoho)
    let base = FieldPair(jde: Self.a, zoho: Self.b, mapping: otherReading(field))
    let moved = try outcome(field, base: base, jde: .value("x"))
    #expect(moved.rule == .jdeMoved)
    #expect(
      moved.writtenPair
        == FieldPair(jde: .value("x"), zoho: .value("x"), mapping: hash(field, .value("x"), .value("x"))))
    #expect(try outcome(field, base: base, zoho: .value("x")).rule == .zohoMoved)
    #expect(try outcome(field, base: base, jde: .value("x"), zoho: .value("y")).rule == .tieJDE)
  }

  @Test("compares through the form that its base recorded")
  func normalised() throws {
    let (written, shown) = (FieldValue.value("Nordwind"), FieldValue.value("NORDWIND"))
    for owner in [FieldOwner.jde, .zoho, .both] {
      let field = field(owner)
      let base = FieldPair(jde: written, zoho: shown, mapping: otherReading(field), normalised: "case")
      let outcome = try outcome(field, base: base, jde: written, zoho: shown)
      #expect(outcome.rule == .mappingMoved && outcome.action == .moveBase)
      #expect(outcome.observedPair == base.made(by: hash(field, written, shown)))
      let again = try self.outcome(field, base: outcome.observedPair, jde: written, zoho: shown)
      #expect(again.rule == .nobodyMoved && again.action == .nothing)
      let plain = FieldPair(jde: written, zoho: shown, mapping: otherReading(field))
      #expect(try self.outcome(field, base: plain, jde: written, zoho: shown).action != .moveBase)
      let other = FieldPair(jde: written, zoho: shown, mapping: otherReading(field), normalised: "cut")
      #expect(try self.outcome(field, base: other, jde: written, zoho: shown).action != .moveBase)
    }
  }

  @Test("to another field has no base and no first load either")
  func otherField() throws {
    func decide(
      _ field: MappedField, jde: FieldValue = Self.a, zoho: FieldValue = Self.b
    ) throws -> FieldOutcome {
      try outcome(
        field, base: FieldPair(jde: Self.a, zoho: Self.b, mapping: otherField(field)), jde: jde, zoho: zoho)
    }
    for first in [Side.jde, .zoho, nil] {
      for zoho in [Self.b, .blank] {
        let asked = try decide(field(.both, first: first), zoho: zoho)
        #expect(asked.rule == .otherFieldUndecided && asked.action == .ask(.conflict))
        #expect(asked.base == nil)
      }
    }
    let byJDE = try decide(field(.jde))
    #expect(byJDE.rule == .otherFieldOwnerJDE && byJDE.action == .write(to: .zoho, Self.a))
    #expect(byJDE.overridden == Self.b)
    let byZoho = try decide(field(.zoho))
    #expect(byZoho.rule == .otherFieldOwnerZoho && byZoho.action == .write(to: .jde, Self.b))
    #expect(byZoho.overridden == Self.a)
    #expect(try decide(field(.jde), jde: .blank).action == .ask(.wouldClear))
    #expect(
      try decide(field(.zoho), zoho: .blank).action == .ask(.wouldClear), "the old field's value is not taken"
    )
    #expect(try decide(field(.both), zoho: Self.a).rule == .converged)
  }

  @Test("in a group takes the group along, and leaves what only a recorded form keeps apart")
  func group() {
    let fields = ["f", "g", "h"].map { mappedField($0, group: "x", owner: .jde) }
    func hash(_ field: MappedField, _ jde: FieldValue, _ zoho: FieldValue) -> String {
      mappingHash(
        of: field, in: Sample.customer.with(fields: fields), crosswalks: Sample.crosswalks, jde: jde,
        zoho: zoho)
    }
    let upper = FieldValue.value("A")
    let base: Base = [
      "f": FieldPair(
        jde: Self.a, zoho: Self.b, mapping: hash(fields[0], Self.a, Self.b).prefix(9) + "00000000"),
      "g": FieldPair(
        jde: Self.a, zoho: upper, mapping: hash(fields[1], Self.a, upper), normalised: "case"),
      "h": FieldPair(jde: Self.a, zoho: Self.a, mapping: hash(fields[2], Self.a, Self.a)),
    ]
    let outcomes = merge(
      fields, base: base, jde: ["f": JDEField(Self.a), "g": JDEField(Self.a), "h": JDEField(Self.a)],
      zoho: ["f": Self.b, "g": upper, "h": Self.a])
    #expect(outcomes.map(\.action) == [.write(to: .zoho, Self.a), .nothing, .nothing])
    #expect(outcomes.map(\.rule) == [.mappingMoved, .nobodyMoved, .unchanged])
  }
}
