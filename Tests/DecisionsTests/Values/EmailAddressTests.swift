import Testing

@testable import Decisions

@Suite("An e-mail address")
struct EmailAddressTests {
  @Test(
    "has one form whatever its spelling",
    arguments: [
      ("Ada@Example.ORG", "ada@example.org"), (" ada@example.org\t", "ada@example.org"),
      ("ada@example.org.", "ada@example.org"), ("ada@müller.de", "ada@xn--mller-kva.de"),
      ("ada@MÜLLER.de", "ada@xn--mller-kva.de"), ("ada@mu\u{308}ller.de", "ada@xn--mller-kva.de"),
      ("ada@XN--MLLER-KVA.de", "ada@xn--mller-kva.de"), ("ada@例え。テスト", "ada@xn--r8jz45g.xn--zckzah"),
      ("ada@bücher.müller.de", "ada@xn--bcher-kva.xn--mller-kva.de"),
      ("ada@straße.de", "ada@xn--strae-oqa.de"), ("a\u{200B}d\u{2060}a@exa\u{AD}mple.org", "ada@example.org"),
      ("\u{FEFF}ada@example.org\u{202C}", "ada@example.org"), ("ada@exam\u{A0}ple.org", "ada@example.org"),
      ("ａｄａ＠ｅｘａｍｐｌｅ．ｏｒｇ", "ada@example.org"), ("o'brien+x@example.org", "o'brien+x@example.org"),
      ("Rene\u{301}@example.fr", "ren\u{E9}@example.fr"),
    ])
  func canonical(text: String, address: String) throws {
    let found = try #require(EmailAddress(text))
    #expect(Array(found.text.unicodeScalars) == Array(address.unicodeScalars))
  }

  @Test(
    "is none where the text is not exactly one",
    arguments: [
      "", "n/a", "ada", "ada@", "@example.org", "@", "ada@@example.org", "ada@example.org@example.org",
      "ada@example", "ada@.org", "ada@example..org", "ada@.", "ada@example.org, bob@example.org",
      "Ada <ada@example.org>", "mailto:ada@example.org", "ada b@example.org", "ada@exam ple.org",
      "ada@exam_ple.org", "ada@a\u{2100}b.org", "ada\u{7}@example.org", "\u{200B}@\u{200B}.\u{200B}",
    ])
  func none(text: String) {
    #expect(EmailAddress(text) == nil)
    #expect(EmailKey.value(text, freeMail: []) == nil)
  }

  @Test("keeps the joiners that make another word of Persian and Hindi, and no others")
  func joiners() throws {
    let joined = try #require(EmailAddress("ada@نامه\u{200C}ای.com"))
    #expect(joined.domain == "xn--mgba3gch31f060k.com")
    #expect(joined != EmailAddress("ada@نامهای.com"))
    #expect(EmailAddress("ada@exa\u{200C}mple.org") == EmailAddress("ada@example.org"))
  }

  @Test("has labels of at most 63 octets")
  func labels() {
    let long = String(repeating: "a", count: 63)
    #expect(EmailAddress("ada@\(long).org") != nil && EmailAddress("ada@\(long)a.org") == nil)
    #expect(EmailAddress("ada@\(String(repeating: "ü", count: 60)).org") == nil)
  }

  @Test(
    "in Punycode is what the standard gives",
    arguments: [  // RFC 3492, section 7.1
      ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"), ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
      ("Pročprostěnemluvíčesky", "Proprostnemluvesky-uyb24dma41a"),
      ("почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"),
      ("3年B組金八先生", "3B-ww4c5e180e575a65lsy2b"), ("MajiでKoiする5秒前", "MajiKoi5-783gue6qz075azm5e"),
      ("-> $1.00 <-", "-> $1.00 <--"), ("", ""),
    ])
  func punycode(label: String, code: String) {
    #expect(Punycode.encoded(Array(label.unicodeScalars)) == code)
  }
}
