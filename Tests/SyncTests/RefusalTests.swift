import Decisions
import Diagnostics
import JSONText
import Projections
import SimulatedCompanies
import Sync
import Synchronization
import TestSupport
import Testing
import ZohoSimulator

extension WholeLoop {
  @Suite("A write that Zoho does not take", .temporaryFolder, .timeLimit(.minutes(2)))
  struct RefusalTests {
    private static let update = Fault.Match(method: "PUT", path: "/crm/v8/Accounts*")
    private static let accounts = Fault.Match(method: "POST", path: "/crm/v8/Accounts")

    @Test("is parked alone, left in peace, and sent again when its record changes")
    func isParked() async throws {
      try await TwoSystems.run(records: 30, existing: 0) { systems in
        let master = try #require(
          systems.shown().rows("F0101").first { $0.text("AT1") == "C" && $0.text("ALPH").count < 30 })
        let number = master.text("AN8")
        systems.zoho.server().setFaults([
          Fault(
            .refuseRows(Fault.RowRefusal(containing: "\"\(number)\"", code: "INVALID_DATA")),
            match: Self.accounts)
        ])
        let report = try await systems.project.firstLoad()
        #expect(report.parked == 1)
        #expect(report.needsPerson)
        try await systems.expectSettled(parked: 1)
        #expect(try systems.shown().account(number) == nil)
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.parked == 1)
        }
        systems.zoho.server().setFaults([])
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.parked == 1)
        }
        try systems.setCredit(of: number, to: 8_150)
        var last = RunReport()
        let rows = try await systems.written { last = try await systems.project.sync() }
        #expect(rows.first?.key == number)
        #expect(rows.dropFirst().allSatisfy { $0.key?.hasPrefix("\(number).") == true }, "and its contacts")
        #expect(last.parked == 0)
        try await systems.expectSettled()
      }
    }

    @Test("is a question, and not made again, where its record is gone before it could be read back")
    func isGone() async throws {
      try await TwoSystems.run(records: 6, existing: 0) { systems in
        systems.zoho.server().setFaults([
          Fault(
            .status(500, retryAfter: nil),
            match: Fault.Match(method: "GET", path: "/crm/v8/Accounts", body: "ids="))
        ])
        _ = try? await systems.project.firstLoad()  // it stops in front of the read-back
        systems.zoho.server().setFaults([])
        let account = try #require(try systems.shown().accounts.first)
        try systems.deleteZoho("Accounts", id: account.text("id"))
        #expect(try await systems.project.apply().unknown == 0)
        let (open, failed) = try await systems.project.withStore { store, _ in
          (
            try await store.operations(in: OperationState.open, limit: 10),
            try await store.operations(in: [.failed], limit: 10)
          )
        }
        #expect(failed.isEmpty)
        #expect(open.map(\.state) == [.asked])
        let key = account.text("JDE_Address_Number")
        #expect(open.map(\.key) == [key])
        let asked = try WrittenLog(systems.project).entries(
          .questionAsked, of: StreamKey.link("customer", key))
        #expect(asked.count == 1)
        #expect(
          try systems.shown().account(key) == nil, "an insert that was answered is never made again by itself"
        )
        let operation = try #require(open.first).operation
        let refused = await #expect(throws: Failure.self) {
          try await systems.project.run("ops settle") { engine throws(Failure) in
            try await engine.settle(operation: operation, applied: true)
          }
        }
        #expect(refused?.code == .answerRefused, "that it was applied does not say which record it has made")
        // A person saw that it is not there: what is said of the record ends the write as well.
        try await systems.project.run("links settle") { engine throws(Failure) in
          try await engine.answer(SubjectKey(entity: "customer", key: key), .create)
        }
        _ = try await systems.project.apply()
        #expect(try systems.shown().account(key) != nil)
      }
    }

    @Test("is closed once both sides agree without it")
    func isNeedless() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let number = try #require(try systems.shown().customers.first)
        let line = try #require(try systems.shown().line(of: number))
        let before = try #require(line["ACL"]?.string.flatMap { Int($0) } ?? line["ACL"]?.int)
        systems.zoho.server().setFaults([Fault(.refuseRows(Fault.RowRefusal(rows: [0])), match: Self.update)])
        try systems.setCredit(of: number, to: before + 1)
        #expect(try await systems.project.sync().parked == 1)
        systems.zoho.server().setFaults([])
        try systems.setCredit(of: number, to: before)
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.parked == 0)
        }
        try await systems.expectSettled()
      }
    }

    @Test("is decided again once the crosswalk line is corrected that it came from")
    func isCorrected() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        let lines = "crosswalks/payment-terms.csv"
        try systems.project.edit("N30,Net 30,", to: "ZZ9,Net 3O,\nN30,Net 30,yes", in: lines)
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let number = try #require(try systems.shown().customers.first)
        let line = try #require(try systems.shown().line(of: number))
        try systems.changeJDE(
          "F03012", ["AN8": JSONValue(number), "CO": line["CO"] ?? .null], ["TRAR": "N60"])
        _ = try await systems.project.sync()
        systems.zoho.server().setFaults([Fault(.refuseRows(Fault.RowRefusal(rows: [0])), match: Self.update)])
        try systems.changeJDE(
          "F03012", ["AN8": JSONValue(number), "CO": line["CO"] ?? .null], ["TRAR": "ZZ9"])
        #expect(try await systems.project.sync().parked == 1)
        systems.zoho.server().setFaults([])
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        try systems.project.edit("ZZ9,Net 3O,", to: "ZZ9,Net 30,", in: lines)
        #expect(try await systems.project.sync().parked == 0)
        #expect(try systems.shown().account(number)?.text("Payment_Terms") == "Net 30")
      }
    }

    @Test("lets an edit that came while it was under way arrive once it has come to its end")
    func isOvertaken() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let number = try #require(try systems.shown().customers.first)
        systems.zoho.server().setFaults([Fault(.dropBefore, match: Self.update, times: 1)])
        try systems.setCredit(of: number, to: 4_711)
        #expect(try await systems.project.sync().unknown == 1)
        try systems.setCredit(of: number, to: 4_712)
        // Nobody decides about it while the first call may land.
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.unknown == 1)
        }
        systems.project.time.advance(by: 301)
        #expect(try await systems.project.sync().unknown == 0)
        #expect(try systems.shown().account(number)?["Credit_Limit"]?.int == 4_712)
        try await systems.expectSettled()
      }
    }

    @Test("is not made again once a person gave it up, until its record changes", arguments: [true, false])
    func isGivenUp(create: Bool) async throws {
      try await TwoSystems.run(records: 20, existing: 0) { systems in
        if !create { try await systems.project.firstLoad() }
        let number = try #require(try systems.shown().customers.first)
        if !create { try systems.setCredit(of: number, to: 4_711) }
        systems.zoho.server().setFaults([
          Fault(
            .refuseRows(
              Fault.RowRefusal(containing: create ? "\"\(number)\"" : "4711", code: "INVALID_DATA")),
            match: create ? Self.accounts : Self.update)
        ])
        if create { try await systems.project.firstLoad() } else { _ = try await systems.project.sync() }
        systems.zoho.server().setFaults([])
        let failed = try await systems.project.withStore { store, _ in
          try await store.operations(in: [.failed], limit: 10)
        }
        #expect(failed.map(\.key) == [number])
        try await systems.project.run("failed") { engine throws(Failure) in
          for write in failed {
            try await engine.discard(operation: write.operation, by: "ada", because: "retired")
          }
        }
        let settled = try WrittenLog(systems.project).entries(.writeSettled).map(\.body)
        #expect(settled.map { $0["by"]?.string } == ["ada"] && settled.first?["because"]?.string == "retired")
        try await systems.expectNoWrite {
          for _ in 0..<2 {
            let run = try await systems.project.sync()
            #expect(run.parked == 0 && run.conflictsOpen == 0)
          }
          let plan = try await systems.project.plan()
          #expect(try plan.items.filter { $0.key == number && $0.action.isApplied }.isEmpty)
        }
        if create {
          try systems.setCredit(of: number, to: 8_150)
        } else {
          // What is said later wins over what was said before.
          try await systems.project.run("links") { engine throws(Failure) in
            try await engine.answer(SubjectKey(entity: "customer", key: number), .takeBack(nil))
          }
        }
        _ = try await systems.project.sync()
        #expect(try systems.shown().account(number)?["Credit_Limit"]?.int == (create ? 8_150 : 4_711))
        try await systems.expectSettled()
      }
    }

    @Test("is sent again when a person asks for another try")
    func isRetried() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        systems.zoho.server().setFaults([
          Fault(.refuseRows(Fault.RowRefusal(rows: [2])), match: Self.accounts, times: 1)
        ])
        #expect(try await systems.project.firstLoad().parked == 1)
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        let retried = try await systems.project.run("failed") { engine throws(Failure) in
          try await engine.retry(operations: [])
        }
        #expect(retried == 1)
        _ = try await systems.project.sync()
        try await systems.expectSettled()
      }
    }

    @Test(
      "is looked for, and not repeated before every time-out has passed, where nobody refuses a second insert"
    )
    func waitsForTimeouts() async throws {
      try await TwoSystems.run(records: 20, existing: 0) { systems in
        try systems.zohoControl("POST", "/control/limits", ["enforces_unique": false])
        systems.zoho.server().setFaults([Fault(.dropBefore, match: Self.accounts, times: 1)])
        let report = try await systems.project.firstLoad()
        #expect(report.unknown == 20)
        try await systems.expectNoWrite {
          let run = try await systems.project.sync()
          #expect(run.unknown == 20)
        }
        systems.project.time.advance(by: 400)
        _ = try await systems.project.apply()
        _ = try await systems.project.apply()
        _ = try await systems.project.sync()
        try await systems.expectSettled()
      }
    }

    @Test("is found and not repeated where it took effect and nobody refuses a second insert")
    func findsLostInsert() async throws {
      try await TwoSystems.run(records: 20, existing: 0) { systems in
        try systems.zohoControl("POST", "/control/limits", ["enforces_unique": false])
        systems.zoho.server().setFaults([Fault(.dropAfter, match: Self.accounts, times: 1)])
        let report = try await systems.project.firstLoad()
        #expect(report.unknown == 0)
        #expect(report.left == 0)
        try await systems.expectSettled()
      }
    }

    @Test("is decided again where somebody changed the record in between")
    func isDecidedAgain() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let number = try #require(try systems.shown().customers.first)
        let id = try #require(try systems.shown().account(number)?.text("id"))
        try systems.changeJDE("F0101", ["AN8": JSONValue(number)], ["ALPH": "Renamed In JDE"])
        try systems.zohoControl("POST", "/control/limits", ["clock_offset_seconds": 60])
        let hasEdited = Mutex(false)
        // The ledger looks at its clock before the intent is durable: behind the fresh read, before the call.
        let report = try await systems.project.sync {
          guard systems.zoho.server().calls.last?.isFreshRead == true else { return }
          guard
            hasEdited.withLock({ edited in
              defer { edited = true }; return !edited
            })
          else { return }
          do { try systems.changeZoho("Accounts", id: id, ["Phone": "+49 30 1234567"]) } catch {
            Issue.record(error)
          }
        }
        #expect(hasEdited.withLock { $0 }, "the edit came in between")
        let log = try WrittenLog(systems.project)
        #expect(log.entries(.writeAbandoned).count == 1, "the condition kept the first write from it")
        #expect((report.confirmed, report.parked) == (1, 0))
        #expect(try systems.shown().account(number)?.text("Account_Name") == "Renamed In JDE")
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
        #expect(try systems.shown().account(number)?.text("Phone") == "+49 30 1234567")
        try await systems.expectSettled()
      }
    }

    @Test("is parked where its record is deleted between the fresh read and the call")
    func isParkedWhenGone() async throws {
      try await TwoSystems.run(records: 12, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let number = try #require(try systems.shown().customers.first)
        let id = try #require(try systems.shown().account(number)?.text("id"))
        try systems.setCredit(of: number, to: 8_150)
        let isDeleted = Mutex(false)
        let report = try await systems.project.sync {
          guard systems.zoho.server().calls.last?.isFreshRead == true else { return }
          guard
            isDeleted.withLock({ deleted in
              defer { deleted = true }; return !deleted
            })
          else { return }
          do { try systems.deleteZoho("Accounts", id: id) } catch { Issue.record(error) }
        }
        #expect(isDeleted.withLock { $0 }, "it was deleted in between")
        #expect(report.parked == 1)
        #expect(report.needsPerson)
        #expect(try systems.shown().account(number) == nil, "no second account is made of it")
        try await systems.expectNoWrite { _ = try await systems.project.sync() }
      }
    }
  }
}

extension LoggedCall {
  /// A read of single records by their ids, as it is made before an update.
  fileprivate var isFreshRead: Bool { method == "GET" && subject == "Accounts" && rows == 1 }
}
