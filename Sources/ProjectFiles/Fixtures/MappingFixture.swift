package import Decisions
package import Diagnostics

/// One example of `tests/`: rows of JD Edwards, and what the mapping must make of them.
package struct MappingFixture: Hashable, Sendable {
  /// What the file says it is about, else the name of the file.
  package let name: String
  package let entity: String
  /// The key of the record that the rows make: `4242`, or `4242.1` for a line of the who's-who.
  package let key: String
  /// The rows in the order of the file, as the data service would give them.
  package let rows: [TableRow]
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
