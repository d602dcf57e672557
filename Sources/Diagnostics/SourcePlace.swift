/// A place in a text file that a person can open: lines and columns count from 1.
package struct SourcePlace: Hashable, Sendable, CustomStringConvertible {
  /// The path as the person knows it, relative to the project where it lies inside.
  package let file: String
  /// The line, from 1.
  package let line: Int
  /// The column, from 1.
  package let column: Int

  /// A place by its three coordinates.
  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`.
  package var description: String { "\(file):\(line):\(column)" }
}
