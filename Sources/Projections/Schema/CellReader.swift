import Diagnostics
import GRDB
import JSONText

/// Reads a row's cells in the order of its columns; a cell of another type is damage, never a crash.
struct CellReader {
  private let row: Row
  private var index = 0

  init(_ row: Row) { self.row = row }

  mutating func optionalText() throws(Failure) -> String? {
    switch next().storage {
    case .null: nil
    case .string(let text): text
    default: throw damage("a text")
    }
  }

  mutating func text() throws(Failure) -> String {
    guard let text = try optionalText() else { throw damage("a text") }
    return text
  }

  mutating func optionalInteger() throws(Failure) -> Int64? {
    switch next().storage {
    case .null: nil
    case .int64(let integer): integer
    default: throw damage("an integer")
    }
  }

  mutating func integer() throws(Failure) -> Int64 {
    guard let integer = try optionalInteger() else { throw damage("an integer") }
    return integer
  }

  mutating func count() throws(Failure) -> Int { Int(try integer()) }

  mutating func optionalSequence() throws(Failure) -> UInt64? {
    guard let integer = try optionalInteger() else { return nil }
    guard let sequence = UInt64(exactly: integer) else { throw damage("a sequence number") }
    return sequence
  }

  mutating func sequence() throws(Failure) -> UInt64 {
    guard let sequence = try optionalSequence() else { throw damage("a sequence number") }
    return sequence
  }

  mutating func choice<Choice: RawRepresentable<String>>() throws(Failure) -> Choice {
    guard let choice = Choice(rawValue: try text()) else { throw damage("a known word") }
    return choice
  }

  mutating func optionalJSON() throws(Failure) -> JSONValue? {
    guard let text = try optionalText() else { return nil }
    do throws(JSONSyntaxError) { return try JSONValue(parsing: text) } catch { throw damage("JSON") }
  }

  mutating func json() throws(Failure) -> JSONValue {
    guard let json = try optionalJSON() else { throw damage("JSON") }
    return json
  }

  private mutating func next() -> DatabaseValue {
    defer { index += 1 }
    return row[index]
  }

  private func damage(_ wanted: String) -> Failure {
    let columns = Array(row.columnNames)
    let name = columns.indices.contains(index - 1) ? columns[index - 1] : "\(index - 1)"
    return .projectionDamaged("column \(name) does not hold \(wanted)")
  }
}
