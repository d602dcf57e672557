import JSONText
import SimulatedCompanies

extension ZohoState {
  /// GET `/Accounts/{id}`: all fields; with `X-EXTERNAL` the value of an external field stands for the id.
  mutating func one(_ module: ZohoModule, _ id: String, _ request: ImitatedRequest) -> ImitatedAnswer {
    guard let table = tables[module.name] else { return .empty(204) }
    switch address(id, module, request) {
    case .refused(let answer): return answer
    case .missing: return gone(id)
    case .found(let index):
      if let header = request.headers["if-modified-since"] {
        guard let since = Self.instant(header) else { return wrongModifiedSince }
        if table.records[index].modified <= since.seconds { return .empty(304) }
      }
      let names =
        request.parameter("fields")?.split(separator: ",").map(String.init) ?? module.fields.map(\.name)
      return records([table.records[index]], of: module, names: names, request, info: nil)
    }
  }

  /// Where a record is that an address names.
  enum Address {
    case found(Int)
    case missing
    case refused(ImitatedAnswer)
  }

  /// Finds a record by id, or by the external field that the header names.
  func address(_ id: String, _ module: ZohoModule, _ request: ImitatedRequest) -> Address {
    guard let table = tables[module.name] else { return .missing }
    guard let header = request.headers["x-external"] else {
      return UInt64(id).flatMap(table.index).map { .found($0) } ?? .missing
    }
    let parts = header.split(separator: ".").map(String.init)
    guard parts.count == 2, parts[0] == module.name, let position = module.position(parts[1]),
      module.fields[position].isExternal
    else {
      return .refused(failure(400, "INVALID_DATA", "the external field given seems to be invalid"))
    }
    guard let holder = table.holders(of: id, at: position).first, let index = table.index(of: holder) else {
      return .refused(
        failure(
          400, "INVALID_DATA", "The value of the external field is invalid.",
          ["api_name": JSONValue(parts[1])]))
    }
    return .found(index)
  }

  private func gone(_ id: String) -> ImitatedAnswer {
    switch quirks.goneRecord {
    case .status204: .empty(204)
    case .status404: failure(404, "RESOURCE_NOT_FOUND", "the record is not found")
    case .status400:
      failure(400, "INVALID_DATA", "the related id given seems to be invalid", ["resource_path_index": 1])
    }
  }

  /// GET `/Accounts`: pages of a list, or the records of `ids`.
  mutating func list(_ module: ZohoModule, _ request: ImitatedRequest) -> ImitatedAnswer {
    guard let fields = request.parameter("fields"), !fields.isEmpty else {
      return failure(
        400, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", ["param_name": "fields"])
    }
    let names = fields.split(separator: ",").map { String($0).trimmingBlanks }
    guard names.count <= 50 else {
      return failure(400, "LIMIT_EXCEEDED", "more than 50 fields", ["limit": 50, "param_name": "fields"])
    }
    if let ids = request.parameter("ids") { return byIDs(ids, module, names: names, request) }
    var since: Int?
    if let header = request.headers["if-modified-since"] {
      guard let time = Self.instant(header) else { return wrongModifiedSince }
      since = time.seconds
    }
    return page(module, names: names, since: since, request)
  }

  /// The instant that a header names, in either form.
  static func instant(_ header: String) -> WallTime? { WallTime(iso: header) ?? WallTime(http: header) }

  private var wrongModifiedSince: ImitatedAnswer {
    failure(400, "INVALID_DATA", "invalid If-Modified-Since", ["api_name": "If-Modified-Since"])
  }

  private mutating func byIDs(
    _ ids: String, _ module: ZohoModule, names: [String], _ request: ImitatedRequest
  ) -> ImitatedAnswer {
    let wanted = ids.split(separator: ",").map { String($0).trimmingBlanks }
    guard wanted.count <= 100 else {
      return failure(400, "LIMIT_EXCEEDED", "more than 100 ids", ["limit": 100, "param_name": "ids"])
    }
    guard let table = tables[module.name] else { return .empty(204) }
    let isExternal = request.headers["x-external"] != nil
    if isExternal { repeats.looked(for: wanted, module: module.name) }
    var found: [ZohoRecord] = []
    for id in wanted {
      switch address(id, module, request) {
      case .found(let index): found.append(table.records[index])
      case .missing: continue
      case .refused(let answer):
        if !isExternal { return answer }
      }
    }
    guard !found.isEmpty else { return .empty(204) }
    let info = PageInfo(
      page: 1, perPage: max(200, found.count), hasMore: false, sort: "id", isAscending: false)
    return records(found, of: module, names: names, request, info: info)
  }

  /// The records as an answer.
  mutating func records(
    _ records: [ZohoRecord], of module: ZohoModule, names: [String], _ request: ImitatedRequest,
    info: PageInfo?
  ) -> ImitatedAnswer {
    let writer = RecordWriter(module, names: names, quirks: quirks)
    let lookups = ZohoLookups(tables: tables)
    var bytes: [UInt8] = Array("{\"data\":[".utf8)
    bytes.reserveCapacity(256 + records.count * names.count * 32)
    for (index, record) in records.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      writer.append(record, lookups: lookups, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
    if let info { appendInfo(info.json(count: records.count, zone: quirks.timeZone), to: &bytes) }
    bytes.append(UInt8(ascii: "}"))
    shown(records, of: module, request)
    var answer = ImitatedAnswer(200, body: bytes)
    answer.rows = records.count
    return answer
  }

  /// Writes down that records were shown.
  mutating func shown(_ records: [ZohoRecord], of module: ZohoModule, _ request: ImitatedRequest) {
    journal.show(call: request.number, place: module.name, keys: records.map { String($0.id) })
    guard let name = module.keyField, let position = module.position(name), repeats.isWatching else { return }
    repeats.looked(for: records.compactMap { $0.string(position) }, module: module.name)
  }

  /// GET `/Accounts/actions/count`.
  func count(_ module: ZohoModule) -> ImitatedAnswer {
    let count = tables[module.name]?.records.count ?? 0
    return ImitatedAnswer(
      200, ["count": quirks.count == .number ? JSONValue(count) : JSONValue(String(count))])
  }
}

extension String {
  /// The text without blanks before and behind it.
  var trimmingBlanks: String {
    var text = self[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
