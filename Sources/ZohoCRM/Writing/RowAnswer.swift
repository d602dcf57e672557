package import JSONText

/// What became of one row of an insert or update.
package struct RowAnswer: Hashable, Sendable {
  /// What Zoho says of it.
  package enum Outcome: Hashable, Sendable {
    /// Done; the instant is Zoho's `Modified_Time` after it.
    case applied(id: String, modifiedTime: String?)
    /// Not done: the record was changed after the instant that the write was allowed from.
    case stale(modifiedTime: String?)
    /// Not done, for these reasons.
    case rejected([RowError])
  }

  /// What Zoho says of it.
  package let outcome: Outcome
  /// The row's answer verbatim.
  package let json: JSONValue
}

/// One reason why a row was refused.
package struct RowError: Hashable, Sendable {
  /// Zoho's code, `DUPLICATE_DATA`.
  package let code: String
  /// Zoho's sentence.
  package let message: String
  /// The API name of the field concerned.
  package let field: String?
  /// The record that already holds the value, where the code is `DUPLICATE_DATA`.
  package let duplicateID: String?
  /// The details verbatim.
  package let details: JSONValue
  /// Whether the row was not done because a quota was used up.
  package let isQuota: Bool
}

extension RowAnswer {
  /// Reads one element of `data`; nil where it neither succeeded nor says why not.
  init?(_ json: JSONValue) {
    self.json = json
    guard let code = json["code"]?.string else { return nil }
    let details = json["details"] ?? .null
    // A refusal that calls itself a success, or whose code is none of Zoho's, has not said that nothing was done.
    let isRefusal = json["status"].map { $0.string == "error" } ?? true
    guard code == "SUCCESS" || (isRefusal && code.allSatisfy { $0.isASCII && !$0.isLowercase }) else {
      return nil
    }
    switch code {
    case "SUCCESS":
      // A success that says of itself that it is none is not believed, and one without an id is of no record.
      guard let id = RecordID.of(details), json["status"].map({ $0.string == "success" }) ?? true else {
        return nil
      }
      outcome = .applied(id: id, modifiedTime: details["Modified_Time"]?.string)
    case "ALREADY_MODIFIED": outcome = .stale(modifiedTime: details["Modified_Time"]?.string)
    case "MULTIPLE_OR_MULTI_ERRORS":
      let errors = (details["errors"] ?? json["errors"])?.array ?? []
      outcome = .rejected(errors.isEmpty ? [RowError(json)] : errors.map(RowError.init))
    default: outcome = .rejected([RowError(json)])
    }
  }
}

extension RowError {
  fileprivate init(_ json: JSONValue) {
    code = json["code"]?.string ?? "UNKNOWN"
    isQuota = ZohoAnswer.isQuotaCode(json)
    message = json["message"]?.string ?? ""
    details = json["details"] ?? .null
    field = details["api_name"]?.string
    let isDuplicate = code == "DUPLICATE_DATA"
    duplicateID = isDuplicate ? RecordID.of(details["duplicate_record"]) ?? RecordID.of(details) : nil
  }
}
