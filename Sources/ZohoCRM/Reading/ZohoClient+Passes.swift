import Diagnostics
import JSONText

extension ZohoClient {
  /// Rounds in which records that changed between two passes are read again.
  private static let roundsMax = 3

  /// The rows of a first pass with the fields of the others.
  ///
  /// A record that moved between two passes, or is missing from one, is read again as a whole. It is left out where it
  /// is gone by its own address too: one answer that lacks it says nothing.
  func completed(
    _ rows: [JSONObject], module: String, passes: FieldPasses
  ) async throws(Failure) -> [JSONValue] {
    guard !passes.rest.isEmpty else { return rows.map { .object($0) } }
    var done: [String: JSONValue] = [:]
    let order = rows.compactMap { $0["id"]?.string }
    var open = rows
    for _ in 0..<Self.roundsMax where !open.isEmpty {
      var moved: [String] = []
      for start in stride(from: 0, to: open.count, by: Self.idsPerRead) {
        let chunk = Array(open[start..<min(start + Self.idsPerRead, open.count)])
        let merged = try await merge(chunk, module: module, passes: passes)
        moved += merged.moved
        done.merge(merged.done) { $1 }
      }
      open = []
      for start in stride(from: 0, to: moved.count, by: Self.idsPerRead) {
        let ids = Array(moved[start..<min(start + Self.idsPerRead, moved.count)])
        open += try await self.rows(module, ids: ids, fields: passes.first)
      }
    }
    // What never holds still, or was not shown again, is read in one call, which gives all fields of one record at once.
    for id in order where done[id] == nil {
      if let record = try await record(module, id: id) { done[id] = Self.reduced(record, to: passes) }
    }
    return order.compactMap { done[$0] }
  }

  private func merge(
    _ rows: [JSONObject], module: String, passes: FieldPasses
  ) async throws(Failure) -> (done: [String: JSONValue], moved: [String]) {
    var objects: [String: JSONObject] = [:]
    for row in rows {
      if let id = row["id"]?.string { objects[id] = row }
    }
    var moved: [String] = []
    for fields in passes.rest where !objects.isEmpty {
      var further: [String: JSONObject] = [:]
      for row in try await self.rows(module, ids: objects.keys.sorted(), fields: fields) {
        if let id = row["id"]?.string { further[id] = row }
      }
      for (id, object) in objects {
        if let other = further[id], other[FieldPasses.clock] == object[FieldPasses.clock] {
          objects[id] = Self.joined(object, other)
        } else {
          objects[id] = nil
          moved.append(id)
        }
      }
    }
    return (objects.mapValues { .object($0) }, moved.sorted())
  }

  private static func joined(_ first: JSONObject, _ second: JSONObject) -> JSONObject {
    let known = Set(first.keys)
    return JSONObject(first.members + second.members.filter { !known.contains($0.key.value) })
  }

  /// Only the fields that were asked for, so that the same record looks the same however it was read.
  static func reduced(_ record: JSONValue, to passes: FieldPasses) -> JSONValue {
    var object = JSONObject()
    if let id = record["id"] { object.append("id", id) }
    var seen: Set<String> = ["id"]
    for field in passes.passes.joined() where seen.insert(field).inserted {
      if let value = record[field] { object.append(field, value) }
    }
    return .object(object)
  }
}
