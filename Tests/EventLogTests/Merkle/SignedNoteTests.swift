import Diagnostics
import EventLog
import Foundation
import Testing

@Suite("A signed note")
struct SignedNoteTests {
  /// The example of the documentation of golang.org/x/mod/sumdb/note.
  private static let note = """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

    """
  private static let keyText = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

  @Test("of another program is accepted with its key")
  func foreign() throws {
    let key = try #require(VerifierKey(text: Self.keyText))
    let note = try #require(SignedNote(Array(Self.note.utf8)))
    #expect(note.isSigned(by: [key]))
    #expect(note.bytes == Array(Self.note.utf8))
    #expect(key.text == Self.keyText)
  }

  @Test(
    "is checked with keys whose ids are worked out as other programs do",
    arguments: [
      keyText, "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
    ])
  func keyID(text: String) throws {
    let key = try #require(VerifierKey(text: text))
    #expect(HexText.text(key.id) == text.split(separator: "+")[1])
  }

  @Test("is refused with any byte changed, unless only its text is another note without a signature")
  func mutations() throws {
    let key = try #require(VerifierKey(text: Self.keyText))
    let bytes = Array(Self.note.utf8)
    for offset in bytes.indices {
      for pattern: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
        var changed = bytes
        changed[offset] ^= pattern
        #expect(SignedNote(changed)?.isSigned(by: [key]) != true, "byte \(offset) ^ \(pattern)")
      }
    }
    for count in bytes.indices {
      #expect(SignedNote(Array(bytes.prefix(count)))?.isSigned(by: [key]) != true, "\(count) bytes")
    }
  }

  @Test(
    "is none when its form is not exactly that of the format",
    arguments: [
      "", "text", "text\n", "text\n\n", "text\n\n\u{2014} name\n", "text\n\n\u{2014} name AAAA\n",
      "text\n\n\u{2014} name AAAAAAAAAA==", "text\n\n- name AAAAAAAAAA==\n",
      "text\n\n\u{2014}  AAAAAAAAAA==\n", "text\n\n\u{2014} na+me AAAAAAAAAA==\n",
      "text\n\n\u{2014} name AAAAAAAAAA==\n\n", "te\txt\n\n\u{2014} name AAAAAAAAAA==\n",
      "text\r\n\n\u{2014} name AAAAAAAAAA==\n",
    ])
  func forms(text: String) { #expect(SignedNote(Array(text.utf8)) == nil) }

  @Test("may hold empty lines in its text, and many signatures, the unknown ones of which are ignored")
  func manySignatures() throws {
    let key = try #require(VerifierKey(text: Self.keyText))
    let strangers = (0..<40).map { "\u{2014} witness\($0) AAAAAAAAAA==\n" }.joined()
    let note = try #require(SignedNote(Array((Self.note + strangers).utf8)))
    #expect(note.signatures.count == 41)
    #expect(note.isSigned(by: [key]))
    let twoParts = try #require(SignedNote(Array("a\n\nb\n\n\u{2014} name AAAAAAAAAA==\n".utf8)))
    #expect(twoParts.text == "a\n\nb\n")
    #expect(!twoParts.isSigned(by: [key]))
  }

  @Test("with a bad signature of a known key is refused as a whole")
  func badSignature() throws {
    let key = try #require(VerifierKey(text: Self.keyText))
    let bad = Data(key.id + [UInt8](repeating: 1, count: 64)).base64EncodedString()
    let note = try #require(SignedNote(Array((Self.note + "\u{2014} PeterNeumann \(bad)\n").utf8)))
    #expect(!note.isSigned(by: [key]))
  }

  @Test(
    "is not checked with a key whose text is none",
    arguments: [
      "", "name", "name+c74f20a3", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "a+c74f20a3+AR==",
    ])
  func badKeys(text: String) { #expect(VerifierKey(text: text) == nil) }
}
