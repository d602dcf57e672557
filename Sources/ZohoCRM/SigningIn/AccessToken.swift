import HTTPTransport
import JSONText

/// A token for an hour, and the API that it is for.
struct AccessToken: Hashable, Sendable {
  let value: Secret
  /// The end of its use by us, in seconds since 1970: a little before Zoho's.
  let expires: Int
  /// Scheme and host of the API.
  let apiURL: String

  init(value: Secret, expires: Int, apiURL: String) {
    self.value = value
    self.expires = expires
    self.apiURL = apiURL
  }

  init?(_ json: JSONValue) {
    guard let value = json["token"]?.string, let expires = json["expires"]?.int,
      let apiURL = json["api"]?.string
    else { return nil }
    self.init(value: Secret(value), expires: expires, apiURL: apiURL)
  }

  var json: JSONValue {
    ["token": .string(value.value), "expires": .number(expires), "api": .string(apiURL)]
  }
}
