import TestSupport
import Testing

@testable import Decisions

@Suite("A merge of any two records")
struct MergePropertyTests {
  /// A world of few values, so that equal ones are common.
  struct World {
    var field: MappedField
    var base: FieldPair?
    var jde: JDEField
    var zoho: FieldValue
    var times: EditTimes
    var reverts: Int

    init(_ random: inout SeededGenerator, id: String = "f", group: String? = nil) {
      let crosswalk: String? = group == nil && Int.random(in: 0..<4, using: &random) == 0 ? "letters" : nil
      field = mappedField(
        id, group: group,
        owner: (FieldOwner.allCases + [.both, .both]).randomElement(using: &random) ?? .both,
        tie: TieRule.allCases.randomElement(using: &random) ?? .review,
        first: [Side.jde, .zoho, nil].randomElement(using: &random) ?? nil,
        foreignEdit: Bool.random(using: &random) ? .revert : .report,
        allowsClear: Bool.random(using: &random),
        crosswalk: crosswalk, lengthMax: Bool.random(using: &random) ? 3 : nil,
        isReversible: Int.random(in: 0..<8, using: &random) > 0)
      jde = Self.field(Self.jdeValue(&random, isCode: crosswalk != nil), crosswalk: crosswalk)
      zoho = Self.value(&random)
      base =
        Int.random(in: 0..<3, using: &random) > 0
        ? FieldPair(jde: Self.jdeValue(&random, isCode: crosswalk != nil), zoho: Self.value(&random)) : nil
      let known = Int.random(in: 0..<4, using: &random) > 0
      times = EditTimes(
        jdeSeconds: known ? Int64.random(in: 0..<9, using: &random) : nil,
        zohoSeconds: Int64.random(in: 0..<9, using: &random), toleranceSeconds: 1)
      reverts = Int.random(in: 0..<4, using: &random)
      switch Int.random(in: 0..<12, using: &random) {
      case 0...3: bothMove(&random)
      case 4:
        zoho = jde.mapped
        base = FieldPair(jde: jde.value, zoho: zoho)
      case 5: base = FieldPair(jde: jde.value, zoho: zoho)
      default: break
      }
    }

    /// Ties are many and chance seldom makes one.
    private mutating func bothMove(_ random: inout SeededGenerator) {
      field = mappedField(
        field.id, group: field.group,
        owner: [.both, .both, .both, .jde, .zoho].randomElement(using: &random) ?? .both,
        tie: field.tie == .review || Bool.random(using: &random) ? .newer : field.tie,
        foreignEdit: field.foreignEdit, allowsClear: field.allowsClear, isReversible: field.isReversible)
      if Bool.random(using: &random) {
        field = mappedField(field.id, group: field.group, owner: field.owner, tie: .review)
      }
      base = FieldPair(jde: .value("x"), zoho: .value("x"))
      jde = JDEField(.value("y"))
      zoho = .value(Bool.random(using: &random) ? "z" : "x")
    }

    /// Longer Zoho values begin with shorter JDE ones, so that truncation is common.
    static func value(_ random: inout SeededGenerator) -> FieldValue {
      let values: [FieldValue] = [
        .absent, .blank, .value("aaa"), .value("aaab"), .value("b"), .value("bbbb"), .value("q"),
      ]
      return values.randomElement(using: &random) ?? .blank
    }

    static func jdeValue(_ random: inout SeededGenerator, isCode: Bool) -> FieldValue {
      let codes: [FieldValue] = [.absent, .blank, .value("A1"), .value("A2"), .value("B"), .value("Z")]
      let texts: [FieldValue] = [.absent, .blank, .value("aaa"), .value("b"), .value("bbb"), .value("ccc")]
      return (isCode ? codes : texts).randomElement(using: &random) ?? .blank
    }

    static let letters = Crosswalk(
      name: "letters",
      lines: [
        .init(jde: "A1", zoho: "aaa", isPreferred: true), .init(jde: "A2", zoho: "aaa", isPreferred: false),
        .init(jde: "B", zoho: "b", isPreferred: true),
      ])

    static func field(_ value: FieldValue, crosswalk: String?) -> JDEField {
      guard let crosswalk, case .value(let code) = value else { return JDEField(value) }
      guard let text = letters.zoho(forCode: code) else {
        return JDEField(
          value: value, mapped: .absent, issue: .unknownCode(code, crosswalk: crosswalk, .queue))
      }
      return JDEField(value: value, mapped: .value(text))
    }

    func merged() -> FieldOutcome? { Self.merge([self]).first }

    static func merge(_ worlds: [World]) -> [FieldOutcome] {
      var record: [String: FieldValue] = [:]
      var base: Base = [:]
      for world in worlds {
        record[world.field.id] = world.zoho
        base[world.field.id] = world.base
      }
      return DecisionsTests.merge(
        worlds.map(\.field), base: base,
        jde: Dictionary(worlds.map { ($0.field.id, $0.jde) }, uniquingKeysWith: { first, _ in first }),
        zoho: record, times: worlds.first?.times ?? .unknown, reverts: worlds.first?.reverts ?? 0,
        crosswalks: ["letters": letters])
    }

