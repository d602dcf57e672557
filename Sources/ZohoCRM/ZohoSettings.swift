package import HTTPTransport

/// Who we are at Zoho, and how much we may ask of it.
package struct ZohoSettings: Sendable {
  /// The address that grants tokens.
  package let accountsURL: String
  /// The address of the API where it is set by hand; nil takes what the token answer says, after a look at it.
  package let apiURL: String?
  /// The data centre, where one was named.
  package let dataCenter: ZohoDataCenter?
  /// The client's id.
  package var clientID: Secret
  /// The client's secret.
  package var clientSecret: Secret
  /// The refresh token.
  package var refreshToken: Secret
  /// The credits that may be spent in any 24 hours.
  package var creditsPerDay: Int
  /// The calls that may run at once.
  package var concurrentCalls: Int
  /// How long and how much a call may be.
  package var limits: HTTPCall.Limits
  /// How patient reads are, and writes that were refused as too many.
  package var retries: RetryPolicy

  /// Settings for one of Zoho's data centres.
  package init(
    dataCenter: ZohoDataCenter, clientID: Secret, clientSecret: Secret, refreshToken: Secret,
    creditsPerDay: Int = 50_000, concurrentCalls: Int = 5, limits: HTTPCall.Limits = HTTPCall.Limits(),
    retries: RetryPolicy = RetryPolicy()
  ) {
    self.init(
      accountsURL: dataCenter.accountsURL, apiURL: nil, dataCenter: dataCenter, clientID: clientID,
      clientSecret: clientSecret, refreshToken: refreshToken, creditsPerDay: creditsPerDay,
      concurrentCalls: concurrentCalls, limits: limits, retries: retries)
  }

  /// Settings with both addresses set by hand: a new data centre, or a simulator.
  package init(
    accountsURL: String, apiURL: String?, dataCenter: ZohoDataCenter? = nil, clientID: Secret,
    clientSecret: Secret,
    refreshToken: Secret, creditsPerDay: Int = 50_000, concurrentCalls: Int = 5,
    limits: HTTPCall.Limits = HTTPCall.Limits(), retries: RetryPolicy = RetryPolicy()
  ) {
    func withoutSlash(_ url: String) -> String { url.hasSuffix("/") ? String(url.dropLast()) : url }
    self.accountsURL = withoutSlash(accountsURL)
    self.apiURL = apiURL.map(withoutSlash)
    self.dataCenter = dataCenter
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.refreshToken = refreshToken
    self.creditsPerDay = max(1, creditsPerDay)
    self.concurrentCalls = max(1, concurrentCalls)
    self.limits = limits
    self.retries = retries
  }

  /// Names the refresh token that budgets and access tokens belong to, without giving it away.
  var owner: String { CredentialFingerprint.of(accountsURL, clientID.value, refreshToken.value) }

  /// Names the API that an access token is for: another address or data centre never gets this one's token.
  var audience: String { CredentialFingerprint.of(owner, apiURL ?? "", dataCenter?.rawValue ?? "") }

  /// What messages call Zoho, and what they advise.
  package static let system = RemoteSystem(
    name: "Zoho CRM", addressSetting: "zoho.data_center (or zoho.accounts_url and zoho.api_url)",
    caSetting: "zoho.ca_file", proxySetting: "zoho.proxy")
}
