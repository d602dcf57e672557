/// Header fields in their order; names are looked up without regard to case.
package struct HTTPHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// One field as it was written.
  package struct Field: Hashable, Sendable {
    /// The name as it was written.
    package let name: String
    /// The value without the white space around it.
    package let value: String
  }

  /// The fields in their order.
  package private(set) var fields: [Field] = []

  /// No fields.
  package init() {}

  /// The fields of a literal, in its order.
  package init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { add(name, value) }
  }

  /// The value of the last field of this name; setting replaces all of them, nil removes them.
  package subscript(_ name: String) -> String? {
    get { fields.last { $0.name.lowercased() == name.lowercased() }?.value }
    set {
      fields.removeAll { $0.name.lowercased() == name.lowercased() }
      if let newValue { add(name, newValue) }
    }
  }

  /// One more field, also beside another of the same name.
  package mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }
}

extension HTTPHeaders {
  /// The fields of an answer's head: lines that end in CR LF, the status line first; what is no field is passed over.
  ///
  /// The empty line ends it: what a body in pieces brings behind itself (trailers) is no field of the head.
  package init(head: [UInt8]) {
    let end = head.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A])?.lowerBound ?? head.endIndex
    let fields = head[..<end]
    for line in fields.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).dropFirst() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { continue }
      let name = String(decoding: line[..<colon], as: UTF8.self)
      let value = line[line.index(after: colon)...].trimmingBlanks
      add(name, String(decoding: value, as: UTF8.self))
    }
  }

  /// Whether every name and value may stand in a request: no line end, no control character, no empty name.
  var areSendable: Bool {
    fields.allSatisfy { field in
      !field.name.isEmpty
        && field.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
        && field.value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmingBlanks: ArraySlice<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    guard let first = firstIndex(where: { !isBlank($0) }),
      let last = lastIndex(where: { !isBlank($0) })
    else { return [] }
    return self[first...last]
  }
}
