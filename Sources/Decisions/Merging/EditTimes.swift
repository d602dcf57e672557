/// When each side was edited, for fields whose tie the newer edit decides.
///
/// Fields are compared; the time of a record or table, which any other field moves too, only bounds an edit from above.
package struct EditTimes: Hashable, Sendable {
  /// When JDE's edit was at the earliest and at the latest, in seconds since 1970 UTC; nil where its time is not known.
  ///
  /// JDE's times are a wall clock's: in the hour that it shows twice they are one of two instants.
  package let jde: ClosedRange<Int64>?
  /// The same for each table that the record's rows are of; empty where only the record's own time is known.
  package let jdeByTable: [String: ClosedRange<Int64>]
  /// Seconds since 1970 UTC; nil where Zoho's time is not known.
  package let zohoSeconds: Int64?
  /// How far the two clocks may be apart: within it neither edit is the newer one.
  package let toleranceSeconds: Int64
  /// When JDE's value of a field became what it is (`fieldEdit`), by field id; what is missing is not known.
  package let jdeByField: [String: ClosedRange<Int64>]
  /// The same of Zoho's.
  package let zohoByField: [String: ClosedRange<Int64>]

  /// The two times, JDE's between two instants, and how far they can be trusted.
  package init(
    jde: ClosedRange<Int64>?, jdeByTable: [String: ClosedRange<Int64>] = [:], zohoSeconds: Int64?,
    toleranceSeconds: Int64, jdeByField: [String: ClosedRange<Int64>] = [:],
    zohoByField: [String: ClosedRange<Int64>] = [:]
  ) {
    self.jdeByField = jdeByField
    self.zohoByField = zohoByField
    self.jde = jde
    self.jdeByTable = jdeByTable
    self.zohoSeconds = zohoSeconds
    self.toleranceSeconds = toleranceSeconds
  }

  /// Nothing is known: `newer` decides nothing.
  package static let unknown = EditTimes(jde: nil, zohoSeconds: nil, toleranceSeconds: 0)

  /// The times for a value that stands in rows of these tables: an edit of another table says nothing about it.
  package func narrowed(to tables: Set<String>) -> EditTimes {
    guard !jdeByTable.isEmpty, !tables.isEmpty else { return self }
    let edits = jdeByTable.filter { tables.contains($0.key) }.values
    return EditTimes(
      jde: edits.newest, zohoSeconds: zohoSeconds, toleranceSeconds: toleranceSeconds, jdeByField: jdeByField,
      zohoByField: zohoByField)
  }

  /// The side that edited its fields later, by more than the tolerance; nil where that cannot be said.
  ///
  /// A side is known by field where each of its moved fields is; of several the newest edit counts. Where only the
  /// other side is, the time of this side's record bounds its edit from above and nothing bounds it from below, so it
  /// can be the older one and never the newer. Where nothing is known by field, nothing is decided: any other field
  /// moves the record's time too.
  /// - Parameters:
  ///   - jde: The ids of the fields that moved in JDE.
  ///   - zoho: The ids of the fields that moved in Zoho.
  /// - Returns: The side with the newer edit.
  package func newerSide(movedInJDE jde: [String], movedInZoho zoho: [String]) -> Side? {
    let ours = Self.known(jdeByField, jde)
    let theirs = Self.known(zohoByField, zoho)
    if let ours, let latest = theirs?.upperBound ?? zohoSeconds, isFurther(ours.lowerBound, than: latest) {
      return .jde
    }
    if let theirs, let latest = ours?.upperBound ?? self.jde?.upperBound,
      isFurther(theirs.lowerBound, than: latest)
    {
      return .zoho
    }
    return nil
  }

  private static func known(
    _ intervals: [String: ClosedRange<Int64>], _ fields: [String]
  ) -> ClosedRange<Int64>? {
    let known = fields.compactMap { intervals[$0] }
    return known.count == fields.count ? known.newest : nil
  }

  private func isFurther(_ later: Int64, than earlier: Int64) -> Bool { later - earlier > toleranceSeconds }
}

extension Collection<ClosedRange<Int64>> {
  /// When the newest of some edits was at the earliest and at the latest; nil where there is none.
  package var newest: ClosedRange<Int64>? {
    guard let earliest = self.map(\.lowerBound).max(), let latest = self.map(\.upperBound).max() else {
      return nil
    }
    return earliest...latest
  }
}
