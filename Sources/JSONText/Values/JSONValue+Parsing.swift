extension JSONValue {
  /// The deepest nesting that a tree is built for, whatever its caller allows: freeing, comparing and writing
  /// a tree take some stack for each level.
  package static let depthLimit = 512

  /// The value that a text is, every token kept; refused where it nests deeper than `depthMax`, or than
  /// `depthLimit`.
  package init(parsing bytes: RawSpan, depthMax: Int = 128) throws(JSONSyntaxError) {
    var sink = TreeSink()
    try walkText(bytes, depthMax: min(depthMax, Self.depthLimit), into: &sink)
    self = sink.root
  }

  /// The value that a text is, every token kept; as for a span.
  package init(parsing bytes: [UInt8], depthMax: Int = 128) throws(JSONSyntaxError) {
    try self.init(parsing: bytes.span.bytes, depthMax: depthMax)
  }

  /// The value that a text is, every token kept; nested at most 128 deep.
  package init(parsing text: String) throws(JSONSyntaxError) {
    try self.init(parsing: Array(text.utf8))
  }
}

/// Builds the tree from its leaves: finished values wait on one stack until their container closes and takes
/// them in one array of the right size.
struct TreeSink: TokenSink {
  /// Finished values whose container is still open; at the end the root alone.
  private var values: [JSONValue] = []
  /// The keys of the open objects, those of the innermost last.
  private var keys: [JSONString] = []
  /// For each open container, how many values were waiting when it opened.
  private var starts: [Int] = []

  var root: JSONValue { values.last ?? .null }

  mutating func open() { starts.append(values.count) }

  mutating func key(from start: Int, to end: Int, in bytes: RawSpan) {
    keys.append(JSONString(judged: bytes.text(from: start, to: end)))
  }

  mutating func string(from start: Int, to end: Int, in bytes: RawSpan) {
    values.append(.string(JSONString(judged: bytes.text(from: start, to: end))))
  }

  mutating func number(from start: Int, to end: Int, in bytes: RawSpan) {
    values.append(.number(JSONNumber(judged: bytes.text(from: start, to: end))))
  }

  mutating func bool(_ value: Bool) { values.append(.bool(value)) }

  mutating func null() { values.append(.null) }

  mutating func close(object: Bool) {
    let start = starts.removeLast()
    let count = values.count - start
    let container: JSONValue
    if object {
      let members = zip(keys.suffix(count), values.suffix(count)).map(JSONObject.Member.init(key:value:))
      keys.removeLast(count)
      container = .object(JSONObject(members))
    } else {
      container = .array(Array(values.suffix(count)))
    }
    values.removeLast(count)
    values.append(container)
  }
}
