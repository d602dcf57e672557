import Decisions
import JSONText
import Projections
import Testing
import TestSupport

@Suite("Our key on records of Zoho", .temporaryFolder)
struct KeyFoldTests {
  private static let field = "JDE_Address_Number"

  private func shown(_ store: ProjectionStore, _ key: String) async throws -> ShownKey? {
    try await store.shownKeys(module: "Accounts", field: Self.field, values: [key])[key]
  }

  private func account(_ id: String, _ key: JSONValue?) -> JSONValue {
    var record: JSONObject = ["id": JSONValue(id)]
    record[Self.field] = key
    return Body.seen(record)
  }

  private func loaded(_ fields: [String]) -> JSONValue {
    ConfigLoaded(hash: "\(fields)", files: [:], keys: ["Accounts": fields]).json
  }

  @Test("is known by who shows it, and since when")
  func begins() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.configLoaded, "meta/counterfoil/configuration", loaded([Self.field]))
    let first = try await log.append(.recordPolled, "zoho/Accounts/z1", account("z1", "42"))
    let second = try await log.append(.recordPolled, "zoho/Accounts/z2", account("z2", " 42 "))
    try await log.append(.recordPolled, "zoho/Accounts/z1", account("z1", "42"))
    try await log.append(.recordPolled, "zoho/Contacts/z3", account("z3", "42"))
    try await store.catchUp(from: log.reader)
    let key = try #require(try await shown(store, "42"))
    #expect(key.bearers == ["z1": first, "z2": second])
    #expect(key.changedSequence == second)
  }

  @Test(
    "ceases with another key, without one, and with the record, and begins anew after that",
    arguments: [JSONValue?.some("43"), .some(.null), nil])
  func ceases(next: JSONValue?) async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.configLoaded, "meta/counterfoil/configuration", loaded([Self.field]))
    try await log.append(.recordPolled, "zoho/Accounts/z1", account("z1", "42"))
    let ceased =
      if let next {
        try await log.append(.recordFetched, "zoho/Accounts/z1", account("z1", next))
      } else {
        try await log.append(.recordDeleted, "zoho/Accounts/z1", [:])
      }
    try await store.catchUp(from: log.reader)
    let gone = try #require(try await shown(store, "42"))
    #expect(gone.bearers.isEmpty && gone.changedSequence == ceased)
    #expect(
      try await store.keysChanged(module: "Accounts", field: Self.field, since: ceased - 1).contains("42"))
    let again = try await log.append(.recordPolled, "zoho/Accounts/z1", account("z1", "42"))
    try await store.catchUp(from: log.reader)
    #expect(try await shown(store, "42")?.bearers == ["z1": again])
  }

  @Test("is read from the records that are known when another field comes to carry it")
  func anotherField() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.recordPolled, "zoho/Accounts/z1", account("z1", "42"))
    try await store.catchUp(from: log.reader)
    #expect(try await shown(store, "42") == nil)
    let loaded = try await log.append(
      .configLoaded, "meta/counterfoil/configuration", loaded([Self.field]))
    try await store.catchUp(from: log.reader)
    #expect(try await shown(store, "42")?.bearers == ["z1": loaded])
    try await log.append(.configLoaded, "meta/counterfoil/configuration", self.loaded(["Other"]))
    try await store.catchUp(from: log.reader)
    #expect(try await shown(store, "42") == nil)
  }
}
