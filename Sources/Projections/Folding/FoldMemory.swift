import GRDB

/// What the fold of one batch remembers of the rows, so that it need not ask for them again: nothing that they do not
/// say, and nothing beyond the batch.
///
/// Most tables of what waits for somebody are empty most of the time.
final class FoldMemory {
  /// A table of what is rarely there.
  enum Rare: String, Hashable {
    case held, statements
  }

  private var isEmpty: [Rare: Bool] = [:]
  private var keyFields: [String: [String]] = [:]

  /// Whether a table has no row: then nothing of it is to be changed or removed.
  func isEmpty(_ table: Rare, in database: Database) throws -> Bool {
    if let known = isEmpty[table] { return known }
    let found = try database.first("SELECT EXISTS (SELECT 1 FROM \(table.rawValue))", []) { cells in
      try cells.count() == 0
    }
    isEmpty[table] = found ?? true
    return found ?? true
  }

  /// A row was added.
  func fills(_ table: Rare) { isEmpty[table] = false }

  /// The fields of a module that carry our key; `read` gives them where they are not remembered.
  func keyFields(of module: String, orElse read: () throws -> [String]) rethrows -> [String] {
    if let known = keyFields[module] { return known }
    let found = try read()
    keyFields[module] = found
    return found
  }

  /// Which fields carry our key was changed.
  func forgetKeyFields() { keyFields = [:] }
}
