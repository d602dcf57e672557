package import Diagnostics
import Foundation

/// Where secrets are looked for: the environment, systemd's credentials, the folder `secrets/`.
package struct SecretSource: Sendable {
  private let folder: String
  private let environment: ProcessEnvironment

  /// The secrets of the project in a folder.
  package init(project folder: String, environment: ProcessEnvironment = .current) {
    self.folder = folder
    self.environment = environment
  }

  /// The value of a secret, from the first of: variable `COUNTERFOIL_SECRET_<NAME>`, file
  /// `$CREDENTIALS_DIRECTORY/<name>`, file `secrets/<name>` of mode 0600 or 0400.
  package func value(of name: String, at place: SourcePlace? = nil) throws(Failure) -> String {
    let variable = Self.variable(for: name)
    if let value = environment[variable] {
      return try checked(value, name, from: "the variable \(variable)", at: place)
    }
    if let credentials = environment["CREDENTIALS_DIRECTORY"],
      let bytes = try Disk.read(PathText.join(credentials, name), max: Disk.secretBytesMax)
    {
      return try checked(bytes, name, from: "systemd's credential \(name)", at: place)
    }
    let path = PathText.join(folder, "secrets/\(name)")
    guard let status = try Disk.status(path) else { throw Self.missing(name, at: place) }
    guard status.isFile else { throw .noFile(path, status.kind) }
    guard !status.isOpenToOthers else {
      throw Failure(
        .secretExposed,
        "others can read the secret (its mode is \(Self.octal(status.mode)))",
        at: path, remedy: "chmod 600 \(path)")
    }
    return try checked(
      try Disk.read(path, max: Disk.secretBytesMax) ?? [], name, from: "secrets/\(name)", at: place)
  }

  /// The 32 bytes of a key that is kept in base64, as `ledger-key` is.
  package func key(_ name: String) throws(Failure) -> [UInt8] {
    let text = try value(of: name)
    guard let bytes = Data(base64Encoded: text), bytes.count == 32 else {
      throw Failure(
        .configMalformed, "the secret \(name) is not 32 bytes in base64", at: nil,
        remedy: "bring the key of this project back from its backup; a new ledger gets a new one from `init`")
    }
    return Array(bytes)
  }

  /// `jde-password` → `COUNTERFOIL_SECRET_JDE_PASSWORD`.
  package static func variable(for name: String) -> String {
    "COUNTERFOIL_SECRET_" + name.uppercased().replacing("-", with: "_")
  }

  static func octal(_ mode: UInt32) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private func checked(
    _ bytes: [UInt8], _ name: String, from origin: String, at place: SourcePlace?
  )
    throws(Failure) -> String
  {
    // A byte-order mark belongs to the editor, not to the secret.
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(
        .configMalformed, "the secret \(name) is not UTF-8", at: origin, remedy: "save it as UTF-8 text")
    }
    return try checked(text, name, from: origin, at: place)
  }

  /// Line ends at the end belong to the editor, not to the secret.
  private func checked(
    _ text: String, _ name: String, from origin: String, at place: SourcePlace?
  )
    throws(Failure) -> String
  {
    var value = text[...]
    while value.last?.isNewline == true { value.removeLast() }
    guard !value.isEmpty else {
      throw Failure(
        .secretMissing, "the secret \(name) is empty in \(origin)", at: place?.description,
        remedy: "put its value there, on one line")
    }
    guard !value.unicodeScalars.contains("\0") else {
      throw Failure(
        .configMalformed, "the secret \(name) in \(origin) holds a NUL character", at: place?.description,
        remedy: "save it as UTF-8 text, with only its value on one line")
    }
    guard !value.contains(where: \.isNewline) else {
      throw Failure(
        .configMalformed, "the secret \(name) in \(origin) has more than one line", at: place?.description,
        remedy: "leave only its value there, on one line")
    }
    return String(value)
  }

  private static func missing(_ name: String, at place: SourcePlace?) -> Failure {
    Failure(
      .secretMissing, "the secret \(name) is found nowhere", at: place?.description,
      remedy: "put it into secrets/\(name) (chmod 600), the variable \(variable(for: name)), or systemd's "
        + "credential \(name)")
  }
}
