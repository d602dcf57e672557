import Diagnostics
import HTTPTransport
import JSONText

/// What the token service answered, judged by the body: errors come under HTTP 200 as well as 400.
enum TokenAnswer: Hashable, Sendable {
  case granted(token: Secret, seconds: Int, apiDomain: String?)
  /// Too many were asked for; nothing is revoked.
  case throttled
  /// The refresh token is not, or no longer, known.
  case revoked(code: String)
  /// Client id or secret are not accepted.
  case clientUnknown(code: String)
  /// Anything else that is an answer.
  case refused(code: String)
  /// No answer of the token service: a web page, nothing.
  case unreadable

  init(_ answer: HTTPAnswer) {
    let json: JSONValue
    do throws(JSONSyntaxError) {
      json = try JSONValue(parsing: answer.body)
    } catch {
      self = .unreadable
      return
    }
    guard json.doubledName == nil else {
      self = .unreadable
      return
    }
    if let token = json["access_token"]?.string, !token.isEmpty,
      // What no header field takes is no token, and is not kept.
      token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    {
      self = .granted(
        token: Secret(token), seconds: Self.lifetime(json), apiDomain: json["api_domain"]?.string)
      return
    }
    guard let code = json["error"]?.string else {
      self = .unreadable
      return
    }
    let description = json["error_description"]?.string?.lowercased() ?? ""
    switch code {
    case "invalid_code", "invalid_token", "invalid_grant": self = .revoked(code: code)
    case "invalid_client", "invalid_client_secret", "client_secret_mismatch":
      self = .clientUnknown(code: code)
    case _ where description.contains("too many requests") || code.lowercased().contains("access denied"):
      self = .throttled
    default: self = .refused(code: code)
    }
  }

  /// The longest life that is believed: Zoho's tokens live for an hour, and one that the API refuses is renewed.
  private static let lifetimeMax = 86_400

  /// Seconds, 1 to a day; an older form gives milliseconds in `expires_in` and seconds beside it.
  ///
  /// A life of no seconds is none that was said: the token is tried, and renewed where the API refuses it.
  private static func lifetime(_ json: JSONValue) -> Int {
    let said = json["expires_in_sec"]?.int ?? json["expires_in"]?.int
    guard let said, said > 0 else { return 3_600 }
    let isMilliseconds = json["expires_in_sec"]?.int == nil && said > lifetimeMax
    return min(max(1, isMilliseconds ? said / 1_000 : said), lifetimeMax)
  }
}
