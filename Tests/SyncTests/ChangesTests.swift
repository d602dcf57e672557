import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing
import ZohoSimulator

extension WholeLoop {
  @Suite("A sync after the first load", .temporaryFolder, .timeLimit(.minutes(2)))
  struct ChangesTests {
    @Test("makes no write call where nothing changed")
    func isSilent() async throws {
      try await TwoSystems.run(records: 60, existing: 20) { systems in
        try await systems.project.firstLoad()
        try await systems.expectNoWrite {
          for _ in 0..<2 { _ = try await systems.project.sync() }
        }
      }
    }

    @Test("writes exactly the records that changed in JD Edwards, with only the fields that changed")
    func writesChanges() async throws {
      try await TwoSystems.run(records: 60, existing: 20) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let state = try systems.shown()
        let linked = state.customers.filter { state.account($0) != nil }
        try #require(linked.count >= 25)
        var expected: [String: Set<String>] = [:]
        for (index, number) in linked.prefix(25).enumerated() {
          let field = try change(number, at: index, in: systems, state)
          if let field { expected[number] = [field] }
        }
        var report = RunReport()
        let rows = try await systems.written { report = try await systems.project.sync() }
        #expect(rows.allSatisfy { $0.action == "update" && $0.module == "Accounts" && $0.isApplied })
        let found = Dictionary(rows.map { ($0.key ?? "", $0.fields) }, uniquingKeysWith: { $0.union($1) })
        #expect(found == expected)
        #expect(rows.count == expected.count, "each record is written once")
        #expect(report.updated == expected.count)
        #expect(report.confirmed == expected.count)
        try await systems.expectSettled()
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
      }
    }

    /// Changes one thing about a customer, ten times out of 25 the credit limit; gives the field of Zoho's that follows.
    private func change(
      _ number: String, at index: Int, in systems: TwoSystems, _ state: ShownState
    ) throws -> String? {
      let key: JSONObject = ["AN8": JSONValue(number)]
      let line = try #require(state.line(of: number))
      let lineKey: JSONObject = ["AN8": JSONValue(number), "CO": line["CO"] ?? .null]
      let master = try #require(state.rows("F0101", of: number).first)
      func other(_ present: String, _ first: String, _ second: String) -> JSONValue {
        JSONValue(present == first ? second : first)
      }
      switch index {
      case 0..<10:
        try systems.changeJDE("F03012", lineKey, ["ACL": JSONValue("\(700_000 + index)")])
        return "Credit_Limit"
      case 10..<14:
        try systems.changeJDE("F0101", key, ["ALPH": JSONValue("Renamed Company \(index)")])
        return "Account_Name"
      case 14..<17:
        try systems.changeJDE("F03012", lineKey, ["TRAR": other(line.text("TRAR"), "N30", "N60")])
        return "Payment_Terms"
      case 17..<19:
        try systems.changeJDE("F0101", key, ["SIC": other(master.text("SIC"), "8000", "6000")])
        return "Industry"
      case 19..<21:
        try systems.changeJDE("F0101", key, ["AC01": other(master.text("AC01"), "DIS", "RES")])
        return "Account_Type"
      case 21..<23:
        let address = try #require(state.address(of: number))
        try systems.changeJDE(
          "F0116", ["AN8": JSONValue(number), "EFTB": address["EFTB"] ?? .null], ["CTY1": "Newtown"])
        return "Billing_City"
      default:
        // Zoho owns the phone: what JDE makes of it is reported, not written.
        let phone = try #require(state.rows("F0115", of: number).first { $0.text("IDLN") == "0" })
        let phoneKey = JSONObject(
          ["AN8", "IDLN", "CNLN", "RCK7"].map { JSONObject.Member($0, phone[$0] ?? .null) })
        try systems.changeJDE("F0115", phoneKey, ["PH1": JSONValue("55500\(index)")])
        return nil
      }
    }

