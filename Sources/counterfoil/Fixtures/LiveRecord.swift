import Decisions
import Diagnostics
import JDEdwards
import JSONText
import ProjectFiles
import Projections
import Sync

/// One address number as JD Edwards shows it now, and what the mappings make of it.
struct LiveRecord {
  let project: Project
  let number: Int
  let view: ProjectView
  let paint: Paint

  /// Reads the rows and maps them; signs in and out, and writes nothing anywhere.
  func answer() async throws(Failure) -> Answer {
    let systems = try Systems(project: project.file)
    let rows: [TableRow]
    do {
      rows = try await read(systems.jde)
    } catch {
      try? await systems.close()  // the first failure is the one to tell
      throw error
    }
    try await systems.close()
    guard !rows.isEmpty else { throw .noSuchNumber(number) }
    var lines = rows.map { "\(paint(.strong, $0.table))  \(JSONValue.object($0.record).text)" }
    var mapped: [JSONValue] = []
    for mapping in project.rules.mappings {
      let links = try await linkedIDs(for: mapping)
      for key in keys(in: rows, of: mapping) {
        let record = compositeRecord(
          key: key, rows: rows, mapping: mapping, crosswalks: project.rules.crosswalks,
          today: JDEDay.today(of: project), linkedID: { links[$0]?[$1] })
        lines += self.lines(of: record, mapping: mapping)
        mapped.append(json(of: record, mapping: mapping))
      }
    }
    let raw = rows.map { row -> JSONValue in ["table": JSONValue(row.table), "record": .object(row.record)] }
    return Answer(
      "\(number): \(rows.count.counted("row")) of JD Edwards, read now; nothing was written or recorded",
      lines: lines, result: ["rows": .array(raw), "mapped": .array(mapped)])
  }

  private func read(_ client: AISClient) async throws(Failure) -> [TableRow] {
    var rows: [TableRow] = []
    for (table, columns) in requiredColumns(of: project.rules.mappings).sorted(by: { $0.key < $1.key })
    where columns.contains("AN8") {
      var cursor = try client.pages(TableQuery(table, columns: columns, where: .list("AN8", ["\(number)"])))
      while let page = try await cursor.nextPage() {
        rows += page.rows
      }
    }
    return rows
  }

  /// The records of an entity that these rows hold: the number itself, or its lines.
  private func keys(in rows: [TableRow], of mapping: EntityMapping) -> [String] {
    let roots = rows.filter { $0.table == mapping.jde.root }
    guard mapping.jde.isKeyedByLine else { return roots.isEmpty ? [] : ["\(number)"] }
    return roots.compactMap { $0.cell("IDLN").text.map { "\(number).\($0)" } }
  }

  /// What the ledger knows of the links that lookups need, by entity and key.
  private func linkedIDs(for mapping: EntityMapping) async throws(Failure) -> [String: [String: String]] {
    var ids: [String: [String: String]] = [:]
    for case .link(let entity) in mapping.fields.map(\.source) {
      ids[entity] = try await view.store.pairedIDs(entity: entity, keys: ["\(number)"])
    }
    return ids
  }

  private func lines(of record: CompositeRecord, mapping: EntityMapping) -> [String] {
    var table = TextTable(["  field", "JD Edwards", "Zoho would show"])
    for field in mapping.fields {
      let shown = record.field(field.id)
      let issue = shown.issue.map { "  (\($0.sentence))" } ?? ""
      table.add(["  \(field.id)", shown.value.shown, "\(field.zoho) \(shown.mapped.shown)\(issue)"])
    }
    return ["", paint(.strong, "\(mapping.entity)/\(record.key)") + "  \(record.presence.text)"] + table.lines
  }

  private func json(of record: CompositeRecord, mapping: EntityMapping) -> JSONValue {
    let fields = mapping.fields.map { field -> JSONValue in
      let shown = record.field(field.id)
      return [
        "id": JSONValue(field.id), "zoho": JSONValue(field.zoho), "jde": shown.value.json ?? .null,
        "mapped": shown.mapped.json ?? .null, "issue": JSONValue(shown.issue?.sentence),
      ]
    }
    return [
      "entity": JSONValue(mapping.entity), "key": JSONValue(record.key),
      "presence": JSONValue(record.presence.text), "fields": .array(fields),
    ]
  }
}

extension Failure {
  /// An address number of which the data service shows no row.
  static func noSuchNumber(_ number: Int) -> Failure {
    Failure(
      .recordUnknown, "JD Edwards shows no row of address number \(number)",
      remedy: "name another number; if this one exists, row security hides it from the AIS user")
  }
}
