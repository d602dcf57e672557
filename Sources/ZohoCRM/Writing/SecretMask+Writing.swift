import HTTPTransport
import JSONText

/// What Zoho answers to a write goes into the ledger row by row, so no secret may stand in it.
///
/// Codes and ids are read before this and stay: the program goes on from them.
extension SecretMask {
  /// The outcome without secrets in any text of it.
  func masked(_ outcome: WriteOutcome) -> WriteOutcome {
    switch outcome {
    case .answered(let rows, let evidence): .answered(rows.map { masked($0) }, masked(evidence))
    case .notSent(let failure): .notSent(masked(failure))
    case .unknown(let failure, let evidence): .unknown(masked(failure), evidence.map { masked($0) })
    case .refused(let failure, let evidence): .refused(masked(failure), masked(evidence))
    }
  }

  /// The tree without secrets in its strings and names.
  func masked(_ json: JSONValue) -> JSONValue {
    switch json {
    case .null, .bool, .number: json
    case .string(let string): .string(masked(string))
    case .array(let elements): .array(elements.map { masked($0) })
    case .object(let object):
      .object(
        JSONObject(
          members: object.members.map { JSONObject.Member(key: masked($0.key), value: masked($0.value)) }))
    }
  }

  /// As it was written, but for the secret.
  private func masked(_ string: JSONString) -> JSONString {
    let raw = masked(string.raw)
    return raw == string.raw ? string : JSONString(raw: raw) ?? JSONString(masked(string.value))
  }

  private func masked(_ evidence: WriteEvidence) -> WriteEvidence {
    let headers = masked(.object(evidence.headers)).object ?? [:]
    return evidence.with(headers: headers, body: evidence.body.map { masked($0) })
  }

  private func masked(_ row: RowAnswer) -> RowAnswer {
    guard case .rejected(let errors) = row.outcome else {
      return RowAnswer(outcome: row.outcome, json: masked(row.json))
    }
    let told = errors.map { error in
      RowError(
        code: error.code, message: masked(error.message), field: error.field,
        duplicateID: error.duplicateID, details: masked(error.details), isQuota: error.isQuota)
    }
    return RowAnswer(outcome: .rejected(told), json: masked(row.json))
  }
}
