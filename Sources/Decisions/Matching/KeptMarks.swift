package import JSONText

/// How the marks of both sides stand to what they had agreed on (law 7).
package struct MarkStanding: Hashable, Sendable {
  /// What each side shows as empty, which says more than what it does not show.
  let emptied: SidesMarks
  /// What people changed in Zoho since both agreed: what agrees there may be our own copy of JD Edwards' value.
  let movedInZoho: Set<IdentityMarks.Mark>

  /// Kinds of marks of both sides.
  struct SidesMarks: Hashable, Sendable {
    let jde: Set<IdentityMarks.Mark>
    let zoho: Set<IdentityMarks.Mark>
  }

  /// How two linked records stand to the base of their pair.
  package init(jde: CompositeRecord, zoho: ZohoRecord, base: Base, mapping: EntityMapping) {
    emptied = SidesMarks(
      jde: mapping.marks { jde.field($0.id).value == .blank && $0.isTaxNumberOrEmail(in: mapping) },
      zoho: mapping.marks { zoho.value(of: $0) == .blank && $0.isTaxNumberOrEmail(in: mapping) })
    movedInZoho = mapping.marks { base[$0.id].map(\.zoho) != zoho.value(of: $0) }
  }
}

/// By what both sides of a record were known at the last decision (law 7).
package struct KeptMarks: Hashable, Sendable {
  package let jde: IdentityMarks
  package let zoho: IdentityMarks

  /// The marks of both sides; nothing known of a side is empty marks.
  package init(jde: IdentityMarks = IdentityMarks(), zoho: IdentityMarks = IdentityMarks()) {
    self.jde = jde
    self.zoho = zoho
  }

  /// `{"jde":{"name":"nordwind"},"zoho":{"name":"nordwind"}}`.
  package var json: JSONValue { ["jde": jde.json, "zoho": zoho.json] }

  /// Marks read back from an event's body; what is missing is not known.
  package init(json: JSONValue?) {
    self.init(jde: IdentityMarks(json: json?["jde"]), zoho: IdentityMarks(json: json?["zoho"]))
  }

  /// Whether one of the sides became somebody else's, which the other side does not show.
  ///
  /// A copy vouches for nothing: Zoho's marks do where people brought them, JD Edwards' always, since nobody else writes
  /// there. `standing`: how they stand to what was agreed. `afterGone`: it was gone or not shown since.
  package func moved(to now: KeptMarks, standing: MarkStanding, afterGone: Bool) -> Bool {
    identityMoved(
      before: jde, now: now.jde, other: now.zoho.only(standing.movedInZoho), emptied: standing.emptied.jde,
      afterGone: afterGone)
      || identityMoved(
        before: zoho, now: now.zoho, other: now.jde, emptied: standing.emptied.zoho, afterGone: afterGone)
  }

  /// The marks after a decision that rested on `now`: the identity moves with every decision in which one stayed.
  package func after(decision now: KeptMarks) -> KeptMarks {
    KeptMarks(jde: jde.after(decision: now.jde), zoho: zoho.after(decision: now.zoho))
  }

  /// The marks after a person said that it is still the same company.
  package func after(sameCompany now: KeptMarks) -> KeptMarks {
    KeptMarks(jde: jde.after(sameCompany: now.jde), zoho: zoho.after(sameCompany: now.zoho))
  }

  /// Whether these tell something new of a side that was known: that alone is worth an event.
  package func isNews(after former: KeptMarks) -> Bool {
    !former.jde.isEmpty && jde != former.jde || !former.zoho.isEmpty && zoho != former.zoho
  }
}
