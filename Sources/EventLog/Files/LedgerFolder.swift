import Diagnostics

/// The names inside a ledger's folder.
struct LedgerFolder: Sendable {
  let path: String
  let files: any LedgerFiles

  var identity: String { path + "/LEDGER" }
  var log: String { path + "/log" }
  var checkpoints: String { path + "/checkpoints" }
  var keys: String { path + "/keys" }
  var index: String { path + "/index" }
  var quarantine: String { path + "/quarantine" }
  var reserve: String { path + "/reserve" }
  /// Who holds the lock, for the message to a second writer; means nothing by itself.
  var writer: String { index + "/writer" }
  /// The room that a full disk can be relieved with.
  var space: String { reserve + "/space" }

  static let segmentSuffix = ".jsonl.lz4"

  /// The file of the segment that begins with event `first`.
  func segment(_ first: UInt64) -> String { log + "/" + Self.digits(first) + Self.segmentSuffix }

  /// The file of the signed head of so many events.
  func checkpoint(_ size: UInt64) -> String { checkpoints + "/" + Self.digits(size) }

  /// A temporary file, outside of `log` so that nobody mistakes it for a segment.
  func temporary(_ name: String) -> String { reserve + "/" + name + ".tmp" }

  /// The first sequence numbers of the segments, in order, and the names that are those of none.
  ///
  /// Throws `ledger-damaged` where what stands in the place of the folder is none.
  func segments(of geometry: LedgerGeometry) throws(Failure) -> (firsts: [UInt64], strangers: [String]) {
    var firsts: [UInt64] = []
    var strangers: [String] = []
    for name in try files.names(in: log) {
      if name.hasSuffix(Self.segmentSuffix), let first = Self.number(name.dropLast(Self.segmentSuffix.count)),
        first > 0, geometry.segmentFirst(of: first) == first
      {
        firsts.append(first)
      } else {
        strangers.append(name)
      }
    }
    return (firsts, strangers)
  }

  /// Twenty digits, so that names sort as numbers.
  static func digits(_ number: UInt64) -> String {
    let text = String(number)
    return String(repeating: "0", count: 20 - text.count) + text
  }

  /// The number of a name of twenty digits; nil where it is greater than any number of the format.
  static func number(_ name: some StringProtocol) -> UInt64? {
    guard name.utf8.count == 20, name.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = UInt64(name), number <= FormatNumber.greatest
    else { return nil }
    return number
  }
}
