import ArgumentParser
import Diagnostics

/// What every verb takes that can answer with a table.
struct TableOptions: ParsableArguments, Sendable {
  @Flag(help: "As CSV, for a spreadsheet; what is asked comes back by the verb's import.")
  var csv = false

  @Flag(
    help:
      "As CSV that Excel opens by a double click where the comma stands in numbers (semicolons, ids as text)."
  )
  var excel = false

  /// Whether a table is wanted in place of lines.
  var isTable: Bool { csv || excel }

  /// A table in the form that is wanted.
  func form(_ table: String) throws(Failure) -> String { excel ? try CSVText.excel(table) : table }
}
