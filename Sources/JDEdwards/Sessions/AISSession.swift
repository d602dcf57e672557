import HTTPTransport
import JSONText

/// One signed-in session: what every call needs of it.
struct AISSession: Hashable, Sendable {
  /// The token, opaque.
  let token: Secret
  /// When it was opened, in seconds since 1970.
  let opened: Int
  /// The user's date pattern, in which date literals are sent.
  let datePattern: String
  /// What the server says of the password.
  let isPasswordExpiring: Bool

  init(token: Secret, opened: Int, datePattern: String, isPasswordExpiring: Bool) {
    self.token = token
    self.opened = opened
    self.datePattern = datePattern
    self.isPasswordExpiring = isPasswordExpiring
  }

  init?(_ json: JSONValue) {
    guard let token = json["token"]?.string, let opened = json["opened"]?.int, opened >= 0,
      let datePattern = json["date_pattern"]?.string
    else { return nil }
    self.init(
      token: Secret(token), opened: opened, datePattern: datePattern,
      isPasswordExpiring: json["password_expiring"]?.bool ?? false)
  }

  var json: JSONValue {
    [
      "token": .string(token.value), "opened": .number(opened), "date_pattern": .string(datePattern),
      "password_expiring": .bool(isPasswordExpiring),
    ]
  }
}