    /// The world once the outcome was carried out and read back.
    func applying(_ outcome: FieldOutcome) -> World {
      var next = self
      switch outcome.action {
      case .write(to: .zoho, let value): next.zoho = value
      case .write(to: .jde, let value): next.jde = Self.field(value, crosswalk: field.crosswalk)
      case .moveBase: break
      case .nothing, .ask, .report: return self
      }
      next.base = FieldPair(jde: next.jde.value, zoho: next.zoho)
      return next
    }
  }

  @Test("is what the table says, read row by row", arguments: Seeds.all)
  func tableByRows(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var rulesSeen: Set<MergeRule> = []
    for _ in 0..<2_000 {
      let world = World(&random)
      let outcome = try #require(world.merged())
      rulesSeen.insert(outcome.rule)
      let expected = MergeTableOracle.expected(world)
      try #require(outcome.rule == expected.rule, "\(world)")
      try #require(outcome.action == expected.action, "\(world)")
    }
    let unreachable: Set<MergeRule> = [
      .created, .nothingToCreate, .mandatoryMissing, .codeUnknown, .linkAwaited,
    ]
    let missed = Set(MergeRule.allCases).subtracting(unreachable).subtracting(rulesSeen)
    #expect(missed.isEmpty, "the generator must reach every rule")
  }

  @Test("settles: once decided and carried out there is nothing more to write", arguments: Seeds.all)
  func settles(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let world = World(&random)
      let outcome = try #require(world.merged())
      let next = world.applying(outcome)
      let again = try #require(next.merged())
      switch outcome.action {
      case .write, .moveBase:
        try #require(again.action == .nothing, "\(world) -> \(outcome) -> \(again)")
        try #require([.unchanged, .sideAbsent].contains(again.rule), "\(again)")
      case .nothing, .ask, .report: try #require(again == outcome)
      }
    }
  }

  @Test("puts no blank over a value without leave", arguments: Seeds.all)
  func noSilentClear(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var clears = 0
    for _ in 0..<4_000 {
      let world = World(&random)
      guard case .write(let side, .blank) = try #require(world.merged()).action else { continue }
      let target = side == .jde ? world.jde.value : world.zoho
      guard case .value = target else { continue }
      clears += 1
      try #require(world.field.allowsClear, "\(world)")
    }
    #expect(clears > 0, "the generator must reach a clear that is allowed")
  }

  @Test("writes nothing where one side is the other cut off", arguments: Seeds.all)
  func truncatedStays(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var truncations = 0
    for _ in 0..<400 {
      let world = World(&random)
      guard let lengthMax = world.field.lengthMax, world.field.crosswalk == nil,
        let text = world.jde.mapped.text,
        let longer = world.zoho.text, longer.count > lengthMax, longer.prefix(lengthMax) == text
      else { continue }
      truncations += 1
      if case .write = try #require(world.merged()).action { Issue.record("\(world)") }
    }
    #expect(truncations > 0)
  }

  @Test("decides each field as if it were alone", arguments: Seeds.all)
  func fieldsAreIndependent(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      var worlds = (0..<4).map { World(&random, id: "f\($0)") }
      for index in worlds.indices {  // times and reverts are the record's
        worlds[index].times = worlds[0].times
        worlds[index].reverts = worlds[0].reverts
      }
      let together = World.merge(worlds)
      let alone = worlds.compactMap { $0.merged() }
      try #require(together == alone)
    }
  }

  @Test("of a group settles, goes one way, and clears all of it only with leave", arguments: Seeds.all)
  func groups(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var writes = 0
    for _ in 0..<400 {
      var worlds = (0..<3).map { World(&random, id: "f\($0)", group: "g") }
      for index in worlds.indices {  // a group has one set of rules
        let field = worlds[0].field
        worlds[index].field = mappedField(
          "f\(index)", group: "g", owner: field.owner, tie: field.tie, first: field.first,
          foreignEdit: field.foreignEdit, allowsClear: field.allowsClear)
      }
      let outcomes = World.merge(worlds)
      let sides = Set(
        outcomes.compactMap { outcome in
          if case .write(let side, _) = outcome.action { side } else { nil }
        })
      try #require(sides.count <= 1, "\(outcomes)")
      if let side = sides.first {
        writes += 1
        let isCleared = worlds.allSatisfy { (side == .zoho ? $0.jde.mapped : $0.zoho) == .blank }
        try #require(!isCleared || worlds[0].field.allowsClear)
      }
      let next = zip(worlds, outcomes).map { world, outcome in
        if case .write = outcome.action { return world.applying(outcome) }
        if case .moveBase = outcome.action { return world.applying(outcome) }
        return world
      }
      guard !sides.isEmpty else { continue }
      let again = World.merge(next)
      try #require(again.allSatisfy { $0.action == .nothing }, "\(outcomes) -> \(again)")
    }
    #expect(writes > 0)
  }
}

