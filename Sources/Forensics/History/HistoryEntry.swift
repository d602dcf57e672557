import EventLog
package import JSONText

/// One event of a record's history, said for people.
package struct HistoryEntry: Hashable, Sendable {
  /// A field that an observation showed otherwise than the one before.
  package struct Change: Hashable, Sendable {
    /// The column's or field's name.
    package let field: String
    /// What it held; nil where it was not there.
    package let from: JSONValue?
    /// What it holds; nil where it is gone.
    package let to: JSONValue?
  }

  /// The audit id.
  package let id: String
  package let sequence: UInt64
  package let at: String
  package let kind: String
  package let stream: String
  package let cause: UInt64?
  package let run: UInt64?
  package let sourceAt: String?
  /// What happened, in one line.
  package let what: String
  /// For observations of other content than before.
  package let changes: [Change]
  /// A poll or a read that showed what was known already.
  package let isUnchanged: Bool

  init(_ event: StoredEvent, _ sentence: EventSentence, id: String) {
    self.id = id
    sequence = event.seq
    at = event.at
    kind = event.kind
    stream = event.stream
    cause = event.cause
    run = event.run
    sourceAt = event.sourceAt
    what = sentence.text
    changes = sentence.changes
    isUnchanged = sentence.isUnchanged
  }

  /// The entry as a line of JSON.
  package var json: JSONValue {
    var object: JSONObject = [
      "id": JSONValue(id), "seq": JSONValue(sequence), "at": JSONValue(at), "kind": JSONValue(kind),
      "stream": JSONValue(stream),
    ]
    object["cause"] = cause.map { JSONValue($0) }
    object["run"] = run.map { JSONValue($0) }
    object["source_at"] = sourceAt.map { JSONValue($0) }
    object["what"] = JSONValue(what)
    if !changes.isEmpty { object["changes"] = .array(changes.map(\.json)) }
    return .object(object)
  }
}

extension HistoryEntry.Change {
  /// `{"field":…,"from":…,"to":…}` without what is not there.
  var json: JSONValue {
    var object: JSONObject = ["field": JSONValue(field)]
    object["from"] = from
    object["to"] = to
    return .object(object)
  }

  /// The columns of two records that differ, in the order of the newer one, then those that are gone.
  static func between(_ former: JSONObject, _ record: JSONObject) -> [Self] {
    var changes: [Self] = []
    for member in record where former[member.key.value] != member.value {
      let name = member.key.value
      changes.append(Self(field: name, from: former[name], to: member.value))
    }
    for member in former where record[member.key.value] == nil {
      changes.append(Self(field: member.key.value, from: member.value, to: nil))
    }
    return changes
  }
}
