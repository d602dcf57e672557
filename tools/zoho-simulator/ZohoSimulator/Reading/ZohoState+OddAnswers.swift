import JSONText
import SimulatedCompanies

extension ZohoState {
  /// What comes in the place of an answer of success, as the switch `answer` has it.
  func odd(_ answer: ImitatedAnswer) -> ImitatedAnswer {
    guard quirks.answer != .right, (200..<300).contains(answer.status), !answer.body.isEmpty else {
      return answer
    }
    var odd = answer
    odd.rows = 0
    odd.body = oddBody(answer)
    return odd
  }

  private func oddBody(_ answer: ImitatedAnswer) -> [UInt8] {
    let error: JSONValue = [
      "code": "INTERNAL_ERROR", "details": [:], "message": "Internal Server Error", "status": "error",
    ]
    switch quirks.answer {
    case .right: return answer.body
    case .emptyObject: return Array("{}".utf8)
    case .emptyArray: return Array("[]".utf8)
    case .null: return Array("null".utf8)
    case .nothing: return []
    case .error: return error.bytes
    case .dataNull: return Self.body(answer) { _ in .null }
    case .dataObject: return Self.body(answer) { _ in [:] }
    case .errorInData: return Self.body(answer) { _ in [error] }
    case .rowsNoObjects:
      return Self.body(answer) { rows in
        .array((rows.array ?? []).indices.map { JSONValue("row \($0)") })
      }
    }
  }

  /// The body with its first member, `data` or what metadata has in its place, changed.
  private static func body(_ answer: ImitatedAnswer, _ change: (JSONValue) -> JSONValue) -> [UInt8] {
    guard var object = (try? JSONValue(parsing: answer.body))?.object,  // our own text, which parses
      let first = object.members.first
    else { return answer.body }
    object.members[0] = JSONObject.Member(key: first.key, value: change(first.value))
    return JSONValue.object(object).bytes
  }

  /// The `info` of a page as far as the switch lets it be given; nil where it is missing.
  func info(_ whole: JSONValue) -> JSONValue? {
    guard var object = whole.object else { return whole }
    switch quirks.info {
    case .given: break
    case .missing: return nil
    case .moreMissing: object["more_records"] = nil as JSONValue?
    case .moreAsText: object["more_records"] = object["more_records"]?.bool.map { JSONValue("\($0)") }
    }
    return .object(object)
  }

  /// Appends `,"info":{…}` where the switch lets it be given.
  func appendInfo(_ whole: JSONValue, to bytes: inout [UInt8]) {
    guard let info = info(whole) else { return }
    bytes += Array(",\"info\":".utf8)
    info.append(to: &bytes)
  }
}
