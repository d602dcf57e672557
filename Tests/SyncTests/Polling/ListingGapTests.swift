import Decisions
import Diagnostics
import JSONText
import Projections
import SimulatedCompanies
import Sync
import Synchronization
import TestSupport
import Testing

extension WholeLoop {
  @Suite("A listing of Zoho's", .temporaryFolder)
  struct ListingGapTests {
    @Test("from which records are deleted page by page is read again: none behind them stays unseen")
    func deletedMeanwhile() async throws {
      try await TwoSystems.run(records: 420, existing: 420) { systems in
        let doomed = try #require(try systems.shown().accounts.map { $0.text("id") }.min())
        let pages = try systems.shown().accounts.count / 200
        try #require(pages >= 1, "there is a second page for the records to move from")
        try await systems.relayed { _, zoho in
          zoho.strikeFirstListing { whole in
            // The first page has been answered, and the second not asked for.
            try? systems.deleteZoho("Accounts", id: doomed)
            return whole
          }
          _ = try await systems.project.plan()
          zoho.set(nil)
          #expect(try !systems.shown().accounts.contains { $0.text("id") == doomed }, "it struck")
        }
        let seen = try await systems.project.withStore { store, _ in
          try await store.zohoRecords(module: "Accounts", afterID: nil, limit: 5_000)
            .filter { $0.state == .present }.map(\.record.id)
        }
        #expect(Set(try systems.shown().accounts.map { $0.text("id") }).isSubset(of: seen))
      }
    }

    @Test("that shows nothing at all, where nothing is known yet, is asked twice")
    func emptyOnce() async throws {
      try await TwoSystems.run(records: 40, existing: 20) { systems in
        try await systems.relayed { _, zoho in
          zoho.strikeFirstListing { whole in
            var empty = whole
            (empty.status, empty.body, empty.contentType) = (204, [], nil)
            return empty
          }
          let plan = try await systems.project.plan()
          #expect(zoho.changes == 1)
          #expect(plan.counts[.link, default: 0] > 0, "what stands in Zoho is found")
        }
      }
    }

    @Test(
      "that shows nothing at all in one whole run is read again by the next, which pairs what stands there")
    func emptyRun() async throws {
      try await TwoSystems.run(records: 40, existing: 20) { systems in
        try await systems.relayed { _, zoho in
          zoho.set { request, whole in
            guard request.lists("Accounts") || request.lists("Contacts") else { return whole }
            var empty = whole
            (empty.status, empty.body, empty.contentType) = (204, [], nil)
            return empty
          }
          let plan = try await systems.project.plan()
          #expect(zoho.changes > 0 && plan.counts[.link] == nil, "it struck")
          zoho.set(nil)
          let report = try await systems.project.apply()
          #expect(!report.skippedMoved.isEmpty, "what was found meanwhile is no new one")
          _ = try await systems.project.firstLoad()
          #expect(try systems.shown().doubledKeys == [] && systems.shown().wrongPairings == [])
        }
      }
    }

    @Test(
      "that is whole finds an unlinked record with the tax number of a linked one, and asks until it is answered"
    )
    func twins() async throws {
      try await TwoSystems.run(records: 16, existing: 0) { systems in
        try await systems.project.firstLoad()
        _ = try await systems.project.sync()
        let customer = try #require(
          try systems.shown().accounts.first {
            $0.text("Tax_Number").hasPrefix("DE") && $0.text("JDE_Address_Number") != ""
          })
        let number = customer.text("JDE_Address_Number")
        try systems.addAccount(["Account_Name": "Typed Again", "Tax_Number": customer["Tax_Number"] ?? .null])
        let twin = try #require(
          try systems.shown().accounts.first { $0.text("Account_Name") == "Typed Again" }?.text("id"))
        func asked() async throws -> [QuestionRow] {
          try await systems.project.withStore { store, _ in
            try await store.questions(openOnly: true).filter { $0.key == number }
          }
        }
        func whole() async throws {
          _ = try await systems.project.run("sync") { engine throws(Failure) in
            try await engine.sync(isFull: true)
          }
        }
        try await systems.expectNoWrite { try await whole() }
        #expect(try await asked().map(\.asked.reason) == ["twin"])
        #expect(
          try await asked().first?.asked.candidates.compactMap { $0["zoho_id"]?.string }
            == [customer.text("id"), twin])
        // Nothing is held up by it, and what looks at less does not close it.
        try systems.setCredit(of: number, to: 4_711)
        _ = try await systems.project.sync()
        #expect(try systems.shown().account(number)?["Credit_Limit"]?.int == 4_711)
        #expect(try await asked().map(\.asked.reason) == ["twin"])
        try await systems.say(.keepApart([twin]), of: number)
        try await whole()
        #expect(try await asked() == [])
        try await systems.expectSettled()
      }
    }
  }
}

extension Relay {
  /// Changes the answer to the first call for a page of accounts, and no other.
  fileprivate func strikeFirstListing(_ change: @escaping @Sendable (ImitatedAnswer) -> ImitatedAnswer) {
    let isDone = Mutex(false)
    set { request, whole in
      guard request.method == "GET", request.path == "/crm/v8/Accounts",
        !request.query.contains(where: { $0.name == "ids" }),
        isDone.withLock({ done in
          defer { done = true }
          return !done
        })
      else { return whole }
      return change(whole)
    }
  }
}
