import Diagnostics

extension ZohoSection {
  static let keys = [
    "data_center", "accounts_url", "api_url", "client_id", "client_secret", "refresh_token",
    "credits_per_day",
    "concurrent_calls", "proxy", "ca_file",
  ]

  /// The section `zoho`; nil where anything in it is wrong, which is reported.
  static func read(
    _ block: KeyedNode, folder: String, secrets: SecretSource, _ problems: inout Problems
  ) -> ZohoSection? {
    let endpoint = endpoint(block, &problems)
    let clientID = block.secret(
      "client_id", suggestion: "zoho-client-id", plainAllowed: true, from: secrets, &problems)
    let clientSecret = block.secret(
      "client_secret", suggestion: "zoho-client-secret", plainAllowed: false, from: secrets, &problems)
    let refreshToken = block.secret(
      "refresh_token", suggestion: "zoho-refresh-token", plainAllowed: false, from: secrets, &problems)
    let credits = block.integer("credits_per_day", in: 1...100_000_000, &problems) ?? 50_000
    let calls = block.integer("concurrent_calls", in: 1...25, &problems) ?? 5
    let proxy = block.proxy(secrets, &problems)
    let caFile = block.caFile(folder: folder, &problems)
    guard let endpoint, let clientID, let clientSecret, let refreshToken else { return nil }
    return ZohoSection(
      endpoint: endpoint, clientID: clientID, clientSecret: clientSecret, refreshToken: refreshToken,
      creditsPerDay: credits, concurrentCalls: calls, proxy: proxy, caFile: caFile)
  }

  private static func endpoint(_ block: KeyedNode, _ problems: inout Problems) -> ZohoEndpoint? {
    let center = block.placedText("data_center", &problems)
    let example = (accounts: "https://accounts.zoho.eu", api: "https://www.zohoapis.eu")
    let hasHosts = block.take("accounts_url") != nil || block.take("api_url") != nil
    if let center, hasHosts {
      problems.add(
        .configContradictory, "zoho names a data center and addresses of its own", at: center.place,
        remedy: "keep data_center, or accounts_url and api_url")
    }
    if hasHosts {
      let accounts = origin(block, "accounts_url", example: example.accounts, &problems)
      let api = origin(block, "api_url", example: example.api, &problems)
      guard let accounts, let api else { return nil }
      return .hosts(accountsURL: accounts, apiURL: api)
    }
    guard let center else {
      block.missing("data_center", example: "eu (or accounts_url and api_url)", &problems)
      return nil
    }
    guard ZohoEndpoint.dataCenters.contains(center.text) else {
      problems.add(
        .configMalformed, "Zoho has no data center \(center.text)", at: center.place,
        remedy: "write one of \(ZohoEndpoint.dataCenters.joined(separator: ", ")): the end of the address "
          + "that Zoho CRM shows in your browser (com is us)")
      return nil
    }
    return .dataCenter(center.text)
  }

  /// An address of Zoho's: tokens travel to it, so that plain http is for this machine alone.
  private static func origin(
    _ block: KeyedNode, _ key: String, example: String, _ problems: inout Problems
  ) -> String? {
    guard let address = block.webAddress(key, example: example, &problems) else { return nil }
    guard address.text.hasPrefix("https:") || AddressText.isLoopback(address.text) else {
      problems.add(
        .configMalformed, "\(block.path(key)) is http, but tokens travel to it", at: address.place,
        remedy: "write https://")
      return nil
    }
    guard address.text.split(separator: "/").count == 2 else {
      problems.add(
        .configMalformed, "\(block.path(key)) has a path: \(address.text)", at: address.place,
        remedy: "write the host alone, like \(example)")
      return nil
    }
    return address.text
  }
}
