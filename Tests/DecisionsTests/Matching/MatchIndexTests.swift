import TestSupport
import Testing

@testable import Decisions

@Suite("The index of all records")
struct MatchIndexTests {
  @Test("gives back what was put into it, however much it is", arguments: Seeds.all)
  func roundTrip(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var packed = PackedRecords()
    var entries: [PackedRecords.Entry] = []
    for _ in 0..<100 {
      let entry = entry(&random)
      try #require(packed.append(entry) == UInt32(entries.count))
      entries.append(entry)
    }
    for (number, entry) in entries.enumerated() {
      let found = packed.entry(UInt32(number))
      try #require(found.ref == entry.ref && found.keys == entry.keys && found.name == entry.name)
      try #require(
        found.core == entry.core && found.postalCode == entry.postalCode && found.city == entry.city)
      try #require(found.country == entry.country && found.account == entry.account)
      try #require(packed.ref(UInt32(number)) == entry.ref)
      try #require(packed.core(UInt32(number)).elementsEqual(entry.core.utf8))
    }
  }

  @Test("finds every record by its hash, and no other", arguments: Seeds.all)
  func postings(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var table = PostingTable()
    var plain: [UInt64: [UInt32]] = [:]
    for record in 0..<500 {
      let hash = UInt64.random(in: 0..<100, using: &random) << UInt64.random(in: 0..<8, using: &random)
      table.add(hash, record: UInt32(record))
      plain[hash, default: []].append(UInt32(record))
    }
    for hash in Array(plain.keys) + [101, 1_000_003] {
      var found: [UInt32] = []
      table.eachRecord(hash) { found.append($0) }
      try #require(found.sorted() == plain[hash] ?? [])
      try #require(table.count(hash, limit: 3) == min(4, found.count))
    }
  }

  @Test("links a record that it has, and none that it has not")
  func markLinked() {
    var index = MatchIndex()
    let profile = MatchProfile(keys: [], name: "Nordwind")
    index.add(right: "901", profile, isLinked: false)
    var free = 0
    index.eachUnlinked(postingHash("name", "nordwind".utf8)) { _, _ in free += 1 }
    #expect(free == 1)
    index.markLinked(right: "902", to: "1")
    index.markLinked(right: "901", to: "1")
    index.eachUnlinked(postingHash("name", "nordwind".utf8)) { _, _ in free += 1 }
    #expect(free == 1)
    #expect(index.found(0).linkedTo == "1")
    #expect(index.count == (0, 1))
  }

  private func entry(_ random: inout SeededGenerator) -> PackedRecords.Entry {
    func text() -> String {
      let length = [0, 1, 20, 127, 128, 300].randomElement(using: &random) ?? 0
      return String((0..<length).map { _ in "aé字 ".randomElement(using: &random) ?? "a" })
    }
    let kinds: [MatchKey.Kind] = [
      .reference, .taxID(country: "DE"), .taxIDAlone(country: "BR"), .taxNumber, .taxForm, .email,
    ]
    let keys = (0..<Int.random(in: 0..<4, using: &random)).map { _ in
      let value = "v" + text()
      return RawMatchKey(
        MatchKey(kinds.randomElement(using: &random) ?? .email, value),
        raw: Bool.random(using: &random) ? value : "r" + text())
    }
    let name = text()
    return PackedRecords.Entry(
      ref: text(), keys: keys, name: name.isEmpty ? nil : name, core: text(), postalCode: text(),
      city: text(),
      country: text(), account: text())
  }
}
