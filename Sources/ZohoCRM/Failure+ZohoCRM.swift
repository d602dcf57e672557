import Diagnostics
import HTTPTransport

extension Failure {
  static func zohoRevoked(_ settings: ZohoSettings, code: String) -> Self {
    Self(
      .zohoRevoked, "Zoho knows no such refresh token (\(code))", at: settings.accountsURL,
      remedy:
        "make a new one in the API console of this data centre (Self Client, Generate Code, then exchange it)"
        + " and store it as the secret zoho-refresh-token; also check zoho.data_center")
  }

  static func zohoClientUnknown(_ settings: ZohoSettings, code: String) -> Self {
    Self(
      .zohoClientUnknown, "Zoho does not accept client id and secret (\(code))", at: settings.accountsURL,
      remedy:
        "copy both from the API console of the data centre that zoho.data_center names; a client of another"
        + " data centre is unknown here")
  }

  static func zohoWrongRegion(_ settings: ZohoSettings, apiURL: String) -> Self {
    Self(
      .zohoWrongRegion, "Zoho refuses an access token that it has just granted", at: apiURL,
      remedy: "set zoho.data_center to where the organisation lives"
        + (settings.apiURL == nil ? "" : ", or correct zoho.api_url")
        + "; a token of one data centre or sandbox means nothing to another")
  }

  static func zohoUnknownHost(_ settings: ZohoSettings, domain: String) -> Self {
    Self(
      .zohoWrongRegion,
      "the token answer names \(domain) as the API, which is no host of Zoho's that is known here",
      at: settings.accountsURL,
      remedy: "if it is right, set zoho.api_url to it by hand; no token is sent to an unknown host")
  }

  static func zohoScopeMissing(_ scope: String, place: String) -> Self {
    Self(
      .zohoScopeMissing, "the refresh token was made without the scope that this call needs", at: place,
      remedy:
        "make a new refresh token whose scopes include \(scope), and store it as the secret zoho-refresh-token"
    )
  }

  static func zohoThrottled(until time: String, _ settings: ZohoSettings, isOurBudget: Bool) -> Self {
    Self(
      .zohoThrottled,
      isOurBudget
        ? "10 access tokens were asked for within 10 minutes, which is Zoho's limit"
        : "Zoho grants no access token for now: too many were asked for",
      at: settings.accountsURL,
      remedy:
        "wait until \(time); nothing is revoked. Look for other programs that use the same refresh token")
  }

  static func zohoTooManyCalls(_ answer: HTTPAnswer, place: String) -> Self {
    let code = ZohoAnswer.error(ZohoAnswer.json(answer)).map { ", \($0.code)" } ?? ""
    return Self(
      .zohoThrottled, "Zoho still answers that there are too many requests (HTTP \(answer.status)\(code))",
      at: place,
      remedy: "lower zoho.concurrent_calls to what the edition allows, or wait until credits are free again")
  }

  static func creditsExhausted(used: Int, limit: Int, freeAt time: String?) -> Self {
    Self(
      .creditsExhausted, "\(used) of \(limit) API credits of the last 24 hours are spent",
      at: "zoho.credits_per_day",
      remedy: (time.map { "wait until \($0)" } ?? "wait")
        + ", or raise zoho.credits_per_day to what Zoho shows under Setup, APIs and SDKs, Usage")
  }

  static func zohoTokenAnswer(_ settings: ZohoSettings, _ message: String) -> Self {
    Self(
      .serverError, "Zoho's token service \(message)", at: "\(settings.accountsURL)/oauth/v2/token",
      remedy: "try again later; if it stays so, check zoho.data_center or zoho.accounts_url")
  }

  static func zohoServer(_ place: String, status: Int, says: String?, remedy: String? = nil) -> Self {
    Self(
      .serverError, "Zoho answers HTTP \(status)\(says.map { ": \($0)" } ?? "")", at: place,
      remedy: remedy ?? "try again later; https://status.zoho.com shows whether the service is up")
  }

  static func zohoListing(_ place: String, _ message: String) -> Self {
    Self(
      .listingBroken, "Zoho \(message)", at: place,
      remedy:
        "run it again, nothing is taken for read; if it stays so, look at what stands between Zoho and here")
  }

  static func zohoTokenDead(_ reason: String, place: String) -> Self {
    Self(
      .pageTokenDead, "Zoho says that there are more records, but \(reason)", at: place,
      remedy: "run the command again: the listing starts over, and nothing is taken for read")
  }

  static func zohoEndless(_ place: String, pages: Int) -> Self {
    Self(
      .listingBroken, "Zoho says that there is still more behind \(pages) pages, which is as far as is read",
      at: place,
      remedy:
        "run it again; if it stays so, Zoho, or what stands in front of it, shows the same again and again")
  }

  static func zohoEndNotSaid(_ place: String) -> Self {
    zohoListing(place, "does not say whether there are more records (no info.more_records)")
  }

  static func zohoNoFields(_ module: String, place: String) -> Self {
    Self(
      .zohoRefused, "Zoho lists no field of \(module)", at: place,
      remedy: "check the API name of the module, and that the user's profile may use it through the API")
  }

  static func zohoFieldsAbsent(_ fields: [String], place: String) -> Self {
    Self(
      .zohoRefused, "Zoho shows a record without \(fields.joined(separator: ", "))", at: place,
      remedy: "check the API names in the mapping, and that the user's profile may see these fields")
  }

  static func zohoUnreadable(_ place: String, _ message: String) -> Self {
    Self(
      .serverError, "Zoho answers, but \(message)", at: place,
      remedy: "try again; if it stays so, a proxy in between may have answered instead")
  }
}
