import Diagnostics
import JSONText

/// The rows of an answer, once it has said that it is an answer of rows.
///
/// Law: missing is not "no". An answer without its list is no empty list, one without `info` has not said that it is
/// the last page, and a row whose id cannot be read is never passed over.
struct AnsweredRows: Sendable {
  /// The rows, each with its `id` as a text under that name.
  let rows: [JSONObject]
  /// Whether there are more (`info.more_records`); nil where the answer does not say.
  let more: Bool?
  /// What the next page is asked for with.
  let nextToken: String?

  /// Reads the list that the answer has under `member`.
  init(_ json: JSONValue, member: String = "data", place: String) throws(Failure) {
    guard let elements = json[member]?.array else {
      let found = json[member].map { $0.isNull ? "is null" : "is no list" } ?? "is not there"
      throw .zohoUnreadable(place, "not with what was asked for: its `\(member)` \(found)")
    }
    var rows: [JSONObject] = []
    rows.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      guard let row = element.object else {
        throw .zohoUnreadable(place, "row \(index + 1) of its `\(member)` is no object")
      }
      guard let readable = RecordID.normalised(row) else {
        throw .zohoUnreadable(
          place, "row \(index + 1) of its `\(member)` shows no id, or one that cannot be read")
      }
      rows.append(readable)
    }
    let info = json["info"]
    if let count = info?["count"], !count.isNull, Self.count(count) != rows.count {
      throw .zohoUnreadable(place, "it holds \(rows.count) rows and says that they are \(count.text)")
    }
    self.rows = rows
    nextToken = info?["next_page_token"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    let more = info?["more_records"]?.bool
    guard more != false || nextToken == nil else {
      throw .zohoUnreadable(place, "it says that it is the last page and names a next one")
    }
    self.more = more
  }

  /// A number of rows: JSON's, or a text of its digits.
  private static func count(_ value: JSONValue) -> Int? { value.int ?? value.string.flatMap { Int($0) } }

  /// Standard fields that only help: who owns a record, and where it is.
  ///
  /// An organisation may hide them from us; then they are absent, and nothing is decided by them.
  private static let helpers: Set<String> = [
    "Owner", "Billing_Code", "Billing_City", "Billing_Country", "Mailing_Zip", "Mailing_City",
    "Mailing_Country",
    "Zip_Code", "City", "Country",
  ]

  /// Throws where a row lacks a field that was asked for (absent is not empty, which is null) or shows one twice, and where
  /// a record comes twice: then another one is missing.
  func requireFields(_ fields: [String], place: String) throws(Failure) {
    guard Set(rows.map { $0["id"]?.string }).count == rows.count else {
      throw .zohoUnreadable(place, "with a record that it shows twice")
    }
    var whole: [JSONString] = []  // the names of the last row that was looked at: most rows have the same
    for row in rows {
      if row.count == whole.count, zip(row.members, whole).allSatisfy({ $0.key == $1 }) { continue }
      let missing = fields.filter { row[$0] == nil && !Self.helpers.contains($0) }
      guard missing.isEmpty else { throw .zohoFieldsAbsent(missing, place: place) }
      guard Set(row.members.map(\.key.value)).count == row.count else {
        throw .zohoUnreadable(place, "with a row that shows a field twice")
      }
      whole = row.members.map(\.key)
    }
  }
}

/// Ids of Zoho as its answers spell them: texts of 18 or 19 digits, elsewhere numbers, and `Id` beside `id`.
enum RecordID {
  /// Digits of the longest id that is believed: 64 bits have 20.
  private static let digitsMax = 20

  /// An id with its full precision; nil for anything else, above all for a number with a point or an exponent, and for
  /// digits that somebody has padded: with a zero in front they would be another record.
  static func text(_ value: JSONValue?) -> String? {
    guard let text = value?.string ?? value?.number?.digits, (1...digitsMax).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text.utf8.first != 0x30
    else { return nil }
    return text
  }

  /// The id of an object under either spelling; nil where none can be read, or two that differ.
  static func of(_ object: JSONValue?) -> String? {
    guard let small = object?["id"] else { return text(object?["Id"]) }
    guard let id = text(small), object?["Id"].map({ text($0) == id }) ?? true else { return nil }
    return id
  }

  /// The row with its own id, and those of the records that it points to, as texts under `id`; nil where its own cannot
  /// be read, or one that it points to has lost its precision.
  static func normalised(_ row: JSONObject) -> JSONObject? {
    guard let id = of(.object(row)) else { return nil }
    var row = row
    if row["id"]?.string == nil {
      row["Id"] = nil
      row["id"] = .string(id)
    }
    for index in row.members.indices {
      guard var target = row.members[index].value.object, let found = target["id"] ?? target["Id"],
        found.number != nil || target["id"] == nil
      else { continue }
      guard let id = text(found) else {
        if found.number != nil { return nil }
        continue
      }
      target["Id"] = nil
      target["id"] = .string(id)
      row.members[index].value = .object(target)
    }
    return row
  }

  /// Whether one id is higher than another, as numbers.
  static func isHigher(_ id: String, than other: String) -> Bool {
    let (left, right) = (id.drop { $0 == "0" }, other.drop { $0 == "0" })
    return left.utf8.count == right.utf8.count ? left > right : left.utf8.count > right.utf8.count
  }
}
