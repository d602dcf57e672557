import Crypto
import Instants

/// The hash of a plan while its items pass by.
struct PlanDigest {
  private var hasher = SHA256()

  /// What the plan is bound to, and which entities it speaks for: applied to its end, it lets these be created.
  mutating func add(configuration: String, entities: [String]) {
    for text in [configuration] + entities { add(Array(text.utf8)) }
  }

  /// Adds an item's line, without its newline.
  mutating func add(_ line: [UInt8]) {
    hasher.update(data: line)
    hasher.update(data: [UInt8(ascii: "\n")])
  }

  /// The hash so far, in hex.
  var hex: String {
    Hex.text(hasher.finalize())
  }
}
