import Diagnostics

/// What a text refers to instead of saying it: `${secret:name}` or `${zoho.user}`.
enum Reference: Equatable {
  case secret(String)
  /// The user whose refresh token we hold.
  case zohoUser
  /// `${…}` with something that means nothing.
  case unknown(String)

  /// Nil for a text that refers to nothing.
  init?(_ text: String) {
    guard text.hasPrefix("${"), text.hasSuffix("}") else { return nil }
    let inner = String(text.dropFirst(2).dropLast())
    if inner == "zoho.user" {
      self = .zohoUser
    } else if inner.hasPrefix("secret:"), Self.isName(inner.dropFirst(7)) {
      self = .secret(String(inner.dropFirst(7)))
    } else {
      self = .unknown(text)
    }
  }

  /// Small letters, digits and dashes: it becomes a file name and a variable.
  static func isName(_ text: Substring) -> Bool {
    !text.isEmpty && text.first != "-"
      && text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
  }
}

extension KeyedNode {
  /// A secret: `${secret:name}`; the value itself only where `plainAllowed`.
  func secret(
    _ key: String, suggestion: String, plainAllowed: Bool, from source: SecretSource,
    _ problems: inout Problems
  ) -> SecretText? {
    guard let text = requiredText(key, example: "${secret:\(suggestion)}", &problems) else { return nil }
    switch Reference(text.text) {
    case .secret(let name): return SecretText(named: name, in: source, at: text.place)
    case .zohoUser, .unknown:
      problems.add(
        .unknownName, "\(path(key)) refers to \(text.text), which is no secret", at: text.place,
        remedy: "write ${secret:\(suggestion)}: small letters, digits and dashes")
      return nil
    case nil where plainAllowed:
      return SecretText(plain: text.text, name: path(key))
    case nil:
      problems.add(
        .secretExposed, "\(path(key)) holds a secret as plain text", at: text.place,
        remedy:
          "put the value into secrets/\(suggestion) (chmod 600), write \(key): ${secret:\(suggestion)}, "
          + "and change the secret if this file was shared")
      return nil
    }
  }

  /// A text that must not be a reference.
  func plainText(_ key: String, example: String, _ problems: inout Problems) -> PlacedText? {
    guard let text = requiredText(key, example: example, &problems) else { return nil }
    guard Reference(text.text) == nil else {
      problems.add(
        .unknownName, "\(path(key)) cannot refer to \(text.text)", at: text.place,
        remedy: "write the value itself, say \(key): \(example)")
      return nil
    }
    return text
  }
}
