import Diagnostics

/// Checks addresses that clients are given.
enum AddressText {
  /// What is wrong with an address; nil for a good one.
  static func fault(_ text: String) -> String? {
    guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else {
      return "begins neither with https:// nor with http://"
    }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if authority.contains("@") { return "holds a user name or a password" }
    if rest.contains("?") || rest.contains("#") { return "has something behind its path" }
    if !text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 && $0.value != 0x7F }) {
      return "holds a blank or a character outside ASCII"
    }
    guard let (host, port) = split(authority), !host.isEmpty else { return "has no host" }
    if let port, !(Int(port).map { (1...65_535).contains($0) } ?? false) {
      return "has a port that cannot be"
    }
    return nil
  }

  /// The host of an address: a name, or an address of IPv6 in its brackets.
  static func host(_ text: String) -> String? {
    guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
    return split(text.dropFirst(scheme.count).prefix { $0 != "/" })?.host
  }

  static func isLoopback(_ text: String) -> Bool {
    guard let host = host(text) else { return false }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return host == "localhost" || host == "[::1]"
      || (numbers.count == 4 && numbers.first == 127 && !numbers.contains(nil))
  }

  /// Host and port of `host:port`.
  static func split(_ authority: Substring) -> (host: String, port: String?)? {
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      let rest = authority[authority.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
      return (String(authority[...end]), rest.isEmpty ? nil : String(rest.dropFirst()))
    }
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let host = parts.first else { return nil }
    return (String(host), parts.count == 2 ? String(parts[1]) : nil)
  }
}

extension KeyedNode {
  /// An address that must be there, without slashes at its end.
  func webAddress(_ key: String, example: String, _ problems: inout Problems) -> PlacedText? {
    guard let text = plainText(key, example: example, &problems) else { return nil }
    return webAddress(text, key, example: example, &problems)
  }

  func webAddress(
    _ text: PlacedText, _ key: String, example: String, _ problems: inout Problems
  )
    -> PlacedText?
  {
    if let fault = AddressText.fault(text.text) {
      // The address itself may hold a password, and a query a token: they are not shown.
      let shown = text.text.contains("@") ? "" : ": \(text.text.prefix { $0 != "?" && $0 != "#" })"
      problems.add(
        text.text.contains("@") ? .secretExposed : .configMalformed, "\(path(key)) \(fault)\(shown)",
        at: text.place, remedy: "write an address like \(example)")
      return nil
    }
    var address = text.text
    while address.hasSuffix("/") { address.removeLast() }
    return PlacedText(address, at: text.place)
  }
}
