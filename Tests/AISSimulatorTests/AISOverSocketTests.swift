import Foundation
import FoundationNetworking
import JSONText
import SimulatedCompanies
import Testing

@testable import AISSimulator

@Suite("The simulated AIS on a port", .timeLimit(.minutes(1)))
struct AISOverSocketTests {
  @Test("answers 444, which no standard knows, and lets its next-links point to itself")
  func port() async throws {
    let ais = SimulatedAIS(seed: 1, records: 30, quirks: .plain)
    let port = try await ais.start()
    func post(_ path: String, _ body: JSONValue) async throws -> (status: Int, json: JSONValue) {
      var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)/jderest/v2/\(path)")))
      request.httpMethod = "POST"
      request.httpBody = Data(body.bytes)
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
      let (data, response) = try await URLSession.shared.data(for: request)
      let status = try #require(response as? HTTPURLResponse).statusCode
      return (status, try JSONValue(parsing: Array(data)))
    }
    let dead = try await post("dataservice", ["targetName": "F0101", "token": "none"])
    #expect(dead.status == 444)
    let login = try await post("tokenrequest", ["username": "SYNCUSR", "password": "simulated-password"])
    let token = try #require(login.json["userInfo"]?["token"])
    let page = try await post(
      "dataservice",
      ["targetName": "F0101", "token": token, "maxPageSize": 5, "enableNextPageProcessing": "true"])
    let href = try #require(page.json["links"]?[0]?["href"]?.string)
    #expect(href.hasPrefix("http://127.0.0.1:\(port)/jderest/v2/dataservice/next?"))
    #expect(ais.server().calls.map(\.status) == [444, 200, 200])
    await ais.stop()
  }
}
