import Crypto
package import Diagnostics
import Foundation

/// The key of the sealed state: 32 bytes that lie outside the project, so that a copy of the project alone opens
/// nothing.
package struct StateKey: Sendable {
  let symmetric: SymmetricKey

  /// Where the key was found, in the words of a message.
  package let origin: String

  /// The key from the first place that has one.
  ///
  /// The places are: systemd's credential `counterfoil-key`, variable `COUNTERFOIL_KEY`, the file that
  /// `COUNTERFOIL_KEY_FILE` names, `~/.config/counterfoil/key`. Each holds 32 bytes in base64.
  package static func find(environment: ProcessEnvironment = .current) throws(Failure) -> StateKey {
    if let folder = environment["CREDENTIALS_DIRECTORY"] {
      let path = PathText.join(folder, "counterfoil-key")
      if let bytes = try Disk.read(path, max: Disk.secretBytesMax) {
        return try StateKey(bytes, origin: path)
      }
    }
    if let text = environment["COUNTERFOIL_KEY"] {
      return try StateKey(Array(text.utf8), origin: "the variable COUNTERFOIL_KEY")
    }
    let path = try filePath(environment)
    guard let status = try Disk.status(path) else {
      throw Failure(
        .stateKeyMissing, "there is no key for the tokens and budgets in state/", at: path,
        remedy:
          "bring the key of this project back to \(path); where it is lost, make a new one (umask 077; "
          + "openssl rand -base64 32 > \(path)) and delete the files in state/: they hold only what is asked for again"
      )
    }
    guard !status.isOpenToOthers else {
      throw Failure(
        .secretExposed, "the key can be read by others (its mode is \(SecretSource.octal(status.mode)))",
        at: path, remedy: "chmod 600 \(path)")
    }
    return try StateKey(try Disk.read(path, max: Disk.secretBytesMax) ?? [], origin: path)
  }

  /// Makes the key in its file where no key is given in any way; true where one was made.
  package static func makeIfMissing(environment: ProcessEnvironment = .current) throws(Failure) -> Bool {
    if let folder = environment["CREDENTIALS_DIRECTORY"],
      try Disk.status(PathText.join(folder, "counterfoil-key")) != nil
    {
      return false
    }
    guard environment["COUNTERFOIL_KEY"] == nil else { return false }
    let path = try filePath(environment)
    guard try Disk.status(path) == nil else { return false }
    try Disk.makeFolders(PathText.parent(of: path), mode: 0o700)
    try Disk.create(path, Array((fresh() + "\n").utf8), mode: 0o600)
    return true
  }

  /// 32 random bytes in base64.
  static func fresh() -> String {
    unsafe SymmetricKey(size: .bits256).withUnsafeBytes { bytes in unsafe Data(bytes).base64EncodedString() }
  }

  /// The file that holds the key where neither systemd nor the environment gives it.
  package static func filePath(_ environment: ProcessEnvironment = .current) throws(Failure) -> String {
    if let path = environment["COUNTERFOIL_KEY_FILE"] { return path }
    if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      return PathText.join(folder, "counterfoil/key")
    }
    guard let home = environment["HOME"] else {
      throw Failure(
        .stateKeyMissing, "nothing says where the key for state/ lies: HOME is not set",
        remedy: "set COUNTERFOIL_KEY_FILE to the path of the key, or COUNTERFOIL_KEY to the key itself")
    }
    return PathText.join(home, ".config/counterfoil/key")
  }

  /// A key in base64, white space around it aside.
  package init(_ bytes: [UInt8], origin: String) throws(Failure) {
    let text = String(decoding: bytes, as: UTF8.self)[...].trimmed
    guard let key = Data(base64Encoded: text), key.count == 32 else {
      throw Failure(
        .stateKeyMissing, "the key for state/ is not 32 bytes in base64", at: origin,
        remedy: "put the right key there, or make one: openssl rand -base64 32")
    }
    symmetric = SymmetricKey(data: key)
    self.origin = origin
  }

  /// Eight bytes that tell this key from another and give nothing of it away.
  var fingerprint: [UInt8] {
    let label = Array("counterfoil state key".utf8)
    return Array(HMAC<SHA256>.authenticationCode(for: label, using: symmetric).prefix(8))
  }
}

extension StateKey: CustomStringConvertible, CustomReflectable {
  /// Where the key was found, and nothing of it.
  package var description: String { "<key from \(origin)>" }
  /// No children: `dump` shows nothing.
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
