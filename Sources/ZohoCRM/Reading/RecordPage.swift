package import JSONText

/// One page of a listing, with everything that the log records about it.
package struct RecordPage: Sendable {
  /// The records verbatim, in the order of the answer.
  ///
  /// Where the fields took several passes, the members of the later passes stand behind those of the first.
  package let rows: [JSONValue]
  /// What the next page is asked for with; nil on the last one.
  package let nextToken: String?
  /// Whether there are more.
  package let more: Bool
  /// Zoho's clock (`Date`), in seconds since 1970 UTC.
  package let serverDate: Int64?
}
