package import Diagnostics
package import JSONText

/// Reads the members of an event's body, and says which one is missing.
package struct BodyReader {
  private let json: JSONValue

  package init(_ json: JSONValue) { self.json = json }

  /// A text that must be there.
  package func text(_ key: String) throws(Failure) -> String {
    guard let text = json[key]?.string else { throw .unreadableBody(key) }
    return text
  }

  /// A text that may be missing or null.
  package func optionalText(_ key: String) -> String? { json[key]?.string }

  /// A number without sign or decimals that must be there.
  package func count(_ key: String) throws(Failure) -> Int {
    guard let count = json[key]?.int else { throw .unreadableBody(key) }
    return count
  }

  /// A sequence number that may be missing.
  package func optionalSequence(_ key: String) -> UInt64? { json[key]?.number?.uint64 }

  /// A switch; missing is false.
  package func flag(_ key: String) -> Bool { json[key]?.bool ?? false }

  /// A member as it is.
  package func member(_ key: String) -> JSONValue? { json[key] }

  /// A text that must be one of an enumeration's.
  package func choice<Choice: RawRepresentable<String>>(_ key: String) throws(Failure) -> Choice {
    guard let choice = Choice(rawValue: try text(key)) else { throw .unreadableBody(key) }
    return choice
  }

  /// A text that must be one of an enumeration's where it is there.
  package func optionalChoice<Choice: RawRepresentable<String>>(_ key: String) throws(Failure) -> Choice? {
    optionalText(key) == nil ? nil : try choice(key)
  }

  /// The elements of an array; missing is none.
  package func elements(_ key: String) -> [JSONValue] { json[key]?.array ?? [] }
}

extension Failure {
  /// An event's body lacks a member that its kind has, or holds another type there.
  package static func unreadableBody(_ key: String) -> Failure {
    Failure(
      .eventUnreadable, "the body has no readable member \"\(key)\"",
      remedy: "run `counterfoil verify`; a newer version of the program may have written it")
  }
}
