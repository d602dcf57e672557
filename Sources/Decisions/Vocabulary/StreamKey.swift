/// The names of streams: the record or process that an event is about.
///
/// A blank part of a key is written `-`; a slash or a percent sign inside a part is percent-encoded, so that
/// a name can be taken apart again.
package enum StreamKey {
  /// `jde/F0116/<AN8>/<EFTB>` and the like: a row of a JDE table by its key columns in order.
  package static func jde(_ table: String, _ key: [String]) -> String {
    (["jde", table] + key).map(part).joined(separator: "/")
  }

  /// `zoho/<Module>/<id>`: a record of a Zoho module.
  package static func zoho(_ module: String, _ id: String) -> String {
    "zoho/\(part(module))/\(part(id))"
  }

  /// `meta/<system>/<name>`: what a system says of itself.
  package static func metadata(_ system: String, _ name: String) -> String {
    "meta/\(part(system))/\(part(name))"
  }

  /// `link/<entity>/<key>`: the pairing of one record.
  package static func link(_ entity: String, _ key: String) -> String {
    "link/\(part(entity))/\(part(key))"
  }

  /// `key/<entity>/<kind>/<value>`: the reservation that a create holds.
  package static func reservation(_ entity: String, _ kind: String, _ value: String) -> String {
    "key/\(part(entity))/\(part(kind))/\(part(value))"
  }

  /// `op/<operation id>`: one write from its intent to its confirmation.
  package static func operation(_ id: String) -> String { "op/\(part(id))" }

  /// `call/<id>`: one writing call and what came back.
  package static func call(_ id: String) -> String { "call/\(part(id))" }

  /// `poll/<system>/<table or module>`: the reading of one source.
  package static func poll(_ system: Side, _ name: String) -> String {
    "poll/\(system.rawValue)/\(part(name))"
  }

  /// `session/<system>`: signing in and out of one system.
  package static func session(_ system: Side) -> String { "session/\(system.rawValue)" }

  /// The stream of commands and plans.
  package static let command = "command"

  /// The stream of the ledger's own events.
  package static let ledger = "ledger"

  /// The parts of a stream's name, decoded; a blank part is the empty text.
  package static func parts(of stream: String) -> [String] {
    stream.split(separator: "/", omittingEmptySubsequences: false).map { piece in
      guard piece != "-" else { return "" }
      guard piece.contains("%") else { return String(piece) }
      return String(piece).replacing("%2F", with: "/").replacing("%2D", with: "-").replacing("%25", with: "%")
    }
  }

  private static func part(_ text: String) -> String {
    if text.isEmpty { return "-" }
    if text == "-" { return "%2D" }
    guard text.contains("/") || text.contains("%") else { return text }
    return text.replacing("%", with: "%25").replacing("/", with: "%2F")
  }
}