    @Test("writes a name nowhere that is the first 40 characters of Zoho's longer one")
    func keepsLongNames() async throws {
      try await TwoSystems.run(records: 48, existing: 0) { systems in
        try await systems.project.firstLoad()
        let state = try systems.shown()
        let cut = state.rows("F0101").filter { $0.text("ALPH").count == 40 && $0.text("AT1") == "C" }
        try #require(!cut.isEmpty, "the world has names of 40 characters and more")
        for master in cut {
          let account = try #require(state.account(master.text("AN8")))
          try systems.changeZoho(
            "Accounts", id: account.text("id"),
            ["Account_Name": JSONValue(master.text("ALPH") + " International")])
        }
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        for master in cut {
          try systems.changeJDE(
            "F0101", ["AN8": JSONValue(master.text("AN8"))], ["ALPH": JSONValue(master.text("ALPH"))])
        }
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        let decisions = try WrittenLog(systems.project).entries(.decisionMade)
        #expect(
          !decisions.contains { decision in
            (decision.body["fields"]?.array ?? []).contains {
              $0.text("id") == "name" && $0.text("action") == "write" && $0.text("to") == "jde"
            }
          }, "and never towards JD Edwards either")
        try await systems.expectSettled()
      }
    }

    @Test("creates a customer that is new in JD Edwards, with its contact")
    func createsNew() async throws {
      try await TwoSystems.run(records: 20, existing: 0) { systems in
        try await systems.project.firstLoad()
        try systems.addCustomer("4001", name: "Newcomer Tools Ltd.")
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.map(\.action) == ["insert", "insert"])
        #expect(rows.map(\.key) == ["4001", "4001.1"])
        try await systems.expectSettled()
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
      }
    }

    @Test("marks a customer that leaves the scope, comes back and leaves again, twice")
    func marksAgain() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.project.firstLoad()
        let number = try #require(try systems.shown().customers.first)
        let key: JSONObject = ["AN8": JSONValue(number)]
        let id = try #require(try systems.shown().account(number)?.text("id"))
        for round in 1...2 {
          try systems.changeJDE("F0101", key, ["AT1": "X"])
          let rows = try await systems.written { _ = try await systems.project.sync() }
          #expect(rows.map(\.fields) == [["Account_Status"]], "round \(round)")
          try systems.changeJDE("F0101", key, ["AT1": "C"])
          try systems.changeZoho("Accounts", id: id, ["Account_Status": "Active"])
          try await systems.expectNoWrite { _ = try await systems.project.sync() }
        }
      }
    }

    @Test("marks a customer in the next run where Zoho did not take the mark")
    func marksLater() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.project.firstLoad()
        let number = try #require(try systems.shown().customers.first)
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["AT1": "X"])
        systems.zoho.server().setFaults([
          Fault(
            .refuseRows(Fault.RowRefusal(rows: [0], code: "RECORD_LOCKED")),
            match: Fault.Match(method: "PUT", path: "/crm/v8/*"), times: 1)
        ])
        #expect(try await systems.project.sync().parked == 1)
        let rows = try await systems.written {
          let run = try await systems.project.sync()
          #expect(run.parked == 0)
        }
        #expect(rows.map(\.fields) == [["Account_Status"]])
        #expect(try systems.shown().account(number)?.text("Account_Status") == "Inactive")
      }
    }

    @Test("lets no contact wait for a number that is no customer")
    func hangsOnNobody() async throws {
      try await TwoSystems.run(records: 20, existing: 0) { systems in
        try await systems.project.firstLoad()
        try systems.addCustomer("4001", name: "Newcomer Tools Ltd.")
        try systems.changeJDE("F03012", ["AN8": "4001", "CO": "00000"], [:], action: "delete")
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.isEmpty)
        let plan = try await systems.project.plan()
        #expect(plan.waiting == 0)
      }
    }

    @Test("withdraws a question about a record that left the scope before anybody answered")
    func withdrawsQuestion() async throws {
      try await TwoSystems.run(records: 60, existing: 40) { systems in
        try await systems.project.firstLoad()
        let asked = try await systems.project.withStore { store, _ in
          try await store.questions(openOnly: true)
        }
        let question = try #require(asked.first { $0.entity == "customer" })
        try systems.changeJDE("F0101", ["AN8": JSONValue(question.key)], ["AT1": "X"])
        _ = try await systems.project.sync()
        let left = try await systems.project.withStore { store, _ in
          try await store.questions(openOnly: true)
        }
        #expect(left.count == asked.count - 1)
        #expect(!left.contains { $0.entity == "customer" && $0.key == question.key })
      }
    }

    @Test("stops where a module that had records shows none at all")
    func stopsAtEmptySource() async throws {
      try await TwoSystems.run(records: 8, existing: 0) { systems in
        try await systems.project.firstLoad()
        for account in try systems.shown().accounts {
          try systems.deleteZoho("Accounts", id: account.text("id"))
        }
        // Another field is asked for, so everything is read again.
        try systems.project.edit(
          "\nfields:\n", to: "\nfields:\n  - { id: site, value: none, zoho: Website, owner: none }\n",
          in: "mappings/customer.yaml")
        let failure = await #expect(throws: Failure.self) { try await systems.project.sync() }
        #expect(failure?.code == .sourceEmpty)
        let stopped = try WrittenLog(systems.project).entries(.streamStopped)
        #expect(stopped.map(\.event.stream) == ["poll/zoho/Accounts"])
      }
    }

    @Test("marks a customer once that leaves the scope")
    func marksOnce() async throws {
      try await TwoSystems.run(records: 20, existing: 0) { systems in
        try await systems.project.firstLoad()
        let number = try #require(try systems.shown().customers.first)
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["AT1": "X"])
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.map(\.fields) == [["Account_Status"]])
        #expect(rows.first?.key == number)
        #expect(try systems.shown().account(number)?.text("Account_Status") == "Inactive")
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["RMK": "gone for good"])
        try await systems.expectNoWrite {
          for _ in 0..<2 { _ = try await systems.project.sync() }
        }
        let left = try WrittenLog(systems.project).entries(
          .recordLeft, of: StreamKey.link("customer", number))
        #expect(left.count == 1)
      }
    }

    @Test("marks nobody whose rows do not show, asks instead, and goes on by itself once they show again")
    func notShown() async throws {
      try await TwoSystems.run(records: 30, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let state = try systems.shown()
        let number = try #require(state.customers.first { !state.rows("F0111", of: $0).isEmpty })
        let lines = state.rows("F03012", of: number)
        func key(_ line: JSONValue) -> JSONObject {
          ["AN8": JSONValue(number), "CO": line["CO"] ?? .null]
        }
        func asked() async throws -> [QuestionRow] {
          try await systems.project.withStore { store, _ in
            try await store.questions(openOnly: true).filter { $0.key.hasPrefix(number) }
          }
        }
        for line in lines { try systems.changeJDE("F03012", key(line), [:], action: "delete") }
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["RMK": "touched"])
        try await systems.expectNoWrite {
          for _ in 0..<2 {
            let run = try await systems.project.sync()
            #expect(run.needsPerson)
          }
          _ = try await systems.project.firstLoad()
        }
        let questions = try await asked()
        #expect(questions.map(\.key) == [number], "once, and its contacts wait for it")
        #expect(questions.first?.asked.reason.hasPrefix("not_shown: F03012") == true)
        for line in lines {
          var values = try #require(line.object)
          for name in ["AN8", "CO"] { values[name] = nil }
          try systems.changeJDE("F03012", key(line), values, action: "insert")
        }
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["RMK": "touched again"])
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        #expect(try await asked().isEmpty)
        try await systems.expectSettled()
      }
    }

    @Test(
      "stops where many records became other companies at once, and asks about each only when told to go on")
    func identityBrake() async throws {
      try await TwoSystems.run(records: 30, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        try systems.project.edit("updates_share: 0.90", to: "updates_share: 0.10")
        let state = try systems.shown()
        for (index, number) in state.customers.enumerated() {
          let id = try #require(state.account(number)?.text("id"))
          try systems.changeZoho(
            "Accounts", id: id,
            [
              "Account_Name": JSONValue("Importiert \(index)"), "Tax_Number": JSONValue("X\(index)77"),
              "Billing_City": "Xanten", "Billing_Code": "46509", "Email_1": .null,
            ])
        }
        func asked() async throws -> Int {
          try await systems.project.withStore { store, _ in
            try await store.questions(openOnly: true).count { $0.asked.about == .identity }
          }
        }
        try await systems.expectNoWrite {
          let report = try await systems.project.sync()
          #expect(report.brakes.count == 1 && report.needsPerson)
          #expect(report.brakes.first?.contains("became other companies") == true)
          #expect(try await asked() == 0)
          _ = try await systems.project.firstLoad()
          #expect(try await asked() > 10, "more than a handful")
          #expect(try await systems.project.sync().brakes == [], "what was asked is no news")
        }
      }
    }

    @Test("stops before it writes more than its share, and names the way on")
    func brakes() async throws {
      try await TwoSystems.run(records: 30, existing: 0) { systems in
        try await systems.project.firstLoad()
        try systems.project.edit("updates_share: 0.90", to: "updates_share: 0.10")
        _ = try await systems.project.sync()
        let state = try systems.shown()
        for number in state.customers.prefix(12) {
          let line = try #require(state.line(of: number))
          try systems.changeJDE(
            "F03012", ["AN8": JSONValue(number), "CO": line["CO"] ?? .null], ["ACL": "123456"])
        }
        try await systems.expectNoWrite {
          let report = try await systems.project.sync()
          #expect(report.brakes.count == 1)
          #expect(report.brakes.first?.contains("counterfoil plan") == true)
          #expect(report.needsPerson)
        }
        try await systems.project.firstLoad()
        try await systems.expectSettled()
        #expect(try await systems.project.sync().brakes == [])
        let alarms = try await systems.project.withStore { store, _ in
          try await store.conditions().filter(\.isAlarm).map(\.stream)
        }
        #expect(alarms == [], "the stream goes on, and says so")
      }
    }
  }
}
