import HTTPTransport

/// Where a Zoho account lives: each data centre has hosts of its own, and tokens of one mean nothing to another.
package enum ZohoDataCenter: String, Hashable, Sendable, CaseIterable {
  case us, eu, `in`, au, cn, jp, ca, sa, uk, ae

  /// The address that grants tokens.
  package var accountsURL: String {
    switch self {
    case .us: "https://accounts.zoho.com"
    case .eu: "https://accounts.zoho.eu"
    case .in: "https://accounts.zoho.in"
    case .au: "https://accounts.zoho.com.au"
    case .cn: "https://accounts.zoho.com.cn"
    case .jp: "https://accounts.zoho.jp"
    case .ca: "https://accounts.zohocloud.ca"
    case .sa: "https://accounts.zoho.sa"
    case .uk: "https://accounts.zoho.uk"
    case .ae: "https://accounts.zoho.ae"
    }
  }

  /// The domain below which the API hosts of production, sandbox and developer editions stand.
  var apiDomain: String {
    switch self {
    case .us: "zohoapis.com"
    case .eu: "zohoapis.eu"
    case .in: "zohoapis.in"
    case .au: "zohoapis.com.au"
    case .cn: "zohoapis.com.cn"
    case .jp: "zohoapis.jp"
    case .ca: "zohoapis.ca"
    case .sa: "zohoapis.sa"
    case .uk: "zohoapis.uk"
    case .ae: "zohoapis.ae"
    }
  }

  /// The address of the production API.
  package var apiURL: String { "https://www.\(apiDomain)" }

  /// The data centre whose API an address is; nil where it is none of Zoho's, so that no token is sent there.
  static func ofAPI(_ url: String) -> ZohoDataCenter? {
    guard let address = WebAddress(url), address.scheme == "https",
      address.port == nil || address.port == 443,
      address.path.isEmpty || address.path == "/", address.query == nil
    else { return nil }
    return allCases.first { center in
      ["www", "sandbox", "developer"].contains { "\($0).\(center.apiDomain)" == address.host }
    }
  }
}
