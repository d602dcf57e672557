import Foundation
import Instants
import TestSupport
import Testing

@Suite("Dates of header fields")
struct HTTPDateTests {
  @Test("are written as headers have them, to the second and back", arguments: Seeds.all)
  func dates(seed: UInt64) throws {
    let oracle = DateFormatter()
    oracle.locale = Locale(identifier: "en_US_POSIX")
    oracle.timeZone = TimeZone(identifier: "GMT")
    oracle.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let seconds = Int64.random(in: 0..<8_000_000_000, using: &random)
      let date = Date(timeIntervalSince1970: Double(seconds))
      try #require(HTTPDate.format(seconds) == oracle.string(from: date))
      try #require(HTTPDate.parse(HTTPDate.format(seconds)) == seconds)
    }
  }

  @Test(
    "are refused in any other form",
    arguments: [
      "", "now", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "06 Nov 1994 08:49:37 GMT",
    ])
  func noDates(text: String) { #expect(HTTPDate.parse(text) == nil) }
}
