import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections
import SimulatedCompanies
import Sync
import TestSupport
import Testing

extension WholeLoop {
  @Suite("A value that cannot be read", .temporaryFolder, .timeLimit(.minutes(2)))
  struct UnreadableValueTests {
    @Test("never goes over a good one, is told once, and is over when it can be read again")
    func isTold() async throws {
      try await TwoSystems.loaded { systems, number, id in
        let before = try systems.shown().account(number)?["Account_Name"]
        let decided = try decisions(about: number, in: systems).count
        try await systems.expectNoWrite {
          // Another mask is looked at again, and says no more than the one before.
          for mask in ["M***** S****", "M***** S****", "N***** S****"] {
            try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": JSONValue(mask)])
            let run = try await systems.project.sync()
            #expect(run.unreadable == 1 && run.needsPerson)
          }
        }
        #expect(try systems.shown().account(number)?["Account_Name"] == before)
        let news = try decisions(about: number, in: systems).dropFirst(decided)
        #expect(
          news.map { $0.body["owed"] } == [
            [["side": "jde", "field": "name", "reason": "unreadable", "detail": "partly_masked"]]
          ], "once a change, not once a cycle")
        let plan = try await systems.project.plan()
        #expect(plan.unreadable == 1)
        #expect(try plan.items.map(\.record) == ["customer/\(number)"])
        #expect(try plan.items.map(\.action) == [.unreadable])
        #expect(try plan.items.first?.unreadable.map(\.reason) == [.partlyMasked])

        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "Readable Again Ltd"])
        let rows = try await systems.written {
          let run = try await systems.project.sync()
          #expect(run.unreadable == 0)
        }
        #expect(rows.map(\.fields) == [["Account_Name"]])
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(!run.needsPerson)
        }
      }
    }

    @Test("of one sign or two is none where the value agreed on tells what they hide, on either side")
    func shortMask() async throws {
      try await TwoSystems.loaded { systems, number, id in
        let name = try #require(try systems.shown().account(number)?.text("Account_Name"))
        try await systems.expectNoWrite {
          try systems.changeJDE(
            "F0101", ["AN8": JSONValue(number)], ["ALPH": JSONValue("**" + name.dropFirst(2))])
          let run = try await systems.project.sync()
          #expect(run.unreadable == 1 && run.needsPerson)
        }
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": JSONValue(name)])
        try systems.changeZoho("Accounts", id: id, ["Account_Name": JSONValue(name.dropLast() + "*")])
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.unreadable == 1)
        }
        let owed = try await told(in: systems)
        #expect(owed.map(\.owed.side) == [.zoho] && owed.map(\.owed.detail) == ["partly_masked"])
        try systems.changeZoho("Accounts", id: id, ["Account_Name": JSONValue(name)])
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.unreadable == 0)
        }
      }
    }

    @Test("of Zoho's decides nothing either, and holds back no other field")
    func ofZoho() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.changeZoho("Accounts", id: id, ["Account_Name": "M***** S****"])
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "Renamed Ltd"])
        try systems.setCredit(of: number, to: 4_711)
        let rows = try await systems.written {
          let run = try await systems.project.sync()
          #expect(run.unreadable == 1)
        }
        #expect(rows.map(\.fields) == [["Credit_Limit"]])
        let owed = try await told(in: systems)
        #expect(owed.map(\.owed.side) == [.zoho] && owed.map(\.owed.field) == ["name"])
      }
    }

    @Test(
      "of our own key, or another one typed over it, is told until it is taken away; then ours is put back",
      arguments: ["M***** S****", "990099", "ABC", "\u{1}"])
    func typedOverKey(typed: String) async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.changeZoho("Accounts", id: id, ["JDE_Address_Number": JSONValue(typed)])
        try await systems.expectNoWrite {
          for _ in 0..<2 {
            let run = try await systems.project.sync()
            #expect(run.unreadable == 1 && run.needsPerson)
          }
        }
        let owed = try await told(in: systems)
        #expect(owed.map(\.key) == [number] && owed.map(\.owed.field) == ["key"])
        #expect(owed.map(\.owed.side) == [.zoho])
        try systems.changeZoho("Accounts", id: id, ["JDE_Address_Number": .null])
        let rows = try await systems.written {
          let run = try await systems.project.sync()
          #expect(run.unreadable == 0)
        }
        #expect(rows.map(\.fields) == [["JDE_Address_Number"]])
        #expect(try systems.shown().account(number)?.text("id") == id)
      }
    }

    @Test("that no line of its crosswalk names is told, and arrives once there is one")
    func withoutLine() async throws {
      try await TwoSystems.loaded { systems, number, id in
        let line = try #require(try systems.shown().line(of: number))
        try systems.changeJDE(
          "F03012", ["AN8": JSONValue(number), "CO": line["CO"] ?? .null], ["TRAR": "XYZ"])
        try await systems.expectNoWrite {
          for _ in 0..<2 {
            let run = try await systems.project.sync()
            #expect(run.unreadable == 1 && run.needsPerson)
          }
        }
        let owed = try await told(in: systems)
        #expect(owed.map(\.owed.detail) == ["code_without_line"] && owed.map(\.key) == [number])
        try systems.project.edit(
          "N90,Net 90,", to: "N90,Net 90,yes\nXYZ,Net 90,", in: "crosswalks/payment-terms.csv")
        let run = try await systems.project.sync()
        #expect(run.unreadable == 0)
        #expect(try systems.shown().account(number)?.text("Payment_Terms") == "Net 90")
      }
    }

    @Test("leaves an open question open: a mask is no agreement")
    func keepsQuestion() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.changeZoho("Accounts", id: id, ["Account_Name": "Edited In Zoho"])
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "Edited In JDE"])
        let asked = try await systems.project.sync()
        #expect(asked.conflictsOpen == 1)
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "***********"])
        try await systems.expectNoWrite {
          let masked = try await systems.project.sync()
          #expect(masked.conflictsOpen == 1 && masked.unreadable == 1)
        }
      }
    }

    @Test("keeps a record from being created where it is a key, until it can be read")
    func holdsCreate() async throws {
      try await TwoSystems.loaded { systems, number, id in
        try systems.addCustomer("990001", name: "New Company")
        try systems.changeJDE("F0101", ["AN8": "990001"], ["TAX": "***********"])
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        let status = try await systems.project.withStore { store, _ in
          try await store.owed(entity: "customer", keys: ["990001"])["990001"] ?? []
        }
        #expect(status.map(\.owed.detail) == ["masked"])
        try systems.changeJDE("F0101", ["AN8": "990001"], ["TAX": ""])
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.contains { $0.action == "insert" && $0.key == "990001" })
      }
    }

    @Test("is told after the create too where only a create gives it, until Zoho shows one or it can be read")
    func onlyCreateGives() async throws {
      try await TwoSystems.loaded { systems, _, _ in
        let line = "  - { id: source"
        try systems.project.edit(
          line, to: "  - { id: remark, jde: F0101.RMK, zoho: Description, owner: initial }\n\(line)",
          in: "mappings/customer.yaml")
        try systems.addCustomer("990001", name: "New Company")
        try systems.changeJDE("F0101", ["AN8": "990001"], ["RMK": "**********", "AC05": "***"])
        let rows = try await systems.written { _ = try await systems.project.sync() }
        let insert = try #require(rows.first { $0.action == "insert" && $0.key == "990001" })
        #expect(!insert.fields.contains("Description"), "it was created without")
        try await systems.expectNoWrite {
          for _ in 0..<2 {
            let run = try await systems.project.sync()
            #expect(run.unreadable == 2 && run.needsPerson)
          }
        }
        let owed = try await systems.project.withStore { store, _ in
          try await store.owed(entity: "customer", keys: ["990001"])["990001"] ?? []
        }
        #expect(Set(owed.map(\.owed.field)) == ["remark", "owner"])
        let id = try #require(try systems.shown().account("990001")?.text("id"))
        try systems.changeZoho("Accounts", id: id, ["Description": "typed by hand"])
        try systems.changeJDE("F0101", ["AN8": "990001"], ["AC05": "DAC"])
        let run = try await systems.project.sync()
        #expect(run.unreadable == 0)
      }
    }

    @Test("refuses a person's word that the record is new with its reason, where nobody was asked")
    func refusesCreate() async throws {
      try await TwoSystems.loaded { systems, _, _ in
        try systems.addCustomer("990001", name: "New Company")
        try systems.changeJDE("F0101", ["AN8": "990001"], ["TAX": "***********"])
        _ = try await systems.project.sync()
        let refused = await #expect(throws: Failure.self) {
          try await systems.project.run("links settle") { engine throws(Failure) in
            try await engine.answer(SubjectKey(entity: "customer", key: "990001"), .create)
          }
        }
        #expect(refused?.code == .recordUnreadable)
        #expect(refused?.message.contains("its tax in JD Edwards cannot be read, it is masked") == true)
      }
    }

    @Test(
      "is no matter of a multi-select pick list: choices are written as an array, their order is no change")
    func multiSelect() async throws {
      try await TwoSystems.loaded { systems, number, id in
        let line = "  - { id: source"
        let field = "  - { id: seg, jde: F0101.AC02, zoho: Segment, owner: jde"
        try systems.project.edit(line, to: "\(field) }\n\(line)", in: "mappings/customer.yaml")
        await #expect {
          _ = try await systems.project.sync()
        } throws: { error in
          (error as? Failure)?.code.name == "field-type-differs"
        }
        try systems.project.edit(
          "\(field) }", to: "\(field), type: multi_select }", in: "mappings/customer.yaml")
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["AC02": "A;C"])
        let rows = try await systems.written { _ = try await systems.project.sync() }
        #expect(rows.map(\.fields) == [["Segment"]])
        #expect(try systems.shown().account(number)?["Segment"] == ["A", "C"])
        try systems.changeZoho("Accounts", id: id, ["Segment": ["C", "A"]])
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.unreadable == 0)
        }
      }
    }

    /// The values that are told as unreadable.
    private func told(in systems: TwoSystems) async throws -> [OwedRow] {
      try await systems.project.withStore { store, _ in try await store.owed(reason: "unreadable", limit: 10)
      }
    }

    private func decisions(about number: String, in systems: TwoSystems) throws -> [WrittenLog.Entry] {
      try WrittenLog(systems.project).entries(.decisionMade, of: StreamKey.link("customer", number))
    }
  }
}
