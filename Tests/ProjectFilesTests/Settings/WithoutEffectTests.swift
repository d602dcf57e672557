import Diagnostics
import ProjectFiles
import TestSupport
import Testing

/// A value that asks for something which this version does not do.
struct Unheard: Sendable, CustomTestStringConvertible {
  let key: String
  let file: String
  let old: String
  let new: String
  var testDescription: String { key }

  private init(_ key: String, in file: String, _ old: String, to new: String) {
    (self.key, self.file, self.old, self.new) = (key, file, old, new)
  }

  private static let main = "counterfoil.yaml"
  private static let customer = "mappings/customer.yaml"
  static let all = [
    Unheard("writes.jde: on", in: main, "writes: { jde: off", to: "writes: { jde: on"),
    Unheard("schedule.jde", in: main, "jde: \"0 5 * * *\"", to: "jde: 15m"),
    Unheard("schedule.zoho", in: main, "zoho: \"15 5 * * *\"", to: "zoho: \"16 5 * * *\""),
    Unheard("schedule.full_reconcile", in: main, "0 2 * * SUN", to: "0 2 * * MON"),
    Unheard("schedule.quiet_hours", in: main, "quiet_hours: null", to: "quiet_hours: \"22:00-05:00\""),
    Unheard("server.listen", in: main, "127.0.0.1:8620", to: "127.0.0.1:8621"),
    Unheard("server.public_url", in: main, "public_url: null", to: "public_url: https://sync.example.com"),
    Unheard("zoho.scope", in: customer, "scope: null", to: "scope: \"Account_Type = Customer\""),
    Unheard("create.jde.when", in: customer, "when: off", to: "when: Credit_Requested = true"),
    Unheard("write.orchestration", in: customer, "# write:", to: "write:"),
    Unheard("customer.rank", in: "matching.yaml", "[ name, postal_code ]", to: "[ city ]"),
    Unheard("unique: off", in: "matching.yaml", "unique: true", to: "unique: off"),
  ]
}

@Suite("A value that asks for what this version does not do", .temporaryFolder)
struct WithoutEffectTests {
  @Test("is noted with its place, and is no mistake", arguments: Unheard.all)
  func noted(value: Unheard) throws {
    let project = try TestProject.changed(value.file, value.old, to: value.new)
    let before = Set(try TestProject().load().notes.map(\.message))
    let notes = try project.load().notes.filter { !before.contains($0.message) }
    let note = try #require(notes.first)
    #expect(notes.count == 1 && note.message.hasPrefix("\(value.key) has no effect in this version: "))
    let line = try #require(project.line(of: value.new, in: value.file))
    #expect(note.place.file == value.file && note.place.line == line)
  }

  @Test("does not stand in a new project, and its default is no such value")
  func template() throws {
    let notes = try TestProject().load().notes
    #expect(!notes.contains { $0.message.contains("no effect") }, "\(notes)")
    var project = TestProject()
    try project.change("matching.yaml", "[ name, postal_code ]", to: "[ name, postal_code, city ]")
    try project.change("counterfoil.yaml", "0 2 * * SUN", to: "0 2 * * 0")
    #expect(try !project.load().notes.contains { $0.message.contains("no effect") })
  }
}
