/// How Zoho CRM is reached: the section `zoho` of `counterfoil.yaml`.
package struct ZohoSection: Sendable {
  /// The data center, or the two hosts.
  package let endpoint: ZohoEndpoint
  /// The id of the self client.
  package let clientID: SecretText
  /// The self client's secret.
  package let clientSecret: SecretText
  /// The token from which access tokens are made.
  package let refreshToken: SecretText
  /// The API credits of the edition in 24 hours.
  package let creditsPerDay: Int
  /// How many calls may be under way at once.
  package let concurrentCalls: Int
  /// The URL of a proxy, which may hold a password; nil for none.
  package let proxy: SecretText?
  /// The absolute path of a PEM file; nil for the system's own authorities.
  package let caFile: String?
}

/// Where Zoho's servers are.
package enum ZohoEndpoint: Hashable, Sendable {
  /// One of Zoho's data centres: `us`, `eu`, `in`, `au`, `cn`, `jp`, `ca`, `sa`, `uk`, `ae`.
  case dataCenter(String)
  /// The two origins by hand, without a slash at the end.
  case hosts(accountsURL: String, apiURL: String)

  /// The data centres that a project can name.
  package static let dataCenters = ["us", "eu", "in", "au", "cn", "jp", "ca", "sa", "uk", "ae"]
}
