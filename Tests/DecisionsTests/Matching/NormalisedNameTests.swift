import TestSupport
import Testing

@testable import Decisions

@Suite("A name")
struct NormalisedNameTests {
  @Test(
    "is the same however people write it",
    arguments: [
      [
        "Müller & Söhne GmbH", "MUELLER UND SOEHNE", "Muller and Sohne Ges.m.b.H.",
        "müller söhne gmbh & co. kg",
      ],
      ["S.A. Générale", "SA Generale", "S. A. Generale"], ["Ørsted A/S", "Orsted AS", "ørsted"],
      ["The Coca-Cola Company", "Coca Cola Co.", "COCA COLA"], ["Łódź Sp. z o.o.", "Lodz"],
      ["A. O. Smith Corp", "AO Smith Corporation"], ["Straßen AG", "Strassen"], ["Ｎｏｒｄ Inc.", "nord"],
      ["Macy's Inc", "Macys"], ["Nordwind N.V.", "Nordwind NV"], ["Æon Oy", "aeon"],
      ["Cafe\u{301} SARL", "Café"], ["Nord\u{AD}wind\u{200B} GmbH", "Nordwind"], ["Nord™ AG", "Nord"],
      ["Чайка ООО", "Чаи\u{306}ка ООО", "ЧАИКА ооо"], ["ガス株式会社", "ｶﾞｽ株式会社", "カ\u{3099}ス株式会社"],
      ["Đường Việt", "Đường Viê\u{323}t", "duong viet"], ["Știința", "Ştiinţa", "Stiinta"],
      ["Αθήνα", "ΑΘΗΝΑ"], ["हिन्दी १२", "हिन्दी 12"],
    ])
  func sameCore(names: [String]) {
    let cores = Set(names.map { NormalisedName($0).core })
    #expect(cores.count == 1, "\(cores)")
  }

  @Test("keeps at least one word, and what makes it another company")
  func differentCore() {
    #expect(NormalisedName("AG").core == "ag")
    #expect(NormalisedName("Co. Ltd.").core == "co")
    #expect(NormalisedName("3M Company").core == "3m")
    #expect(NormalisedName("トヨタ自動車").core == "トヨタ自動車")
    #expect(NormalisedName("&&").core == "")
    #expect(NormalisedName("Nordwind Nord").core != NormalisedName("Nordwind Süd").core)
  }

  @Test("of a person does not depend on the order of its parts")
  func person() {
    #expect(NormalisedName("Meier, Anna", isPerson: true) == NormalisedName("anna MEIER", isPerson: true))
    #expect(NormalisedName("Anna Co", isPerson: true).core == "anna co")
  }

  @Test("is as alike to another as their three-letter pieces are", arguments: Seeds.all)
  func similarity(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let (left, right) = (name(&random), name(&random))
      let (ours, theirs) = (TrigramSet(left.utf8), TrigramSet(right.utf8))
      let (plainLeft, plainRight) = (pieces(left), pieces(right))
      let all = plainLeft.union(plainRight).count
      let expected = all == 0 ? 0 : plainLeft.intersection(plainRight).count * 100 / all
      try #require(ours.similarity(to: theirs) == expected, "\(left) / \(right)")
      let shared = plainLeft.intersection(plainRight).count
      let missing =
        (ours.signature[0] & ~theirs.signature[0]).nonzeroBitCount
        + (ours.signature[1] & ~theirs.signature[1]).nonzeroBitCount
      try #require(shared <= plainLeft.count - missing, "the bits must never rule out a similar name")
    }
  }

  private func name(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0..<3, using: &random)).map { _ in
      String(
        (0..<Int.random(in: 1..<6, using: &random)).map { _ in "abc".randomElement(using: &random) ?? "a" })
    }.joined(separator: " ")
  }

  private func pieces(_ name: String) -> Set<String> {
    var pieces: Set<String> = []
    for word in name.split(separator: " ") {
      let padded = Array("  " + word + " ")
      for index in 0..<padded.count - 2 { pieces.insert(String(padded[index...index + 2])) }
    }
    return pieces
  }

  @Test(
    "of a country is its code",
    arguments: [
      ("Germany", "DE"), ("DEUTSCHLAND", "DE"), ("de ", "DE"), ("Österreich", "AT"), ("UK", "GB"),
      ("United Kingdom", "GB"), ("U.S.A.", "US"), ("The Netherlands", "NL"), ("España", "ES"), ("EL", "GR"),
      ("CHE", "CH"), ("Narnia", "NARNIA"), ("Côte d'Azur", "CÔTE D'AZUR"),
    ])
  func country(text: String, code: String) { #expect(countryCode(of: text) == code) }
}
