import Diagnostics
import Foundation

extension JDESection {
  static let keys = [
    "url", "environment", "role", "device", "time_zone", "username", "password", "page_size", "sessions",
    "paging",
    "proxy", "ca_file",
  ]

  /// The section `jde`; nil where anything in it is wrong, which is reported.
  static func read(
    _ block: KeyedNode, folder: String, secrets: SecretSource, _ problems: inout Problems
  ) -> JDESection? {
    let url = block.webAddress("url", example: "https://ais.example.internal:9302/jderest", &problems)
    let environment = block.plainText("environment", example: "JPD920", &problems)
    let role =
      block.take("role") == nil ? "*ALL" : block.requiredText("role", example: "\"*ALL\"", &problems)?.text
    let device = block.plainText("device", example: "counterfoil-prod", &problems)
    let zone = block.plainText("time_zone", example: "Europe/Berlin", &problems)
    let username = block.secret(
      "username", suggestion: "jde-username", plainAllowed: true, from: secrets, &problems)
    let password = block.secret(
      "password", suggestion: "jde-password", plainAllowed: false, from: secrets, &problems)
    let pageSize = block.integer("page_size", in: 1...10_000, &problems) ?? 500
    let sessions = block.integer("sessions", in: 1...16, &problems) ?? 2
    let proxy = block.proxy(secrets, &problems)
    let caFile = block.caFile(folder: folder, &problems)
    let paging: Paging = block.choice("paging", &problems) ?? .key
    if let url, url.text.hasPrefix("http:"), !AddressText.isLoopback(url.text) {
      problems.note("jde.url is http: the password travels unprotected through the network", at: url.place)
    }
    if let zone { check(zone, &problems) }
    guard let url, let environment, let role, let device, let zone, let username, let password else {
      return nil
    }
    return JDESection(
      url: url.text, environment: environment.text, role: role, device: device.text, timeZone: zone.text,
      username: username, password: password, pageSize: pageSize, sessions: sessions, proxy: proxy,
      caFile: caFile, paging: paging)
  }

  private static func check(_ zone: PlacedText, _ problems: inout Problems) {
    guard TimeZone(identifier: zone.text) == nil else { return }
    let names = TimeZone.knownTimeZoneIdentifiers
    problems.add(
      .configMalformed, "jde.time_zone is no time zone: \(zone.text)", at: zone.place,
      remedy: NearestName.of(zone.text, among: names).map { "write \($0)" }
        ?? "write the zone of the enterprise server as the IANA names it, say Europe/Berlin")
  }
}

extension KeyedNode {
  /// `ca_file`: a path relative to the project's folder.
  func caFile(folder: String, _ problems: inout Problems) -> String? {
    guard let text = placedText("ca_file", &problems) else { return nil }
    let path = PathText.join(folder, text.text)
    guard let status = problems.catching({ () throws(Failure) in try Disk.status(path) }) else { return nil }
    guard status?.isFile == true else {
      problems.add(
        .configMalformed, "\(self.path("ca_file")) names no file: \(text.text)", at: text.place,
        remedy:
          "put the authority's certificate (PEM) there, or name where it is: the path begins at the project's folder"
      )
      return nil
    }
    return path
  }

  /// `proxy`: an address, or a secret that is one.
  func proxy(_ secrets: SecretSource, _ problems: inout Problems) -> SecretText? {
    guard let text = placedText("proxy", &problems) else { return nil }
    if Reference(text.text) != nil {
      return secret("proxy", suggestion: "proxy", plainAllowed: false, from: secrets, &problems)
    }
    guard let address = webAddress(text, "proxy", example: "http://proxy.example.internal:3128", &problems)
    else { return nil }
    return SecretText(plain: address.text, name: path("proxy"))
  }
}
