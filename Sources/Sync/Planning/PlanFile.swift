import Decisions
import Diagnostics
import JSONText
import ProjectFiles

/// The layout of a kept plan: a head, an item a line, and a foot with the hash over them.
struct PlanFile {
  let path: String

  /// Bytes read in one go.
  private static let pieceBytes = 1 << 20
  /// 16 MiB: an item holds one record, of which both systems give some hundred kilobytes at most.
  private static let lineBytesMax = 16 << 20

  /// The plan without its items; throws where it is damaged or altered.
  func plan() throws(Failure) -> Plan {
    var head: JSONValue?
    var foot: JSONValue?
    var digest = PlanDigest()
    try eachLine { line throws(Failure) in
      let json = try parsed(line)
      if head == nil {
        head = json
        digest.add(
          configuration: json["configuration"]?.string ?? "",
          entities: json["entities"]?.array?.compactMap(\.string) ?? [])
      } else if foot != nil {
        throw Failure.damagedPlan("there are lines behind its end", at: path)
      } else if json["hash"] != nil {
        foot = json
      } else {
        digest.add(line)
      }
      return true
    }
    guard let head, let foot else { throw .damagedPlan("it has no end", at: path) }
    let reader = BodyReader(head)
    let sums = BodyReader(foot)
    do throws(Failure) {
      let hash = try sums.text("hash")
      guard hash == digest.hex else { throw Failure.damagedPlan("its items do not have its hash", at: path) }
      var counts: [String: [PlanItem.Action: Int]] = [:]
      for member in foot["by_entity"]?.object?.members ?? [] {
        let numbers = BodyReader(member.value)
        for action in PlanItem.Action.allCases {
          let count = try numbers.count(action.rawValue)
          if count > 0 { counts[member.key.value, default: [:]][action] = count }
        }
      }
      return Plan(
        hash: hash, madeAt: try reader.text("made_at"), configuration: try reader.text("configuration"),
        entities: reader.elements("entities").compactMap(\.string), countsByEntity: counts,
        waiting: try sums.count("waiting"), unreadable: foot["unreadable"]?.int ?? 0,
        calls: try sums.count("calls"),
        credits: try sums.count("credits"),
        file: path)
    } catch {
      throw .damagedPlan(error.message, at: path)
    }
  }

  /// The items in their order, as long as `body` says so.
  func eachItem(_ body: (PlanItem) throws(Failure) -> Bool) throws(Failure) {
    var isHead = true
    try eachLine { line throws(Failure) in
      if isHead {
        isHead = false
        return true
      }
      let json = try parsed(line)
      guard json["hash"] == nil else { return false }
      let item: PlanItem
      do throws(Failure) {
        item = try PlanItem(json: json)
      } catch {
        throw .damagedPlan(error.message, at: path)
      }
      return try body(item)
    }
  }

  private func parsed(_ line: [UInt8]) throws(Failure) -> JSONValue {
    do throws(JSONSyntaxError) {
      return try JSONValue(parsing: line)
    } catch {
      throw .damagedPlan("byte \(error.offset) of a line: \(error.reason)", at: path)
    }
  }

  /// The lines of the file, a piece of it in memory at a time.
  private func eachLine(_ body: ([UInt8]) throws(Failure) -> Bool) throws(Failure) {
    var rest: [UInt8] = []
    let isThere = try Disk.eachPiece(of: path, bytes: Self.pieceBytes) { piece throws(Failure) in
      rest.append(contentsOf: piece)
      var start = 0
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        guard try body(Array(rest[start..<end])) else {
          rest = []
          return false
        }
        start = end + 1
      }
      rest.removeFirst(start)
      guard rest.count <= Self.lineBytesMax else { throw .damagedPlan("a line has no end", at: path) }
      return true
    }
    guard isThere else { throw .unknownPlan(path, in: path) }
    guard rest.isEmpty else { throw .damagedPlan("it has no end", at: path) }
  }
}