/// The merge table of one field as a list of rows, each with its own condition: a plainer way to the same answer.
enum MergeTableOracle {
  static func expected(_ world: MergePropertyTests.World) -> (rule: MergeRule, action: FieldAction) {
    let (field, j, z) = (world.field, world.jde.mapped, world.zoho)
    let base = world.base.flatMap { $0.jde == .absent || $0.zoho == .absent ? nil : $0 }
    let isAbsent = j == .absent || z == .absent
    let isCut =
      field.crosswalk == nil && field.lengthMax == 3 && (j, z) == (.value("aaa"), .value("aaab"))
      || field.crosswalk == nil && field.lengthMax == 3 && (j, z) == (.value("bbb"), .value("bbbb"))
    let same = j == z || isCut
    let jMoved = base.map { $0.jde != world.jde.value } ?? true
    let zMoved = base.map { $0.zoho != z } ?? true
    let newer: Side? = (world.times.jde?.lowerBound).flatMap { jde in
      guard let zoho = world.times.zohoSeconds, abs(jde - zoho) > 1 else { return nil }
      return jde > zoho ? .jde : .zoho
    }
    let owner = field.owner
    let rows: [(Bool, MergeRule, FieldAction?)] = [
      (isAbsent, .sideAbsent, .nothing),
      (owner == .none, .recordedOnly, .nothing),
      (owner == .initial, .initialOnly, .nothing),
      (same && base != nil && !jMoved && !zMoved, .unchanged, .nothing),
      (same, .converged, .moveBase),
      (base == nil && z == .blank, .blankFilled, toZoho(world)),
      (base == nil && j == .blank, .blankFilled, nil),
      (base == nil && owner == .jde, .firstByOwnerJDE, toZoho(world)),
      (base == nil && owner == .zoho, .firstByOwnerZoho, nil),
      (base == nil && field.first == .jde, .firstJDE, toZoho(world)),
      (base == nil && field.first == .zoho, .firstZoho, nil),
      (base == nil, .firstUndecided, .ask(.conflict)),
      (!jMoved && !zMoved, .nobodyMoved, .nothing),
      (jMoved && !zMoved && owner != .zoho, .jdeMoved, toZoho(world)),
      (!jMoved && zMoved && owner != .jde, .zohoMoved, nil),
      (jMoved != zMoved && field.foreignEdit == .report, .foreignEditReported, .report),
      (jMoved != zMoved && world.reverts >= 2, .revertDamped, .ask(.revertedTooOften)),
      (jMoved && !zMoved, .foreignEditReverted, nil),
      (zMoved && !jMoved, .foreignEditReverted, toZoho(world)),
      (owner == .jde, .bothMovedOwnerJDE, toZoho(world)),
      (owner == .zoho, .bothMovedOwnerZoho, nil),
      (field.tie == .jde, .tieJDE, toZoho(world)),
      (field.tie == .zoho, .tieZoho, nil),
      (field.tie == .newer && newer == .jde, .newerJDE, toZoho(world)),
      (field.tie == .newer && newer == .zoho, .newerZoho, nil),
      (field.tie == .newer, .newerUndecided, .ask(.conflict)),
      (true, .conflict, .ask(.conflict)),
    ]
    guard let row = rows.first(where: \.0) else { return (.conflict, .nothing) }
    guard let action = row.2 else { return toJDE(world, row.1) }
    if case .write(to: .zoho, .blank) = action, z != .blank, !field.allowsClear {
      return (.clearNotAllowed, .ask(.wouldClear))
    }
    return (row.1, action)
  }

  private static func toZoho(_ world: MergePropertyTests.World) -> FieldAction {
    .write(to: .zoho, world.jde.mapped)
  }

  private static func toJDE(
    _ world: MergePropertyTests.World, _ rule: MergeRule
  ) -> (rule: MergeRule, action: FieldAction) {
    let field = world.field
    if world.zoho == .blank, world.jde.mapped != .blank, !field.allowsClear {
      return (.clearNotAllowed, .ask(.wouldClear))
    }
    if !field.isReversible { return (.oneWay, .nothing) }
    guard let text = world.zoho.text else { return (rule, .write(to: .jde, .blank)) }
    if field.crosswalk != nil {
      switch (text, world.jde.value) {
      case ("aaa", .value("A2")): return (rule, .write(to: .jde, .value("A2")))
      case ("aaa", _): return (rule, .write(to: .jde, .value("A1")))
      case ("b", _): return (rule, .write(to: .jde, .value("B")))
      default: return (.valueWithoutCode, .nothing)
      }
    }
    return (rule, .write(to: .jde, .value(field.lengthMax.map { String(text.prefix($0)) } ?? text)))
  }
}
