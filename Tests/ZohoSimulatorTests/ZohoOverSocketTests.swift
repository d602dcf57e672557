import Foundation
import FoundationNetworking
import JSONText
import SimulatedCompanies
import Testing

@testable import ZohoSimulator

@Suite("The simulated Zoho on a port", .timeLimit(.minutes(1)))
struct ZohoOverSocketTests {
  @Test("names its own origin as the API's, and answers there")
  func origin() async throws {
    let zoho = SimulatedZoho(seed: 1, records: 10, existing: 3)
    let port = try await zoho.start()
    var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)/oauth/v2/token")))
    request.httpMethod = "POST"
    request.httpBody = Data(
      """
      grant_type=refresh_token&client_id=\(SimulatedZoho.clientID)&client_secret=\(SimulatedZoho.clientSecret)\
      &refresh_token=\(SimulatedZoho.refreshToken)
      """.utf8)
    let (body, _) = try await URLSession.shared.data(for: request)
    let answer = try JSONValue(parsing: Array(body))
    #expect(answer["api_domain"]?.string == "http://127.0.0.1:\(port)")

    var list = URLRequest(
      url: try #require(URL(string: "http://127.0.0.1:\(port)/crm/v8/Accounts?fields=id")))
    list.setValue(
      "Zoho-oauthtoken \(answer["access_token"]?.string ?? "")", forHTTPHeaderField: "Authorization")
    let (page, _) = try await URLSession.shared.data(for: list)
    #expect(try JSONValue(parsing: Array(page))["data"]?.array?.count == 3)
    #expect(zoho.server().calls.map(\.subject) == ["", "Accounts"])
    #expect(zoho.server().calls.map(\.rows) == [0, 3])
    await zoho.stop()
  }
}
