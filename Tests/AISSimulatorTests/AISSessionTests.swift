import JSONText
import SimulatedCompanies
import Testing

@testable import AISSimulator

@Suite("Signing in to the simulated AIS")
struct AISSessionTests {
  @Test("gives a token with characters that need care, and says who it is")
  func token() throws {
    let conversation = try AISConversation(quirks: .plain)
    #expect(
      conversation.token.contains("+") && conversation.token.contains("/")
        && conversation.token.hasSuffix("="))
    let answer = AISConversation.send(conversation.ais, "POST", "tokenrequest", AISConversation.credentials())
    #expect(answer.json["userInfo"]?["simpleDateFormat"]?.string == "MM/dd/yyyy")
    #expect(answer.json["userInfo"]?["dateSeperator"]?.string == "/")
    #expect(answer.json["environment"]?.string == "JDV920")
  }

  @Test("refuses a wrong password with 403, counts it, and locks the user after three")
  func locks() throws {
    let conversation = try AISConversation(signIn: false)
    let wrong = AISConversation.credentials(password: "wrong")
    for _ in 0..<3 {
      #expect(AISConversation.send(conversation.ais, "POST", "tokenrequest", wrong).status == 403)
    }
    let right = AISConversation.credentials()
    #expect(AISConversation.send(conversation.ais, "POST", "tokenrequest", right).status == 403)
    let sessions = try conversation.control("GET", "sessions")
    #expect(sessions["failed"]?["SYNCUSR"]?.int == 3)
    #expect(sessions["locked"] == ["SYNCUSR"])
    _ = try conversation.control("POST", "users", ["username": "SYNCUSR", "locked": false])
    #expect(AISConversation.send(conversation.ais, "POST", "tokenrequest", right).status == 200)
  }

  @Test("refuses another environment with 403 and JSON that is none with 400")
  func refusals() throws {
    let conversation = try AISConversation(signIn: false)
    let other: JSONValue = ["username": "SYNCUSR", "password": "simulated-password", "environment": "JPD920"]
    #expect(AISConversation.send(conversation.ais, "POST", "tokenrequest", other).status == 403)
    #expect(AISConversation.send(conversation.ais, "POST", "tokenrequest", "text").status == 400)
    let form = AISConversation.send(
      conversation.ais, "POST", "tokenrequest", other, headers: ["content-type": "text/plain"])
    #expect(form.status == 415)
    let path = conversation.ais.answer(ImitatedRequest(method: "GET", path: "/elsewhere"))
    #expect(path.status == 404 && path.contentType == "text/html")
  }

  @Test("binds a token to its device: another one gets 444")
  func device() throws {
    let conversation = try AISConversation()
    #expect(conversation.call("POST", "dataservice", ["targetName": "F0005"], device: "other").status == 444)
    #expect(conversation.call("POST", "dataservice", ["targetName": "F0005"]).status == 200)
  }

  @Test("ends a session by logout, by idling, and by a fault: 444 from then on")
  func ends() throws {
    let body: JSONValue = ["targetName": "F0005"]
    let one = try AISConversation()
    #expect(one.call("POST", "tokenrequest/logout").status == 200)
    #expect(one.call("POST", "dataservice", body).status == 444)
    #expect(one.call("POST", "tokenrequest/logout").status == 444)

    let two = try AISConversation()
    let almost = AISConversation.now.adding(seconds: 1_799)
    #expect(two.call("POST", "dataservice", body, at: almost).status == 200)
    #expect(two.call("POST", "dataservice", body, at: almost.adding(seconds: 1_800)).status == 444)

    let three = try AISConversation()
    #expect(three.call("POST", "dataservice", body, faults: [.deadSession]).status == 444)
    #expect(three.call("POST", "dataservice", body).status == 444)
  }

  @Test(
    "validates a dead token in each of the ways that were seen",
    arguments: [(AISQuirks.DeadToken.status200, 200), (.status403, 403), (.status444, 444)])
  func validates(quirk: AISQuirks.DeadToken, status: Int) throws {
    var quirks = AISQuirks.plain
    quirks.deadTokenValidated = quirk
    let conversation = try AISConversation(quirks: quirks)
    let alive = conversation.call("POST", "tokenrequest/validate")
    #expect(alive.status == 200 && alive.json["isValidSession"]?.bool == true)
    _ = conversation.call("POST", "tokenrequest/logout")
    let dead = conversation.call("POST", "tokenrequest/validate")
    #expect(dead.status == status)
    #expect(dead.json["isValidSession"]?.bool != true)
  }

  @Test("lets credentials stand on the call itself, and keeps no session of it")
  func stateless() throws {
    let conversation = try AISConversation(signIn: false)
    let body: JSONValue = ["targetName": "F0005", "username": "SYNCUSR", "password": "simulated-password"]
    #expect(AISConversation.send(conversation.ais, "POST", "dataservice", body).status == 200)
    let basic = ["authorization": "Basic U1lOQ1VTUjpzaW11bGF0ZWQtcGFzc3dvcmQ="]
    let plain: JSONValue = ["targetName": "F0005"]
    #expect(
      AISConversation.send(conversation.ais, "POST", "dataservice", plain, headers: basic).status == 200)
    #expect(AISConversation.send(conversation.ais, "POST", "dataservice", plain).status == 403)
    #expect(try conversation.control("GET", "sessions")["open"]?.int == 0)
  }

  @Test("hides a table from who may not read it, by 403 or 500")
  func deniedTable() throws {
    let conversation = try AISConversation()
    _ = try conversation.control("POST", "users", ["username": "SYNCUSR", "denied_tables": ["F0116"]])
    #expect(conversation.browse("F0116").status == 403)
    _ = try conversation.control("POST", "quirks", ["deniedTable": "status500"])
    #expect(conversation.browse("F0116").status == 500)
    #expect(conversation.browse("F0101").status == 200)
  }
}
