import Crypto
import Instants

/// The hash of a plan while its items pass by.
struct PlanDigest {
  private var hasher = SHA256()

  mutating func add(configuration: String) {
    hasher.update(data: Array(configuration.utf8))
    hasher.update(data: [UInt8(ascii: "\n")])
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
