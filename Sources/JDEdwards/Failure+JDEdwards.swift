import Diagnostics
import HTTPTransport

extension Failure {
  static func loginRefused(_ settings: AISSettings, status: Int, says: String?) -> Self {
    Self(
      .loginRefused,
      "JD Edwards refuses user \(settings.username) in environment \(settings.environment)"
        + " (HTTP \(status)\(says.map { ": \($0)" } ?? ""))",
      at: settings.url,
      remedy:
        "correct jde.username, jde.password, jde.environment or jde.role; the same password is not tried again,"
        + " so that the account is not locked: if it was right, have the account unlocked, "
        + "then run `counterfoil doctor --allow-login`")
  }

  static func loginRefusedBefore(_ settings: AISSettings, at time: String) -> Self {
    Self(
      .loginRefused,
      "JD Edwards refused this password of user \(settings.username) on \(time); it is not tried again",
      at: settings.url,
      remedy:
        "store the right password; if it was right and the account only locked, have it unlocked, "
        + "then run `counterfoil doctor --allow-login`")
  }

  static func noTablePermission(_ table: String, _ settings: AISSettings, says: String?) -> Self {
    Self(
      .noTablePermission,
      "user \(settings.username) with role \(settings.role) may not read \(table)\(says.map { ": \($0)" } ?? "")",
      at: table,
      remedy: "in JD Edwards, give the role data-browser permission for \(table) in the Security Workbench"
        + " (application and table security)")
  }

  static func sessionRefused(_ settings: AISSettings, status: Int) -> Self {
    Self(
      .sessionRefused, "JD Edwards refuses a session that it has just opened (HTTP \(status))",
      at: settings.url,
      remedy:
        "check that all AIS servers behind \(settings.url) share their sessions, that device \(settings.device) is"
        + " used by this installation only, and the limit of sessions for user \(settings.username)")
  }

  static func columnMissing(_ columns: [String], of table: String, at place: String) -> Self {
    Self(
      .columnMissing, "the answer for \(table) lacks \(columns.joined(separator: ", "))", at: place,
      remedy: "check the spelling of the aliases and, in JD Edwards, column security on \(table) for the role"
    )
  }

  static func server(_ answer: HTTPAnswer, at place: String) -> Self {
    server(
      place, status: answer.status, says: AISBody.says(answer),
      remedy: answer.remedyInBetween(setting: "jde.url"))
  }

  static func server(_ place: String, status: Int, says: String?, remedy: String? = nil) -> Self {
    switch status {
    case 404:
      Self(
        .wrongAddress, "there is no AIS service at this address (HTTP 404)", at: place,
        remedy: "let jde.url end in /jderest, with host and port of the AIS server")
    case 405:
      Self(
        .serverError, "the HTML server does not admit this AIS server (HTTP 405)", at: place,
        remedy: "in Server Manager, add the AIS server to Allowed Hosts of the HTML server")
    default:
      Self(
        .serverError, "JD Edwards answers HTTP \(status)\(says.map { ": \($0)" } ?? "")", at: place,
        remedy: remedy
          ?? (status == 429
            ? "try again later, or lower jde.sessions: what stands in front of the AIS server lets through no more"
            : status >= 500 && status != 500
              ? "try again later; if it stays so, look at the AIS server and what stands in front of it"
              : "check the names of table and columns, and the AIS server's log at this time"))
    }
  }

  static func unusableAnswer(_ place: String, _ message: String) -> Self {
    Self(
      .serverError, "JD Edwards answers HTTP 200, but \(message)", at: place,
      remedy: "look at the AIS server's log at this time; a proxy in between may have answered instead")
  }

  static func pagingBroken(_ table: String, at place: String, _ message: String) -> Self {
    Self(
      .pagingBroken, "\(table): \(message)", at: place,
      remedy: "lower jde.page_size and try again; if it stays so, the server does not sort as it is asked to")
  }

  /// A reading that would have to guess where the table ends.
  static func endNotSaid(_ table: String, at place: String) -> Self {
    Self(
      .pagingBroken,
      "\(table): the answer shows no further row and does not say that it is the end (no summary.moreRecords)",
      at: place,
      remedy:
        "run it again: it goes on behind the last row; if it stays so, look at the AIS server and at what"
        + " stands in front of it")
  }

  static func endless(_ table: String, at place: String, pages: Int) -> Self {
    Self(
      .pagingBroken,
      "\(table): there is still more behind \(pages) pages, which is as far as a table is read",
      at: place,
      remedy: "raise jde.page_size; if the table is not that large, the server gives its rows again and again"
    )
  }

  static func keyUnreadable(_ columns: [String], of table: String, row: Int, at place: String) -> Self {
    Self(
      .columnMissing, "row \(row) of \(table) shows no usable key (\(columns.joined(separator: ", ")))",
      at: place,
      remedy: "in JD Edwards, check column security and formats of the key's columns for the role")
  }
}
