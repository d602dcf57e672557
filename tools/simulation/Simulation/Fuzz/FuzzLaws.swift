package import Diagnostics

/// The laws of what a person is told, whatever was read.
package enum FuzzLaws {
  /// The most bytes that the message of a failure has; its place and its remedy have no more.
  private static let bytesMax = Failure.textBytesMax

  /// A failure has a code, a sentence, a way out, and a place where one is asked for; none of them has no end.
  package static func check(_ failure: Failure, needsPlace: Bool = true) throws(BrokenLaw) {
    let isKebab =
      !failure.code.name.isEmpty
      && failure.code.name.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
    guard isKebab else { throw BrokenLaw("a failure has the code \"\(failure.code.name)\"") }
    guard !failure.message.isEmpty else { throw BrokenLaw("\(failure.code.name) says nothing") }
    guard !failure.remedy.isEmpty else {
      throw BrokenLaw("\(failure.code.name) has no remedy: \(failure.message)")
    }
    if needsPlace, failure.place?.isEmpty != false {
      throw BrokenLaw("\(failure.code.name) has no place: \(failure.message)")
    }
    for text in [failure.message, failure.place ?? "", failure.remedy] where text.utf8.count > bytesMax {
      throw BrokenLaw("\(failure.code.name) has a text of \(text.utf8.count) bytes: \(text.prefix(80))…")
    }
  }
}
