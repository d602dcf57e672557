/// One look at a field of one side.
package struct FieldObservation: Hashable, Sendable {
  /// When it was seen, by the server's date, in seconds since 1970.
  package let seenAt: Int64
  /// When the record says that it was edited last, at the earliest and at the latest: in the hour that JDE's clock shows
  /// twice these are two instants; nil where it does not say.
  package let editedAt: ClosedRange<Int64>?
  /// What the side showed, in its own form; absent says nothing.
  package let value: FieldValue

  /// A look from its parts.
  package init(seenAt: Int64, editedAt: ClosedRange<Int64>?, value: FieldValue) {
    self.seenAt = seenAt
    self.editedAt = editedAt
    self.value = value
  }
}

/// When a field became what one side shows now, at the earliest and at the latest (section "Time" of the decision core).
///
/// It was edited after it was last seen as both sides had agreed, and not after it was first seen as it is now; the
/// record's own time at that look bounds it from above, since a later edit of another field only moves that. Where it
/// changed more than once the interval holds all of these edits, so that it decides only where all of them are on one
/// side of the other system's. A record's time that lies before the last look at the agreed value is a clock that
/// disagrees: then the interval begins with it and ends when the value was seen.
///
/// The value for `EditTimes.jdeByField` and `zohoByField`. The caller gives the observations since the base, and the one
/// that the base was made from.
/// - Parameters:
///   - observations: Newest first.
///   - base: The side's half of the base.
///   - type: How values are compared.
///   - country: The ISO code of the record's country; nil where not known.
/// - Returns: Seconds since 1970; nil where the side shows the agreed value, or it was never seen to.
package func fieldEdit(
  _ observations: [FieldObservation], base: FieldValue, type: FieldType, country: String? = nil
) -> ClosedRange<Int64>? {
  let shown = observations.filter { $0.value != .absent }
  guard let newest = shown.first, !isUnchanged(type: type, base, newest.value, country: country),
    let agreed = shown.firstIndex(where: { isUnchanged(type: type, base, $0.value, country: country) })
  else { return nil }
  // The first look, by time, from which on it was always as it is now.
  let same = shown[..<agreed].prefix { isUnchanged(type: type, newest.value, $0.value, country: country) }
  guard let first = same.last else { return nil }
  let earliest = min(shown[agreed].seenAt, first.seenAt)
  guard let editedAt = first.editedAt else { return earliest...first.seenAt }
  guard editedAt.upperBound >= earliest else { return editedAt.lowerBound...first.seenAt }
  return earliest...min(editedAt.upperBound, first.seenAt)
}
