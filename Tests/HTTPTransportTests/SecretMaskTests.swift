import Diagnostics
import HTTPTransport
import TestSupport
import Testing

/// A secret with everything that forms write otherwise.
private enum Hostile {
  static let secret = "pa\"ss/w+ö\\rd %2a"

  /// The forms in which servers give back what they were sent.
  static func forms(of text: String) -> [String] {
    let percent = WebAddress.encoded(text)
    let json = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let slashed = json.replacing("/", with: "\\/")
    let numbered = text.utf16.map { "\\u" + String(0x1_0000 + Int($0), radix: 16).dropFirst() }.joined()
    return [
      text, percent, percent.lowercased(), percent.replacing("%20", with: "+"), json, slashed, numbered,
      numbered.uppercased().replacing("\\U", with: "\\u"), WebAddress.encoded(percent),
      WebAddress.encoded(json),
      percent.replacing("%", with: "\\u0025"), json.replacing("\\", with: "\\\\"),
    ]
  }
}

@Suite("A secret in what a server says")
struct SecretMaskTests {
  @Test("is taken out however many sessions were opened since")
  func lasting() {
    let mask = SecretMask(["a-password-of-ours"])
    for number in 0..<200 { mask.add(Secret("session-number-\(number)")) }
    #expect(mask.masked("it is a-password-of-ours") == "it is (secret)")
  }

  @Test(
    "is taken out in whatever form it comes back, and the rest stays",
    arguments: Hostile.forms(of: Hostile.secret))
  func forms(form: String) {
    let mask = SecretMask([Secret(Hostile.secret)])
    #expect(mask.masked("no \(form) here") == "no (secret) here", "\(form)")
    #expect(mask.masked(form) == "(secret)")
    #expect(mask.masked("\(form)\(form), \(form)") == "(secret), (secret)")
  }

  @Test("is taken out also where the text was cut in its middle")
  func cut() {
    let mask = SecretMask(["1000.abcdef.ghijkl"])
    #expect(mask.masked("token 1000.abcdef… (HTTP 400)") == "token (secret)… (HTTP 400)")
    #expect(mask.masked("token 1000.abcdef") == "token (secret)")
    #expect(mask.masked("token 1000.ab and more") == "token 1000.ab and more")
    #expect(mask.masked("token 1000") == "token 1000")
    #expect(mask.masked("token 1000… cut") == "token (secret)… cut")
  }

  @Test("that is shorter than four bytes is left, for it is a part of any word")
  func short() {
    #expect(SecretMask(["abc"]).masked("abc") == "abc")
    #expect(SecretMask(["abcd"]).masked("xabcdx") == "x(secret)x")
    #expect(SecretMask([""]).masked("text") == "text")
  }

  @Test("is known from when it was granted, and only the newest are")
  func added() {
    let mask = SecretMask([])
    #expect(mask.masked("token-1") == "token-1")
    for number in 1...100 { mask.add(Secret("token-\(number)-")) }
    #expect(mask.masked("token-100-") == "(secret)" && mask.masked("token-1-") == "token-1-")
  }

  @Test("is in neither message nor place of a failure")
  func failure() {
    let mask = SecretMask(["hunter-hunter"])
    let failure = mask.masked(
      Failure(.serverError, "it says hunter-hunter", at: "https://x/?p=hunter%2Dhunter", remedy: "try again"))
    #expect(failure.message == "it says (secret)" && failure.place == "https://x/?p=(secret)")
    #expect(failure.code == .serverError && failure.remedy == "try again")
  }

  @Test("is looked for in any text without a trap", arguments: Seeds.all)
  func anyText(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "%", "%2", "%2F", "\\", "\\u", "\\u00", "\\ud83d", "\\ud83d\\ude00", "\\\"", "+", "secret", "…", "é",
      "%E2%80%A6",
    ]
    let mask = SecretMask(["secret/\u{1F600}", "secret"])
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in
        pieces.randomElement(using: &random)
      }
      .joined()
      let masked = mask.masked(text)
      #expect(!masked.replacing("(secret)", with: "").contains("secret"), "\(text)")
      if !text.contains("secret") { #expect(masked == text || masked.contains("(secret)")) }
    }
  }
}
