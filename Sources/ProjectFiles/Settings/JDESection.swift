/// How JD Edwards is reached: the section `jde` of `counterfoil.yaml`.
package struct JDESection: Sendable {
  /// The AIS server with its path, without a slash at the end: `https://ais.example.internal:9302/jderest`.
  package let url: String
  /// `JPD920`.
  package let environment: String
  /// The role of the service account; `*ALL` for all that it has.
  package let role: String
  /// The stable device name that sessions are bound to.
  package let device: String
  /// The zone of the enterprise server, in which UPMT and JDE's dates are.
  package let timeZone: String
  /// The user of the service account.
  package let username: SecretText
  /// Its password.
  package let password: SecretText
  /// The rows that are asked for at once.
  package let pageSize: Int
  /// How many AIS sessions may be open at once.
  package let sessions: Int
  /// The URL of a proxy, which may hold a password; nil for none.
  package let proxy: SecretText?
  /// The absolute path of a PEM file with the authority that signed the server's certificate; nil for the
  /// system's own.
  package let caFile: String?
  /// How a table is read page by page.
  package let paging: Paging

  /// How a table is read page by page.
  package enum Paging: String, Hashable, Sendable, CaseIterable {
    /// Each page asks for the keys after the last one: can begin again anywhere.
    case key
    /// Each page follows the server's link to the next.
    case links
  }
}
