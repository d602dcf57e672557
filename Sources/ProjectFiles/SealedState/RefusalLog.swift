package import Diagnostics
import JSONText

/// Runs that were refused before they recorded anything: for a clock, or for the systems that they reached.
///
/// They leave no trace in the ledger, whose times and facts would be those of a wrong clock or of another company; so they
/// are noted here: `state/refusals.jsonl`, one object a line, the oldest first, for this account alone (0600).
package struct RefusalLog: Sendable {
  /// One of them.
  package struct Refusal: Hashable, Sendable {
    /// When, by this machine's clock: RFC 3339, UTC.
    package let at: String
    /// `sync`.
    package let verb: String
    /// The account that ran the program.
    package let user: String
    /// `clock-away`.
    package let code: String
    /// What was told.
    package let message: String
    /// The newest event of the ledger then: the clock that is in doubt says nothing of before and after.
    package let head: UInt64

    /// A refusal of these parts.
    package init(at: String, verb: String, user: String, code: String, message: String, head: UInt64) {
      self.at = at
      self.verb = verb
      self.user = user
      self.code = code
      self.message = message
      self.head = head
    }
  }

  /// How many are kept: a machine that tries every five minutes is told of for a day's working hours.
  private static let keptMax = 100
  /// More than so many refusals can take: what is larger was not written here.
  private static let bytesMax = 1 << 20

  private let folder: String
  private var path: String { PathText.join(folder, "refusals.jsonl") }

  /// The refusals of the project in a folder.
  package init(project folder: String) { self.folder = PathText.join(folder, "state") }

  /// Those that are kept, the oldest first; lines that are none are passed over.
  package func all() throws(Failure) -> [Refusal] {
    guard let bytes = try Disk.read(path), bytes.count <= Self.bytesMax else { return [] }
    return bytes.split(separator: 0x0A).compactMap { Refusal(Array($0)) }
  }

  /// Adds one, and lets the oldest go.
  package func add(_ refusal: Refusal) throws(Failure) {
    try Disk.makeFolder(folder, mode: 0o700)
    let kept = (try all() + [refusal]).suffix(Self.keptMax)
    try Disk.replace(path, kept.flatMap { $0.json.bytes + [0x0A] }, mode: 0o600)
  }
}

extension RefusalLog.Refusal {
  /// A refusal from its line; nil where it is none.
  fileprivate init?(_ line: [UInt8]) {
    guard let json = try? JSONValue(parsing: line),  // half a line, or somebody's note: no refusal
      let at = json["at"]?.string, let verb = json["verb"]?.string, let user = json["user"]?.string,
      let code = json["code"]?.string, let message = json["message"]?.string,
      let head = json["head"]?.number?.uint64
    else { return nil }
    self.init(at: at, verb: verb, user: user, code: code, message: message, head: head)
  }

  fileprivate var json: JSONValue {
    [
      "at": JSONValue(at), "verb": JSONValue(verb), "user": JSONValue(user), "code": JSONValue(code),
      "message": JSONValue(message), "head": JSONValue(head),
    ]
  }
}
