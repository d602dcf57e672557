import Diagnostics
import TestSupport
import Testing

@testable import ProjectFiles

@Suite("The name that was probably meant")
struct NearestNameTests {
  private static let columns = ["ALPH", "ALKY", "AN8", "TAX", "AT1", "AC01", "AC02"]

  @Test(
    "is found through a swap, a slip, another case, and a letter too many or too few",
    arguments: [
      ("ALHP", "ALPH"), ("ALPJ", "ALPH"), ("alph", "ALPH"), ("ALPHA", "ALPH"), ("TX", "TAX"),
    ])
  func found(written: String, meant: String) {
    #expect(NearestName.of(written, among: Self.columns) == meant)
  }

  @Test("is none where nothing is near", arguments: ["CUSTOMER", "ZZZZ", "Q"])
  func none(written: String) {
    #expect(NearestName.of(written, among: Self.columns) == nil)
  }

  @Test("is as far from a word as the word from it", arguments: Seeds.all)
  func symmetric(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let words = (0..<3).map { _ in
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          Character(["a", "b", "c"].randomElement(using: &random) ?? "a")
        }
      }
      let distance = NearestName.distance(words[0], words[1])
      try #require(distance == NearestName.distance(words[1], words[0]))
      try #require((distance == 0) == (words[0] == words[1]))
      try #require(distance <= max(words[0].count, words[1].count))
      try #require(distance >= abs(words[0].count - words[1].count))
    }
  }
}
