import Glibc

/// What lies under a path, as `stat` tells it.
package enum FileKind: Hashable, Sendable {
  case file
  case folder
  case link
  case pipe
  case socket
  case device
  /// None of those that Linux has.
  case other

  /// The kind in the mode of `stat`.
  package init(mode: UInt32) {
    self =
      switch mode & UInt32(S_IFMT) {
      case UInt32(S_IFREG): .file
      case UInt32(S_IFDIR): .folder
      case UInt32(S_IFLNK): .link
      case UInt32(S_IFIFO): .pipe
      case UInt32(S_IFSOCK): .socket
      case UInt32(S_IFCHR), UInt32(S_IFBLK): .device
      default: .other
      }
  }

  /// The kind in the words of a message: `a pipe`.
  package var words: String {
    switch self {
    case .file: "a file"
    case .folder: "a folder"
    case .link: "a symbolic link"
    case .pipe: "a pipe"
    case .socket: "a socket"
    case .device: "a device"
    case .other: "no file"
    }
  }
}
