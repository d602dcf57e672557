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
    @Test("is what the systems' own journals say had been read or written by then")
    func equalsJournals() async throws {
      try await TwoSystems.run(records: 20, existing: 8) { systems in
        let journals = try await SystemJournals.taken(of: systems) {
          try await systems.project.firstLoad()
          for (index, number) in try systems.shown().customers.prefix(6).enumerated() {
            try systems.setCredit(of: number, to: 500_000 + index)
          }
          _ = try await systems.project.sync()
          _ = try await systems.project.sync()
        }
        var random = SeededGenerator(seed: Seeds.all.first ?? 1)
        let instants = try journals.gaps(count: 20, using: &random)
        try await expect(journals, at: instants, systems)
      }
    }

    /// Compares every linked record at every instant.
    private func expect(
      _ journals: SystemJournals, at instants: [WallTime], _ systems: TwoSystems
    ) async throws {
      let state = try systems.shown()
      let linked = state.customers.compactMap { number in
        state.account(number).map { (number: number, id: $0.text("id")) }
      }
      try #require(linked.count > 10)
      let known = try await systems.project.withStore { store, reader in
        var known: [RecordAsOf] = []
        for instant in instants {
          for (number, _) in linked {
            known.append(
              try await asOf(
                Moment(instant.iso), RecordName("customer/\(number)"), reader: reader, store: store))
          }
        }
        return known
      }
      var (strict, values) = (0, 0)
      for (index, record) in known.enumerated() {
        let (instant, (number, id)) = (instants[index / linked.count], linked[index % linked.count])
        let rows = record.jde.filter { $0.kind == "F03012" }
        let limits = rows.compactMap { Double(JSONValue.object($0.record).text("F03012_ACL")) }.sorted()
        let jde = try journals.limits(of: number, at: instant)
        #expect(jde.contains(limits), "\(number) at \(instant.iso)")
        let zoho = try journals.account(id, at: instant)
        let isLinked = record.pairings.contains { $0.isLinked }
        #expect(zoho.isLinked.contains(isLinked), "\(number) at \(instant.iso)")
        if zoho.isLinked.count == 1, jde.count == 1 { strict += 1 }
        guard isLinked else { continue }
        values += 1
        #expect(record.pairings.map(\.zohoID) == [id])
        let shown = record.zoho.first.flatMap { Double(JSONValue.object($0.values).text("Credit_Limit")) }
        #expect(zoho.limits.contains(shown), "\(number) at \(instant.iso)")
      }
      #expect(values > 0, "some instants lie behind the links")
      #expect(strict * 4 > known.count, "many comparisons leave no choice")
    }
  }
}
