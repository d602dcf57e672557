/// An object with its members as they were written: their order and even equal keys are kept.
package struct JSONObject: Hashable, Sendable {
  /// A key and its value.
  package struct Member: Hashable, Sendable {
    /// The key, with its escapes.
    package let key: JSONString
    /// The value.
    package var value: JSONValue

    /// A member from a key as it is written.
    package init(key: JSONString, value: JSONValue) {
      self.key = key
      self.value = value
    }

    /// A member from a key's text.
    package init(_ key: String, _ value: JSONValue) { self.init(key: JSONString(key), value: value) }
  }

  /// The members in their order.
  package var members: [Member]

  /// An object without members.
  package init() { members = [] }

  /// An object of these members, in this order.
  package init(_ members: [Member]) { self.members = members }

  /// An object of these members, in this order.
  package init(members: [Member]) { self.members = members }

  /// The value of the last member with this key, escapes resolved.
  ///
  /// Setting replaces that value in place, or appends; nil removes every member with the key.
  package subscript(_ key: String) -> JSONValue? {
    get { lastIndex(of: key).map { members[$0].value } }
    set {
      guard let newValue else { return members.removeAll { $0.key.says(key) } }
      if let index = lastIndex(of: key) {
        members[index].value = newValue
      } else {
        append(key, newValue)
      }
    }
  }

  /// The keys in their order, escapes resolved.
  package var keys: [String] { members.map(\.key.value) }

  /// How many members there are, equal keys counted each.
  package var count: Int { members.count }

  /// Whether there is no member.
  package var isEmpty: Bool { members.isEmpty }

  /// Appends a member, whether or not its key is there already.
  package mutating func append(_ key: String, _ value: JSONValue) { members.append(Member(key, value)) }

  private func lastIndex(of key: String) -> Int? { members.lastIndex { $0.key.says(key) } }
}

extension JSONObject: Sequence {
  /// Walks the members in their order.
  package func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }

  /// How many members there are.
  package var underestimatedCount: Int { members.count }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object in the order of the literal.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    members = elements.map { Member($0.0, $0.1) }
  }
}
