import Testing

@testable import SimulatedCompanies

@Suite("A simulated world")
struct SimulatedWorldTests {
  private static let today = CivilDate(year: 2026, month: 11, day: 23)
  private let world = SimulatedWorld(seed: 1, customers: 4_000, today: Self.today)

  @Test("is the same for the same seed, in whatever order its companies are asked for")
  func isDeterministic() {
    let other = SimulatedWorld(seed: 1, customers: 10, today: Self.today)
    for index in [3_999, 46, 0, 1_786, 47] {
      #expect("\(world.company(at: index))" == "\(other.company(at: index))")
    }
  }

  @Test("is another for another seed")
  func differsBySeed() {
    let other = SimulatedWorld(seed: 2, customers: 4_000, today: Self.today)
    let same = (0..<100).count { world.company(at: $0).name == other.company(at: $0).name }
    #expect(same < 10)
  }

  @Test("gives every company a name and a number of its own, beyond the listed companies too")
  func namesAreDistinct() {
    let companies = (0..<4_000).map(world.company(at:))
    #expect(Set(companies.map(\.name)).count == 4_000)
    #expect(Set(companies.map(\.an8)).count == 4_000)
    #expect(companies.allSatisfy { world.index(of: $0.an8) == $0.index })
    #expect(world.index(of: 4_001) == nil)
  }

  @Test("has what makes matching hard")
  func hasSpecials() {
    let companies = (0..<2_000).map(world.company(at:))
    let parents = Dictionary(uniqueKeysWithValues: companies.map { ($0.an8, $0) })
    let members = companies.filter { $0.parent != nil }
    #expect(companies.count { $0.name.count > 40 } >= 24)
    #expect(members.count >= 24)
    #expect(members.allSatisfy { $0.taxNumber == $0.parent.flatMap { parents[$0]?.taxNumber } })
    #expect(companies.count { $0.mail?.use == .shared } >= 24)
    #expect(companies.count { $0.mail?.use == .role } >= 24)
    #expect(companies.count { $0.futureAddress != nil } >= 24)
    #expect(companies.count { $0.lines.count == 2 } >= 24)
    #expect(companies.count { $0.lines.map(\.company) == ["00001"] } >= 24)
    #expect(companies.count { $0.taxNumber == nil } >= 24)
    #expect(companies.contains { $0.name.contains("&") })
    #expect(companies.contains { !$0.name.utf8.allSatisfy { $0 < 0x80 } })
  }

  @Test("writes values that fit the columns of both systems")
  func valuesFit() {
    for index in 0..<4_000 {
      let company = world.company(at: index)
      #expect(company.taxAsWritten.count <= 20, "\(company.taxAsWritten)")
      #expect(company.phone.area.count <= 6 && company.phone.subscriber.count <= 20)
      #expect(company.phone.international.count <= 30)
      #expect(company.address.postal.count <= 12)
      #expect(company.address.street.count <= 4)
      #expect(company.contacts.allSatisfy { $0.mail?.utf8.allSatisfy { $0 < 0x80 } != false })
    }
  }

  @Test("takes real tax numbers in their own country, each once")
  func realTaxNumbers() {
    let real = Set(RealCompany.taxNumbers.values.joined().map(SimulatedWorld.compact))
    let taken = (0..<1_785).compactMap { index -> String? in
      let company = world.company(at: index)
      return company.parent == nil ? company.taxNumber.flatMap { real.contains($0) ? $0 : nil } : nil
    }
    #expect(taken.count >= 5)
    #expect(Set(taken).count == taken.count)
  }
}
