import Foundation
import HTTPTransport
import Instants
import TestSupport
import Testing

@Suite("The parts of a call")
struct CallPartsTests {
  @Test("tell how long to stay away, in seconds or until a date")
  func retryAfter() {
    let now = 1_000_000
    func wait(_ value: String) -> Duration? {
      HTTPAnswer(status: 429, headers: ["Retry-After": value]).retryAfter(now: now)
    }
    #expect(wait("120") == .seconds(120))
    #expect(wait(HTTPDate.format(1_000_090)) == .seconds(90))
    #expect(wait(HTTPDate.format(999_910)) == .zero)
    #expect(wait("soon") == nil)
    #expect(wait("-1") == nil)
  }

  @Test("read addresses, and refuse what hides another host")
  func addresses() throws {
    let address = try #require(WebAddress("HTTPS://AIS.Example:9302/jderest/v2?x=1#f"))
    #expect(address.origin == "https://ais.example:9302")
    #expect(address.path == "/jderest/v2")
    #expect(address.query == "x=1")
    #expect(WebAddress("http://[::1]:80/")?.host == "[::1]")
    #expect(WebAddress("http://[::1]")?.port == nil)
    for text in [
      "http://user:pass@host/", "http://good@evil/", "//host/", "http://", "http://h:99999/", "file:///x",
    ] {
      #expect(WebAddress(text) == nil, "\(text)")
    }
  }

  @Test("percent-encode values whole, and repair what others wrote")
  func encoding() {
    #expect(WebAddress.query([("token", "a+/= |ü"), ("b", "1")]) == "token=a%2B%2F%3D%20%7C%C3%BC&b=1")
    #expect(
      WebAddress.repaired("http://h/p?ids=F0101.AN8|F0101.ALPH&t=a%3D")
        == "http://h/p?ids=F0101.AN8%7CF0101.ALPH&t=a%3D")
  }

  @Test("show no secret, however it is printed")
  func secrets() {
    let secret = Secret("hunter2")
    var dumped = ""
    dump(["x": secret], to: &dumped)
    #expect(
      ![String(describing: secret), String(reflecting: secret), "\([secret])", dumped].contains {
        $0.contains("hunter2")
      })
    #expect(secret.value == "hunter2")
  }

  @Test("name values by a fingerprint that tells where one ends and the next begins")
  func fingerprints() {
    #expect(CredentialFingerprint.of("ab", "c") != CredentialFingerprint.of("a", "bc"))
    #expect(CredentialFingerprint.of("ab", "c") == CredentialFingerprint.of("ab", "c"))
    #expect(CredentialFingerprint.of("ab").count == 64)
  }
}
