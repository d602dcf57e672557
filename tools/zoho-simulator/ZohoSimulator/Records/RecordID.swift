import JSONText

extension ZohoQuirks {
  /// An id as answers write it.
  func value(of id: UInt64) -> JSONValue {
    switch ids {
    case .text, .capitalised, .missing: return JSONValue(String(id))
    case .number: return JSONValue(id)
    case .exponent:
      let digits = String(id)
      let text = "\(digits.prefix(1)).\(digits.dropFirst())E\(digits.count - 1)"
      return JSONNumber(digits: text).map { .number($0) } ?? .null
    }
  }

  /// The name of a record's own id; nil where answers leave it out.
  var idName: String? {
    switch ids {
    case .text, .number, .exponent: "id"
    case .capitalised: "Id"
    case .missing: nil
    }
  }

  /// The switches for what the control endpoint shows: whoever looks there must find records by their ids.
  var forControl: ZohoQuirks {
    var quirks = self
    quirks.ids = .text
    return quirks
  }
}

extension JSONValue {
  /// The id that a text or a whole number names: the official SDK sends ids as JSON integers.
  var idText: String? { string ?? number.flatMap { $0.uint64 == nil ? nil : $0.digits } }
}
