import JSONText
import SimulatedCompanies
import Testing

@testable import ZohoSimulator

@Suite("Signing in to the simulated Zoho")
struct ZohoTokenTests {
  private typealias C = ZohoConversation

  @Test("gives an access token and the API's origin")
  func token() throws {
    let conversation = try C()
    let answer = C.refresh(conversation.zoho)
    #expect(answer.json["expires_in"]?.int == 3_600 && answer.json["token_type"]?.string == "Bearer")
    #expect(answer.json["api_domain"]?.string == "http://127.0.0.1")
    #expect(answer.json["scope"]?.string?.contains("ZohoCRM.modules.ALL") == true)
    #expect(answer.json["refresh_token"] == nil)
    _ = try conversation.control("POST", "limits", ["api_domain": "https://www.zohoapis.eu"])
    #expect(C.refresh(conversation.zoho).json["api_domain"]?.string == "https://www.zohoapis.eu")
  }

  @Test("refuses under HTTP 200, each cause with its own word")
  func refusals() throws {
    let zoho = try C().zoho
    #expect(C.refresh(zoho, refreshToken: "x").json["error"]?.string == "invalid_code")
    #expect(C.refresh(zoho, client: "x").json["error"]?.string == "invalid_client")
    #expect(C.refresh(zoho, secret: "x").json["error"]?.string == "invalid_client_secret")
    #expect(C.refresh(zoho, client: "x").status == 200)
  }

  @Test("is over when the refresh token is revoked")
  func revoked() throws {
    let conversation = try C()
    _ = conversation.zoho.answer(
      ImitatedRequest(
        method: "POST", path: "/oauth/v2/token/revoke", query: [("token", SimulatedZoho.refreshToken)]))
    #expect(C.refresh(conversation.zoho).json["error"]?.string == "invalid_code")
    #expect(conversation.call("GET", "org").status == 401)
  }

  @Test("grants ten access tokens in ten minutes, and says so in words that do not mean revoked")
  func budget() throws {
    let zoho = try C().zoho  // the first of ten
    for _ in 2...10 { #expect(C.refresh(zoho).json["access_token"] != nil) }
    let throttled = C.refresh(zoho)
    #expect(throttled.status == 200 && throttled.json["error"]?.string == "Access Denied")
    #expect(C.refresh(zoho, at: C.now.adding(seconds: 600)).json["access_token"] != nil)
  }

  @Test("throttles on request too, with the status that the switch says")
  func throttledByFault() throws {
    let conversation = try C()
    _ = try conversation.control("POST", "quirks", ["throttledToken": "status400"])
    #expect(C.refresh(conversation.zoho, faults: [.throttledToken]).status == 400)
    #expect(try conversation.control("GET", "tokens")["throttled"]?.int == 1)
    #expect(try conversation.control("GET", "tokens")["made"]?.int == 1)
  }

  @Test("keeps fifteen tokens alive: the sixteenth ends the oldest")
  func alive() throws {
    let conversation = try C()
    _ = try conversation.control("POST", "tokens", ["budget": 100])
    for _ in 2...15 { _ = C.refresh(conversation.zoho) }
    #expect(conversation.call("GET", "org").status == 200)
    _ = C.refresh(conversation.zoho)
    #expect(conversation.call("GET", "org").status == 401)
  }

  @Test("ends a token after an hour, and on request")
  func expiry() throws {
    let conversation = try C()
    #expect(conversation.call("GET", "org", at: C.now.adding(seconds: 3_599)).status == 200)
    let late = conversation.call("GET", "org", at: C.now.adding(seconds: 3_600))
    #expect(late.status == 401 && late.code == "INVALID_TOKEN")
    let ended = conversation.call("GET", "org", faults: [.deadSession])
    #expect(ended.status == 401)
    #expect(conversation.call("GET", "org").status == 401)
  }

  @Test("knows no token of another data centre")
  func otherDataCentre() throws {
    let (one, two) = (try C(), SimulatedZoho(seed: 99, records: 10))
    let stranger = try #require(C.refresh(two).json["access_token"]?.string)
    #expect(one.call("GET", "org", token: stranger).code == "INVALID_TOKEN")
    _ = try one.control("POST", "quirks", ["badToken": "authenticationFailure"])
    #expect(one.call("GET", "org", token: stranger).code == "AUTHENTICATION_FAILURE")
  }

  @Test(
    "lets a token do what its scopes say, and nothing else",
    arguments: [
      ("ZohoCRM.org.READ", ["org"]), ("ZohoCRM.users.READ", ["users"]),
      ("ZohoCRM.modules.accounts.READ", ["Accounts?fields=id"]),
      ("ZohoCRM.settings.fields.READ", ["settings/fields?module=Accounts"]),
      ("ZohoCRM.modules.ALL", ["Accounts?fields=id", "Contacts?fields=id"]),
    ])
  func scopes(scope: String, open: [String]) throws {
    let conversation = try C(existing: 5)
    _ = try conversation.control("POST", "tokens", ["scopes": [JSONValue(scope)]])
    for address in [
      "org", "users", "Accounts?fields=id", "Contacts?fields=id", "settings/fields?module=Accounts",
    ] {
      let answer = conversation.call("GET", address)
      if open.contains(address) {
        #expect(answer.status == 200, "\(address)")
      } else {
        #expect(answer.status == 401 && answer.code == "OAUTH_SCOPE_MISMATCH", "\(address)")
      }
    }
    let write = conversation.write("POST", "Accounts", [["Account_Name": "A"]])
    #expect(write.status == (scope == "ZohoCRM.modules.ALL" ? 201 : 401))
  }

  @Test("counts credits, shows what is left from half of them on, and stops at the end")
  func credits() throws {
    let conversation = try C()
    _ = try conversation.control("POST", "limits", ["credits_per_day": 24])
    let rows = (0..<100).map { JSONValue.object(["Account_Name": JSONValue("A\($0)")]) }
    let first = conversation.call("GET", "org")
    #expect(first.headers.isEmpty)
    let write = conversation.write("POST", "Accounts", rows)  // 10 credits
    #expect(write.headers.isEmpty)
    let half = conversation.call("GET", "org")
    #expect(half.headers.map(\.value) == ["12"])
    _ = conversation.write("POST", "Accounts", rows)
    _ = conversation.call("GET", "org")
    _ = conversation.call("GET", "org")
    let over = conversation.call("GET", "org")
    #expect(over.status == 429 && over.code == "TOO_MANY_REQUESTS")
    #expect(conversation.call("GET", "org", faults: [.creditsExhausted]).status == 429)
  }

  @Test("refuses more calls at a time than the edition has")
  func concurrency() throws {
    let conversation = try C()
    #expect(conversation.call("GET", "org", concurrent: 10).status == 200)
    #expect(conversation.call("GET", "org", concurrent: 11).status == 429)
  }
}
