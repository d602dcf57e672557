import JSONText
import TestSupport
import Testing

@testable import Decisions

@Suite("Matching any two systems")
struct MatchingPropertyTests {
  /// A record of either side out of small pools, so that shared keys and names are common.
  struct Sketch {
    let ref: String
    let name: String
    let tax: String?
    let mail: String?
    let city: String?
    let key: String?

    init(_ ref: String, keys: [String], _ random: inout SeededGenerator) {
      self.ref = ref
      name = "\(Self.pick(Self.names, &random) ?? "x") \(Self.pick(["GmbH", "AG", ""], &random) ?? "")"
      tax = Bool.random(using: &random) ? Self.pick(Self.taxes, &random) : nil
      mail = Bool.random(using: &random) ? Self.pick(Self.mails, &random) : nil
      city = Self.pick(["Ulm", "Bonn"], &random)
      key = Int.random(in: 0..<6, using: &random) == 0 ? Self.pick(keys, &random) : nil
    }

    private static let names = [
      "Nordwind", "Südwind", "Nordwind Logistik", "Bäckerei Huber", "Huber Technik", "Ostsee Reederei",
      "Alpha Werke", "Omega Handel",
    ]
    private static let taxes = [
      "DE168347747", "DE813113875", "ATU65034704", "IT05617370969", "07195358000166", "PL6651344956",
    ]
    private static let mails = [
      "a.huber@wind.example", "kern@wind.example", "kanzlei@steuer.example", "q@r.example",
    ]

    private static func pick(_ pool: [String], _ random: inout SeededGenerator) -> String? {
      pool.randomElement(using: &random)
    }
  }

  struct Systems {
    let left: [Sketch]
    let right: [Sketch]
    /// What is linked already: left key by right id.
    var links: [String: String] = [:]
    /// Rights that were created since, for a left.
    var created: [Sketch] = []

    init(_ random: inout SeededGenerator) {
      let keys = (1...8).map(String.init)
      left = keys.map { Sketch($0, keys: ["901", "902"], &random) }
      right = (901...905).map { Sketch("\($0)", keys: keys + ["77"], &random) }
    }

    func world(order: [Sketch]? = nil) -> MatchingWorld {
      var world = MatchingWorld()
      for record in order ?? left {
        world.jde(
          record.ref, record.name, tax: record.tax, mail: record.mail, city: record.city,
          reference: record.key)
      }
      for record in right + created {
        let holder = links[record.ref]
        world.zoho(
          record.ref, record.name, tax: record.tax, mail: record.mail, city: record.city,
          key: holder ?? record.key, isLinked: holder != nil, to: holder)
      }
      let linked = Set(links.values)
      world.records.removeAll { linked.contains($0.ref) }
      return world
    }

    /// Carries out what was decided about one record.
    mutating func apply(_ outcome: MatchOutcome, to ref: String) {
      switch outcome {
      case .link(let right, _): links[right] = ref
      case .create:
        guard let sketch = left.first(where: { $0.ref == ref }) else { return }
        created.append(Sketch(copy: sketch, ref: "new\(ref)"))
        links["new\(ref)"] = ref
      case .review: break
      }
    }
  }

  @Test("links no record twice, and asks the same whoever comes first", arguments: Seeds.all)
  func deterministic(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var reasons: Set<MatchReviewReason> = []
    var (links, creates) = (0, 0)
    for _ in 0..<25 {
      let systems = Systems(&random)
      var first = systems.world()
      let outcomes = first.decideAll()
      var second = systems.world(order: systems.left.shuffled(using: &random))
      try #require(second.decideAll() == outcomes)
      var taken: Set<String> = []
      for outcome in outcomes.values {
        switch outcome {
        case .link(let right, _):
          links += 1
          try #require(taken.insert(right).inserted, "\(right)")
        case .create: creates += 1
        case .review(let reason, let candidates):
          reasons.insert(reason)
          try #require(!candidates.isEmpty && candidates.count <= 5)
        }
      }
    }
    #expect(links > 0 && creates > 0 && reasons.count >= 4, "\(reasons)")
  }

  @Test(
    "answers the same however much of it was carried out when the run was cut short", arguments: Seeds.all)
  func resumable(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<25 {
      var systems = Systems(&random)
      var world = systems.world()
      let outcomes = world.decideAll()
      var rest: Set<String> = []
      for (ref, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
        if Bool.random(using: &random) {
          systems.apply(outcome, to: ref)
        } else {
          rest.insert(ref)
        }
      }
      var resumed = systems.world()
      for (ref, outcome) in resumed.decideAll() where rest.contains(ref) {
        try #require(
          same(outcome, outcomes[ref]), "\(ref): \(outcome), was \(String(describing: outcomes[ref]))")
      }
    }
  }

  /// Candidates may say more of their links by then.
  private func same(_ left: MatchOutcome, _ right: MatchOutcome?) -> Bool {
    switch (left, right) {
    case (.link(let left, _), .some(.link(let right, _))): left == right
    case (.review(let left, let ours), .some(.review(let right, let theirs))):
      left == right && Set(ours.map(\.ref)) == Set(theirs.map(\.ref))
    case (.create, .some(.create)): true
    default: false
    }
  }
}

extension MatchingPropertyTests.Sketch {
  /// What a create makes of a record: the same values with our key.
  init(copy: Self, ref: String) {
    self.ref = ref
    name = copy.name
    tax = copy.tax
    mail = copy.mail
    city = copy.city
    key = copy.ref
  }
}
