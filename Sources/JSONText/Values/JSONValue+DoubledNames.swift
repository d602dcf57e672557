extension JSONValue {
  /// A name that some object in this value has twice, say `data`; nil where none does.
  ///
  /// Of two members with one name a reader takes the first or the last: nobody knows which of them was meant.
  package var doubledName: String? {
    switch self {
    case .object(let object): object.doubledName ?? object.doubledNameWithin
    case .array(let elements): Self.doubledName(in: elements)
    default: nil
    }
  }

  private static func doubledName(in elements: [JSONValue]) -> String? {
    var names: [JSONString] = []  // those of the last object that was looked at: most rows have the same
    for element in elements {
      guard case .object(let object) = element else {
        if let name = element.doubledName { return name }
        continue
      }
      if object.count != names.count || !zip(object.members, names).allSatisfy({ $0.key == $1 }) {
        if let name = object.doubledName { return name }
        names = object.members.map(\.key)
      }
      if let name = object.doubledNameWithin { return name }
    }
    return nil
  }
}

extension JSONObject {
  /// A name that two members have, escapes resolved.
  fileprivate var doubledName: String? {
    guard count > 1 else { return nil }
    var names: Set<String> = []
    return keys.first { !names.insert($0).inserted }
  }

  /// A name that some object in a member has twice.
  fileprivate var doubledNameWithin: String? {
    for member in members {
      if let name = member.value.doubledName { return name }
    }
    return nil
  }
}
