/// The records of a module in the order of their ids, and the ways to find them.
struct ZohoTable: Sendable {
  let module: ZohoModule
  private(set) var records: [ZohoRecord] = []
  private(set) var deleted: [Deleted] = []
  /// For each unique field the record of each value, in lower case.
  private var holders: [Int: [String: UInt64]] = [:]
  /// Whether two records ever held the same value of a unique field; then nothing is known but by looking.
  private var hasRepeatedValues = false
  private var modificationOrder: [Int]?
  /// Whether what records were before is kept, for readers who see the module as it was a while ago.
  var keepsHistory = false {
    didSet { if !keepsHistory { history = [:] } }
  }
  private var history: [UInt64: [(time: Int, before: ZohoRecord?)]] = [:]

  /// A record that is no more.
  struct Deleted: Sendable {
    let id: UInt64
    let name: String?
    let time: Int
    let by: UInt8
    let createdBy: UInt8
    var isPermanent: Bool
    /// What it was, for whoever takes it out of the recycle bin.
    let record: ZohoRecord
  }

  init(_ module: ZohoModule) {
    self.module = module
    for position in module.uniquePositions { holders[position] = [:] }
  }

  /// The position of a record by its id.
  func index(of id: UInt64) -> Int? {
    var (low, high) = (0, records.count)
    while low < high {
      let middle = (low + high) / 2
      if records[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < records.count && records[low].id == id ? low : nil
  }

  /// The records that hold a value of a unique field: one at most, unless uniqueness was not enforced.
  func holders(of value: String, at position: Int) -> [UInt64] {
    let wanted = value.lowercased()
    guard hasRepeatedValues || holders[position] == nil else {
      return holders[position]?[wanted].map { [$0] } ?? []
    }
    return records.filter { $0.string(position)?.lowercased() == wanted }.map(\.id)
  }

  /// Puts a record behind the others; its id is higher than theirs.
  mutating func append(_ record: ZohoRecord) {
    if keepsHistory { history[record.id, default: []].append((record.modified, nil)) }
    records.append(record)
    hold(record)
    modificationOrder = nil
  }

  /// Puts a changed record in place of what it was.
  mutating func replace(at index: Int, with record: ZohoRecord) {
    if keepsHistory { history[record.id, default: []].append((record.modified, records[index])) }
    release(records[index])
    records[index] = record
    hold(record)
    modificationOrder = nil
  }

  /// Takes a record out.
  mutating func remove(at index: Int, name: String?, time: Int, by user: UInt8) {
    let record = records.remove(at: index)
    release(record)
    modificationOrder = nil
    deleted.append(
      Deleted(
        id: record.id, name: name, time: time, by: user, createdBy: record.createdBy, isPermanent: false,
        record: record))
  }

  /// Takes a record out of the recycle bin and puts it back under its old id; nil where it is not in the bin.
  mutating func restore(_ id: UInt64) -> ZohoRecord? {
    guard let place = deleted.firstIndex(where: { $0.id == id && !$0.isPermanent }) else { return nil }
    let record = deleted.remove(at: place).record
    records.insert(record, at: records.firstIndex { $0.id > id } ?? records.count)
    hold(record)
    modificationOrder = nil
    return record
  }

  /// The table as it was at a second: without what came later, and with what was changed later as it was before.
  ///
  /// What was deleted is gone at once.
  func asOf(_ second: Int) -> ZohoTable {
    var table = self
    table.records = records.compactMap { record in
      guard let later = history[record.id]?.first(where: { $0.time > second }) else { return record }
      return later.before
    }
    table.keepsHistory = false
    table.modificationOrder = nil
    table.hasRepeatedValues = true  // the index knows today's values only
    return table
  }

  /// Takes a deleted record out of the recycle bin for good; false where it is not there.
  mutating func erase(_ id: UInt64) -> Bool {
    guard let index = deleted.firstIndex(where: { $0.id == id }) else { return false }
    deleted[index].isPermanent = true
    return true
  }

  /// The positions of the records by (modified, id) ascending.
  mutating func byModification() -> [Int] {
    if let modificationOrder { return modificationOrder }
    let order = records.indices.sorted { left, right in
      let (one, two) = (records[left], records[right])
      return one.modified == two.modified ? left < right : one.modified < two.modified
    }
    modificationOrder = order
    return order
  }

  private mutating func hold(_ record: ZohoRecord) {
    for position in module.uniquePositions {
      guard let value = record.string(position)?.lowercased() else { continue }
      if let other = holders[position]?[value], other != record.id { hasRepeatedValues = true }
      holders[position]?[value] = record.id
    }
  }

  private mutating func release(_ record: ZohoRecord) {
    for position in module.uniquePositions {
      guard let value = record.string(position)?.lowercased(), holders[position]?[value] == record.id else {
        continue
      }
      holders[position]?[value] = nil
    }
  }
}
