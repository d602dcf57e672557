/// A listing of a module: which fields, in which order, changed since when.
package struct RecordQuery: Hashable, Sendable {
  /// What Zoho sorts a listing by.
  package enum Sort: String, Hashable, Sendable {
    case id = "id"
    case modifiedTime = "Modified_Time"
  }

  /// The API name of the module, `Accounts`.
  package var module: String
  /// The API names of the fields, any number; `id` always comes back.
  package var fields: [String]
  /// What it is sorted by.
  package var sort: Sort
  /// Whether the smallest comes first.
  ///
  /// Zoho's default is the other way round, which shifts while it is read.
  package var isAscending: Bool
  /// Only what was changed after this instant, ISO 8601 with an offset; nil lists all.
  package var modifiedSince: String?
  /// Rows of a page, at most 200.
  package var rowsPerPage: Int

  /// A listing of these parts.
  package init(
    _ module: String, fields: [String], sort: Sort = .modifiedTime, ascending: Bool = true,
    modifiedSince: String? = nil, rowsPerPage: Int = ZohoClient.rowsPerPage
  ) {
    self.module = module
    self.fields = fields
    self.sort = sort
    isAscending = ascending
    self.modifiedSince = modifiedSince
    self.rowsPerPage = rowsPerPage
  }
}
