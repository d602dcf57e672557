import Decisions
import EventLog
import Forensics
import JSONText
import SimulatedCompanies
import TestSupport
import Testing

extension WholeLoop {
  @Suite("What is known as of an instant", .temporaryFolder, .timeLimit(.minutes(2)))
  struct AsOfTests {
    @Test(
      "is what the systems' own journals say had been read or written by then, row by row and field by field")
    func equalsJournals() async throws {
      try await TwoSystems.run(records: 30, existing: 10) { systems in
        let journals = try await SystemJournals.taken(of: systems) {
          try await systems.project.firstLoad()
          try changeMuch(systems)
          _ = try await systems.project.sync()
          _ = try await systems.project.sync()
        }
        var random = SeededGenerator(seed: Seeds.all.first ?? 1)
        let instants = try journals.gaps(count: 20, using: &random)
        try await expect(journals, at: instants, systems)
      }
    }

    /// Credit limits, names, addresses and contacts change, and somebody edits in Zoho.
    private func changeMuch(_ systems: TwoSystems) throws {
      let state = try systems.shown()
      for (index, number) in state.customers.prefix(12).enumerated() {
        let key: JSONObject = ["AN8": JSONValue(number)]
        switch index % 4 {
        case 0: try systems.setCredit(of: number, to: 500_000 + index)
        case 1: try systems.changeJDE("F0101", key, ["ALPH": JSONValue("Renamed \(number) Ltd")])
        case 2:
          let address = try #require(state.address(of: number))
          try systems.changeJDE(
            "F0116", ["AN8": JSONValue(number), "EFTB": address["EFTB"] ?? ""], ["ADD1": "1 New Street"])
        default:
          guard let contact = state.rows("F0111", of: number).last else { continue }
          try systems.changeJDE(
            "F0111", ["AN8": JSONValue(number), "IDLN": contact["IDLN"] ?? "0"], ["ATTL": "Owner"])
        }
      }
      for account in state.accounts.suffix(3) {
        try systems.changeZoho("Accounts", id: account.text("id"), ["Phone": "+44 20 7946 0999"])
      }
    }

    /// Compares every linked record at every instant.
    private func expect(
      _ journals: SystemJournals, at instants: [WallTime], _ systems: TwoSystems
    ) async throws {
      let state = try systems.shown()
      let accounts = state.customers.compactMap { number in
        state.account(number).map { Linked("customer/\(number)", "Accounts", $0) }
      }
      let contacts = state.contacts.filter { !$0.text("JDE_Contact_Key").isEmpty }
        .map { Linked("contact/\($0.text("JDE_Contact_Key"))", "Contacts", $0) }
      try #require(accounts.count > 15 && contacts.count > 15)
      let linked = accounts + contacts
      let known = try await systems.project.withStore { store, reader in
        var known: [RecordAsOf] = []
        for instant in instants {
          for record in linked {
            known.append(
              try await asOf(Moment(instant.iso), RecordName(record.name), reader: reader, store: store))
          }
        }
        return known
      }
      var (strict, values) = (0, 0)
      for (index, record) in known.enumerated() {
        let (instant, pair) = (instants[index / linked.count], linked[index % linked.count])
        let rows = journals.rows(of: pair.number, at: instant).map { pair.ownRows(in: $0) }
        let seen = Dictionary(record.jde.map { (journalKey($0.stream), $0.record) }) { first, _ in first }
        let wrong = rows.map { differences(seen, $0) }
        #expect(wrong.contains([]), "\(pair.name) at \(instant.iso): \(wrong)")
        let zoho = journals.record(pair.module, pair.id, at: instant)
        let isLinked = record.pairings.contains { $0.isLinked }
        #expect(zoho.linked.contains(isLinked), "\(pair.name) at \(instant.iso)")
        if zoho.linked.count == 1, rows.dropFirst().allSatisfy({ $0 == rows[0] }) { strict += 1 }
        guard isLinked else { continue }
        #expect(record.pairings.map(\.zohoID) == [pair.id])
        let shown = try #require(record.zoho.first)
        values += shown.values.count
        let other = zoho.states.map { differences(shown, $0) }
        #expect(other.contains([]), "\(pair.name) at \(instant.iso): \(other)")
      }
      #expect(values > 1_000, "some instants lie behind the links")
      #expect(strict * 4 > known.count, "many comparisons leave no choice")
    }

    /// A pair that was linked in the end.
    private struct Linked {
      let name: String
      let module: String
      let id: String

      init(_ name: String, _ module: String, _ record: JSONValue) {
        self.name = name
        self.module = module
        id = record.text("id")
      }

      var key: Substring { name.split(separator: "/")[1] }
      var number: String { String(key.split(separator: ".")[0]) }

      /// A contact's name stands for the rows of its own line, a customer's for those of its number and of line 0.
      func ownRows(in rows: [String: JSONObject]) -> [String: JSONObject] {
        let parts = key.split(separator: ".")
        return rows.filter { row in
          let path = row.key.split(separator: "/")
          guard ["F0111", "F0115", "F01151"].contains(path[0]) else { return parts.count == 1 }
          return path[2] == parts.dropFirst().first ?? "0"
        }
      }
    }

    /// What of the rows that were read is not as the system had it: their keys, and every column.
    private func differences(_ seen: [String: JSONObject], _ shown: [String: JSONObject]) -> [String] {
      guard Set(seen.keys) == Set(shown.keys) else {
        return ["rows \(seen.keys.sorted()), not \(shown.keys.sorted())"]
      }
      return seen.flatMap { key, row in
        row.compactMap { member in
          let column = member.key.value.split(separator: "_").last.map(String.init) ?? ""
          return difference("\(key) \(column)", member.value, shown[key]?[column])
        }
      }
    }

    /// What of the fields that were read or written is not as the system had it; the time of a write is known once it is
    /// read back.
    private func differences(_ shown: ObservationAsOf, _ record: JSONObject) -> [String] {
      shown.values.compactMap { member in
        let name = member.key.value
        guard name != "Modified_Time" || shown.written.isEmpty else { return nil }
        // The journal of what was changed does not say by whom the record shows it.
        guard name != "Modified_By" else { return nil }
        return difference(name, member.value, record[name])
      }
    }

    private func difference(_ name: String, _ one: JSONValue, _ other: JSONValue?) -> String? {
      let (one, other) = (plain(one), plain(other ?? .null))
      guard one != other, Double(one) == nil || Double(one) != Double(other) else { return nil }
      return "\(name) is \(one), not \(other)"
    }

    /// Text without padding, a number's digits, a lookup's id.
    private func plain(_ value: JSONValue) -> String {
      JSONValue.object(["": value["id"] ?? value]).text("")
    }

    /// The key of a row's stream as JDE's own journal writes it.
    private func journalKey(_ stream: String) -> String {
      stream.split(separator: "/").dropFirst().joined(separator: "/")
    }
  }
}
