import JSONText

/// A record: its system values, and each other value as the JSON text that it is shown with.
struct ZohoRecord: Sendable {
  let id: UInt64
  /// Seconds since 1970; Zoho knows nothing finer.
  let created: Int
  var modified: Int
  var owner: UInt8
  let createdBy: UInt8
  var modifiedBy: UInt8
  var isLocked = false
  private var cells: [Cell] = []

  /// The value of one field; a lookup is the id in digits.
  private struct Cell: Sendable {
    let position: UInt16
    var text: String
  }

  init(id: UInt64, time: Int, owner: UInt8, by user: UInt8) {
    self.id = id
    created = time
    modified = time
    self.owner = owner
    createdBy = user
    modifiedBy = user
  }

  /// A record that existed before the simulator began.
  init(id: UInt64, created: Int, modified: Int, owner: UInt8) {
    self.id = id
    self.created = created
    self.modified = modified
    self.owner = owner
    createdBy = owner
    modifiedBy = owner
  }

  /// The JSON text of a field; nil where it is empty.
  subscript(_ position: Int) -> String? {
    get { cells.first { $0.position == position }?.text }
    set {
      if let index = cells.firstIndex(where: { $0.position == position }) {
        if let newValue { cells[index].text = newValue } else { cells.remove(at: index) }
      } else if let newValue {
        cells.append(Cell(position: UInt16(position), text: newValue))
      }
    }
  }

  /// The value of a text field, without quotes and escapes.
  func string(_ position: Int) -> String? {
    guard let text = self[position], text.utf8.first == UInt8(ascii: "\"") else { return self[position] }
    return text.utf8.contains(UInt8(ascii: "\\"))
      ? (try? JSONValue(parsing: text))?.string  // our own text, which parses
      : String(text.dropFirst().dropLast())
  }
}
