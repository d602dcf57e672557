package import Diagnostics
package import JSONText

/// How an insert or update ended, one case for each way of going on.
package enum WriteOutcome: Sendable {
  /// Zoho answered for each row, in the order of the request.
  case answered([RowAnswer], WriteEvidence)
  /// Nothing was done: it did not reach Zoho, or there was no token, no credit, no room. The same rows may go again.
  case notSent(Failure)
  /// It may have been done. Look before anything is sent again.
  case unknown(Failure, WriteEvidence?)
  /// Zoho refused the request as a whole, and did nothing.
  case refused(Failure, WriteEvidence)
}

/// What Zoho answered to a write, for the log.
package struct WriteEvidence: Hashable, Sendable {
  /// The HTTP status.
  package let status: Int
  /// The body verbatim where it was JSON.
  package let body: JSONValue?
}
