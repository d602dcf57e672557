package import Diagnostics

/// One example of `tests/`: rows of JD Edwards, and what the mapping must make of them.
package struct MappingFixture: Hashable, Sendable {
  /// What the file says it is about, else the name of the file.
  package let name: String
  package let entity: String
  /// The rows, those of one table in the order of the file.
  package let rows: [FixtureRow]
  /// Zoho field → the value that it must show; nil for a blank one.
  package let expectations: [Expectation]
  /// JDE's date, `yyyyMMdd`; nil where the example does not depend on it.
  package let today: String?
  /// Entity → address number → Zoho id, for links.
  package let links: [String: [String: String]]
  /// Where the example begins.
  package let place: SourcePlace

  /// What one field must show.
  package struct Expectation: Hashable, Sendable {
    /// The API name of the Zoho field.
    package let field: String
    /// The value as it is written in the file; nil for blank.
    package let value: String?
    package let place: SourcePlace
  }
}

/// A row of one table, as an example gives it.
package struct FixtureRow: Hashable, Sendable {
  /// `F0101`.
  package let table: String
  /// The cells in the order of the file.
  package let cells: [Cell]

  /// One column of the row.
  package struct Cell: Hashable, Sendable {
    /// The alias without the table's prefix.
    package let column: String
    /// The text as it is written; nil for null.
    package let text: String?
  }
}
