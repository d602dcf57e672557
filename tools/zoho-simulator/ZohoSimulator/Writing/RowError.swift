import JSONText

/// Why a row of a write is refused.
struct RowError: Error, Sendable {
  let code: String
  let message: String
  let details: JSONObject

  /// The row of the answer.
  var json: JSONValue {
    [
      "code": JSONValue(code), "details": .object(details), "message": JSONValue(message), "status": "error",
    ]
  }

  static func mandatory(_ field: String) -> RowError {
    RowError(
      code: "MANDATORY_NOT_FOUND", message: "required field not found",
      details: ["api_name": JSONValue(field)])
  }

  static func wrongType(_ field: String, expected: String) -> RowError {
    RowError(
      code: "INVALID_DATA", message: "invalid data",
      details: ["expected_data_type": JSONValue(expected), "api_name": JSONValue(field)])
  }

  static func tooLong(_ field: String, most: Int) -> RowError {
    RowError(
      code: "INVALID_DATA", message: "invalid data",
      details: ["maximum_length": JSONValue(most), "api_name": JSONValue(field)])
  }

  static func invalid(_ field: String) -> RowError {
    RowError(code: "INVALID_DATA", message: "invalid data", details: ["api_name": JSONValue(field)])
  }

  static func unknownID(_ id: String) -> RowError {
    RowError(
      code: "INVALID_DATA", message: "the id given seems to be invalid",
      details: ["id": JSONValue(id), "api_name": "id"])
  }

  static func locked(_ id: UInt64) -> RowError {
    RowError(code: "RECORD_LOCKED", message: "the record is locked", details: ["id": JSONValue(String(id))])
  }

  /// Several errors of one row as one.
  static func together(_ errors: [RowError]) -> RowError? {
    guard errors.count > 1 else { return errors.first }
    return RowError(
      code: "MULTIPLE_OR_MULTI_ERRORS", message: "the row has more than one error",
      details: ["errors": .array(errors.map(\.json))])
  }

  /// The error with the place in the request where it belongs.
  func placed(row: Int, quirk: ZohoQuirks.JSONPath) -> RowError {
    guard quirk == .given, let field = details["api_name"]?.string, code != "RECORD_LOCKED" else {
      return self
    }
    var details = details
    details["json_path"] = JSONValue("$.data[\(row)].\(field)")
    return RowError(code: code, message: message, details: details)
  }
}
