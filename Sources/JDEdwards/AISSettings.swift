package import HTTPTransport

/// Where the AIS server is, who we are there, and how much we ask of it.
package struct AISSettings: Sendable {
  /// The address down to `/jderest`, without a slash at its end.
  package let url: String
  /// The environment, `JPD920`.
  package var environment: String
  /// The role, `*ALL`.
  package var role: String
  /// The stable device name that every call carries; sessions are bound to it.
  package var device: String
  /// The user of the service account.
  package var username: String
  /// Its password.
  package var password: Secret
  /// Rows that are asked for at a time; the server may give fewer.
  package var pageSize: Int
  /// Sessions used side by side; each has one call at a time.
  package var sessions: Int
  /// How long and how much a call may be.
  package var limits: HTTPCall.Limits
  /// How patient reads are.
  package var retries: RetryPolicy
  /// The age at which a session is renewed between two cursors: below every time-out known of AIS.
  package var sessionAgeMax: Duration

  /// Settings of these values.
  package init(
    url: String, environment: String, role: String = "*ALL", device: String, username: String,
    password: Secret,
    pageSize: Int = 500, sessions: Int = 2, limits: HTTPCall.Limits = HTTPCall.Limits(),
    retries: RetryPolicy = RetryPolicy(), sessionAgeMax: Duration = .seconds(25 * 60)
  ) {
    self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
    self.environment = environment
    self.role = role
    self.device = device
    self.username = username
    self.password = password
    self.pageSize = max(1, pageSize)
    self.sessions = max(1, sessions)
    self.limits = limits
    self.retries = retries
    self.sessionAgeMax = sessionAgeMax
  }

  /// Names the sessions that these settings open, without giving them away.
  var sessionFingerprint: String { CredentialFingerprint.of(url, environment, role, device, username) }

  /// Names what a login was refused with: another password, and another environment, is another try.
  var credentialFingerprint: String {
    CredentialFingerprint.of(url, environment, role, username, password.value)
  }

  static let system = RemoteSystem(
    name: "JD Edwards", addressSetting: "jde.url", caSetting: "jde.ca_file", proxySetting: "jde.proxy")
}
