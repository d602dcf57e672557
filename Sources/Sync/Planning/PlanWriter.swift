import Decisions
import Diagnostics
import JSONText
import ProjectFiles
import ZohoCRM

/// Writes a plan item by item, and gives it its name when it is whole.
struct PlanWriter: ~Copyable {
  private let folder: PlanFolder
  private let draft: FileDraft
  private let madeAt: String
  private let configuration: String
  private let entities: [String]
  private var digest = PlanDigest()
  private var buffer: [UInt8] = []
  private var counts: [String: [PlanItem.Action: Int]] = [:]
  private var rows: [String: Int] = [:]
  /// Updates that go alone, under a condition.
  private var contested = 0
  /// Contacts whose account is itself not decided yet.
  var waiting = 0
  private var unreadable = 0

  private static let bufferBytes = 1 << 18

  init(in folder: PlanFolder, madeAt: String, configuration: String, entities: [String]) throws(Failure) {
    self.folder = folder
    self.madeAt = madeAt
    self.configuration = configuration
    self.entities = entities
    draft = try folder.draft(".unfinished")
    digest.add(configuration: configuration, entities: entities)
    let head: JSONValue = [
      "plan": 1, "made_at": JSONValue(madeAt), "configuration": JSONValue(configuration),
      "entities": .array(entities.map { JSONValue($0) }),
    ]
    buffer = head.bytes + [UInt8(ascii: "\n")]
  }

  /// The items so far.
  private(set) var count = 0

  /// Adds an item; `isContested` says that its update goes alone.
  mutating func add(_ item: PlanItem, isContested: Bool) throws(Failure) {
    let line = item.json.bytes
    digest.add(line)
    buffer += line
    buffer.append(UInt8(ascii: "\n"))
    count += 1
    counts[item.entity, default: [:]][item.action, default: 0] += 1
    unreadable += item.unreadable.count
    if item.action == .create {
      rows["\(item.module) insert", default: 0] += 1
    } else if item.action.isApplied, item.action == .mark || item.fields.contains(where: { $0.side == .zoho })
    {
      if isContested { contested += 1 } else { rows["\(item.module) update", default: 0] += 1 }
    }
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Ends the plan, and keeps it under its hash.
  mutating func finish() throws(Failure) -> Plan {
    let cost = WriteCost(rowsByBatchKind: rows, contested: contested)
    let plan = Plan(
      hash: digest.hex, madeAt: madeAt, configuration: configuration, entities: entities,
      countsByEntity: counts,
      waiting: waiting, unreadable: unreadable, calls: cost.calls, credits: cost.credits,
      file: folder.place(of: digest.hex))
    buffer += plan.json.bytes + [UInt8(ascii: "\n")]
    try flush()
    try draft.move(to: plan.file)
    return plan
  }

  private mutating func flush() throws(Failure) {
    try draft.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}

/// The calls and credits of Zoho that writes cost: inserts and updates by the hundred, contested updates one by one,
/// the look before updates, and the read-backs.
struct WriteCost {
  let calls: Int
  let credits: Int

  /// Rows of each module, inserts and updates apart: they never share a call.
  init(rowsByBatchKind rows: [String: Int], contested: Int) {
    // A contested row is a call and a read-back of its own.
    var calls = 2 * contested
    var credits = contested * (CreditCost.write(rows: 1) + CreditCost.read)
    let updates = rows.filter { $0.key.hasSuffix(" update") }.values.reduce(contested, +)
    let looks = (updates + ZohoClient.idsPerRead - 1) / ZohoClient.idsPerRead
    calls += looks
    credits += looks * CreditCost.read
    for rows in rows.values {
      let full = rows / ZohoClient.rowsPerWrite
      let rest = rows % ZohoClient.rowsPerWrite
      let batches = full + (rest > 0 ? 1 : 0)
      calls += 2 * batches
      credits += full * CreditCost.write(rows: ZohoClient.rowsPerWrite) + batches * CreditCost.read
      if rest > 0 { credits += CreditCost.write(rows: rest) }
    }
    self.calls = calls
    self.credits = credits
  }
}
