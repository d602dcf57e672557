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
    /// When the record's fields were edited on both sides; nil where nobody saw it.
    var edited: (jde: Int64?, zoho: Int64)
    var reverts: Int
    var ground = Ground.today

    /// What the base rests on.
    enum Ground {
      case today
      /// A mapping that read the same field otherwise.
      case otherReading
      /// A mapping to another field.
      case otherField
      /// A read-back that refuted.
      case doubt
    }

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
      let ours = known ? Int64.random(in: 0..<9, using: &random) : nil
      edited = (ours, Int64.random(in: 0..<9, using: &random))
      reverts = Int.random(in: 0..<4, using: &random)
      switch Int.random(in: 0..<12, using: &random) {
      case 0...3: bothMove(&random)
      case 4:
        zoho = jde.mapped
        base = FieldPair(jde: jde.value, zoho: zoho)
      case 5: base = FieldPair(jde: jde.value, zoho: zoho)
      default: break
      }
      ground(&random)
    }

    /// Gives the base its mapping, its doubt, and sometimes a form that only the base makes an agreement.
    private mutating func ground(_ random: inout SeededGenerator) {
      let draw = Int.random(in: 0..<12, using: &random)
      if draw == 11, field.crosswalk == nil {
        jde = JDEField(.value("b"))
        zoho = .value("B")
        base = FieldPair(jde: .value("b"), zoho: .value("B"), normalised: "case")
      }
      guard let pair = base, pair.jde != .absent, pair.zoho != .absent else { return }
      let today = mappingHash(
        of: field, in: Sample.customer.with(fields: [field]), crosswalks: ["letters": Self.letters],
        jde: pair.jde, zoho: pair.zoho)
      switch draw {
      case 4, 5: base = pair.made(by: today)
      case 6, 7, 11:
        base = pair.made(by: today.prefix(9) + "00000000")
        ground = .otherReading
      case 8, 9:
        base = pair.made(by: "00000000" + today.dropFirst(8))
        ground = .otherField
      case 10:
        base = pair.made(by: today).doubtful
        ground = .doubt
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
        zoho: record, times: times(worlds), reverts: worlds.first?.reverts ?? 0,
        crosswalks: ["letters": letters])
    }

    /// The times of the first one's record, for all of their fields.
    private static func times(_ worlds: [World]) -> EditTimes {
      func edits(_ second: Int64?) -> [String: ClosedRange<Int64>] {
        guard let second else { return [:] }
        return Dictionary(worlds.map { ($0.field.id, second...second) }) { first, _ in first }
      }
      return EditTimes(
        jde: nil, zohoSeconds: nil, toleranceSeconds: 1, jdeByField: edits(worlds.first?.edited.jde),
        zohoByField: edits(worlds.first?.edited.zoho))
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
      next.base = outcome.writtenPair ?? outcome.observedPair
      next.ground = .today
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
      .created, .nothingToCreate, .mandatoryMissing, .codeUnknown, .linkAwaited, .parentMoved,
      .personTookJDE, .personTookZoho, .personGaveValue, .personLeftApart, .answerOvertaken,
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
        // A form that the base knows keeps both sides apart for good.
        let isNamed = next.base?.normalised != nil && again.rule == .nobodyMoved
        try #require([.unchanged, .sideAbsent].contains(again.rule) || isNamed, "\(again)")
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

  @Test("writes over nothing that was not agreed without recording it", arguments: Seeds.all)
  func nothingUnseen(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var recorded = 0
    for _ in 0..<2_000 {
      let world = World(&random)
      let outcome = try #require(world.merged())
      guard case .write(let side, _) = outcome.action else { continue }
      let target = side == .jde ? world.jde.value : world.zoho
      let agreed = side == .jde ? world.base?.jde : world.base?.zoho
      let isGround = world.ground == .today || world.ground == .otherReading
      if isGround, agreed == target, world.base?.jde != .absent, world.base?.zoho != .absent { continue }
      if outcome.rule == .blankFilled { continue }
      recorded += 1
      try #require(outcome.overridden == target, "\(world) \(outcome)")
    }
    #expect(recorded > 0)
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
        worlds[index].edited = worlds[0].edited
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
