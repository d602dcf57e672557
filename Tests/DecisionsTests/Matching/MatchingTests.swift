import JSONText
import Testing

@testable import Decisions

@Suite("A JDE record without a counterpart")
struct MatchingTests {
  private func link(_ outcome: MatchOutcome?) -> String? {
    guard case .link(let right, _) = outcome else { return nil }
    return right
  }

  private func reason(_ outcome: MatchOutcome?) -> MatchReviewReason? {
    guard case .review(let reason, _) = outcome else { return nil }
    return reason
  }

  private func candidates(_ outcome: MatchOutcome?) -> [String] {
    guard case .review(_, let candidates) = outcome else { return [] }
    return candidates.map(\.ref)
  }

  @Test("is linked by its tax id within the country, and the explanation says how")
  func taxID() {
    var world = MatchingWorld()
    world.jde("1", "Nordwind GmbH", tax: "DE 168347747")
    world.zoho("901", "Nord-Wind", tax: "168347747")
    guard case .link(to: "901", let explanation) = world.decide("1") else {
      Issue.record("the tax id is the same")
      return
    }
    #expect(
      explanation
        == MatchExplanation(
          kind: .taxID(country: "DE"), leftRaw: "DE 168347747", rightRaw: "168347747",
          normalised: "168347747",
          rule: "tax id within country DE, unique on both sides, not contradicted"))
    #expect(explanation.json["key"]?.string == "tax_id")
  }

  @Test("is linked by a tax id alone only where one country's rules fit")
  func taxIDAlone() {
    var world = MatchingWorld()
    world.jde("1", "Viação Azul", tax: "07.195.358/0001-66", country: nil)
    world.zoho("901", "Azul", tax: "07195358000166", country: nil)
    #expect(link(world.decide("1")) == "901")
    var several = MatchingWorld()
    several.jde("1", "Alpha", tax: "168347747", country: nil)
    several.zoho("901", "Omega", tax: "DE168347747", country: nil)
    #expect(reason(several.decide("1")) == .weakOnly, "a number without its country only asks")
  }

  @Test("is a question where the number is the same and the country is not")
  func countryDiffers() {
    var world = MatchingWorld()
    world.jde("1", "Alpha", tax: "168347747", country: "DE")
    world.zoho("901", "Omega", tax: "168347747", country: "France")
    #expect(reason(world.decide("1")) == .countryDiffers)
  }

  @Test("is linked by an e-mail that one record of each side has")
  func email() {
    var world = MatchingWorld()
    world.jde("1", "Nordwind GmbH", mail: "Kontor@Nordwind.example ")
    world.zoho("901", "Nordwind", mail: "kontor@nordwind.example")
    #expect(link(world.decide("1")) == "901")
  }

  @Test(
    "is linked by an e-mail in another spelling that no eye tells apart",
    arguments: [
      ("chef@firma-b.de\u{200B}", "chef@firma-b.de"), ("chef@müller-c.de", "chef@xn--mller-c-n2a.de"),
      ("rene\u{301}@firma-j.fr", "ren\u{E9}@firma-j.fr"), ("chef@firma\u{AD}-k.de", "chef@firma-k.de"),
      ("\u{A0}Chef@Firma-M.DE", "chef@firma-m.de"), ("ｃｈｅｆ＠ｆｉｒｍａ．ｄｅ", "chef@firma.de"),
    ])
  func mailSpelling(left: String, right: String) {
    var world = MatchingWorld()
    world.jde("1", "Nordwind GmbH", mail: left)
    world.zoho("901", "Nordwind", mail: right)
    #expect(link(world.decide("1")) == "901")
  }

  @Test("is not linked by a free-mail domain in whatever script it is written")
  func freeMailInAnotherScript() {
    var world = MatchingWorld()
    world.rules = MatchingRules(
      keys: world.rules.keys, rank: [], freeMail: ["bücher.example"], placeholderRecords: 5)
    #expect(EmailKey.value("nord.wind@xn--bcher-kva.example", freeMail: world.rules.freeMail) == nil)
    #expect(EmailKey.value("nord.wind@BÜCHER.example", freeMail: world.rules.freeMail) == nil)
    #expect(EmailKey.value("in\u{200B}fo@nordwind.example", freeMail: []) == nil, "a role all the same")
  }

  @Test(
    "is not linked by a role's mailbox, a free-mail domain or a placeholder",
    arguments: [
      "info@nordwind.example", "Sales@nordwind.example", "nord.wind@gmail.com", "n/a", "x@x.xx",
      "no-reply@a.example",
    ])
  func guardedMail(mail: String) {
    var world = MatchingWorld()
    world.jde("1", "Nordwind GmbH", mail: mail)
    world.zoho("901", "Completely Other", mail: mail)
    #expect(world.decide("1") == .create)
  }

  @Test("is a question where an e-mail says yes and the tax ids, the countries or the names say no")
  func contradicted() {
    var tax = MatchingWorld()
    tax.jde("1", "Nordwind", tax: "DE168347747", mail: "kontor@nordwind.example")
    tax.zoho("901", "Nordwind", tax: "DE813113875", mail: "kontor@nordwind.example")
    #expect(reason(tax.decide("1")) == .keysDisagree)
    var country = MatchingWorld()
    country.jde("1", "Nordwind", mail: "kontor@nordwind.example", country: "AT")
    country.zoho("901", "Nordwind", mail: "kontor@nordwind.example")
    #expect(reason(country.decide("1")) == .countryDiffers)
    var name = MatchingWorld()
    name.jde("1", "Nordwind GmbH", mail: "kanzlei@steuer.example")
    name.zoho("901", "Bäckerei Huber", mail: "kanzlei@steuer.example")
    #expect(reason(name.decide("1")) == .keysDisagree)
  }

  @Test("is a question where two keys say two records")
  func keysDisagree() {
    var world = MatchingWorld()
    world.jde("1", "Nordwind", tax: "DE168347747", mail: "kontor@nordwind.example")
    world.zoho("901", "Nordwind", tax: "DE168347747")
    world.zoho("902", "Nordwind", mail: "kontor@nordwind.example")
    #expect(reason(world.decide("1")) == .keysDisagree)
    #expect(candidates(world.decide("1")) == ["901", "902"])
  }

  @Test("is a question where several have the key, on either side")
  func many() {
    var left = MatchingWorld()
    left.jde("1", "Nordwind Holding", tax: "DE168347747")
    left.jde("2", "Nordwind Logistik", tax: "DE168347747")
    left.zoho("901", "Nordwind", tax: "DE168347747")
    #expect(reason(left.decide("1")) == .manyLeft)
    guard case .review(_, let shown) = left.decide("1") else { return }
    #expect(shown.first?.rivals == ["2"])
    var right = MatchingWorld()
    right.jde("1", "Nordwind", tax: "DE168347747")
    right.zoho("901", "Nordwind", tax: "DE168347747")
    right.zoho("902", "Nordwind", tax: "DE168347747")
    #expect(reason(right.decide("1")) == .manyRight)
    #expect(candidates(right.decide("1")) == ["901", "902"])
  }

  @Test("shares a key with too many records for it to be one")
  func placeholder() {
    var world = MatchingWorld()
    for number in 1...6 { world.jde("\(number)", "Firma Nummer \(number)", tax: "DE168347747") }
    world.zoho("901", "Ganz Anders", tax: "DE168347747")
    #expect(world.decide("1") == .create)
    world.rules = MatchingRules(
      keys: world.rules.keys, rank: [], freeMail: [], placeholderRecords: 6)
    #expect(reason(world.decide("1")) == .manyLeft)
  }

  @Test("is linked by the stored cross-reference, before anything else")
  func reference() {
    var world = MatchingWorld()
    world.jde("4242", "Nordwind", tax: "DE168347747")
    world.jde("5000", "Südwind", reference: "903")
    world.zoho("901", "Anders", key: " 4242 ")
    world.zoho("902", "Nordwind", tax: "DE168347747")
    world.zoho("903", "Whatever")
    #expect(link(world.decide("4242")) == "901")
    #expect(link(world.decide("5000")) == "903")
  }

  @Test("is a question where the one that fits carries another record's key or is linked elsewhere")
  func alreadyLinked() {
    var taken = MatchingWorld()
    taken.jde("1", "Nordwind", tax: "DE168347747")
    taken.jde("2", "Westwind")
    taken.zoho("901", "Nordwind", tax: "DE168347747", key: "2")
    #expect(reason(taken.decide("1")) == .alreadyLinked)
    var stale = MatchingWorld()
    stale.jde("1", "Nordwind", tax: "DE168347747")
    stale.zoho("901", "Nordwind", tax: "DE168347747", key: "77")
    #expect(link(stale.decide("1")) == "901", "no JDE record has the key 77")
    var linked = MatchingWorld()
    linked.jde("1", "Nordwind", tax: "DE168347747")
    linked.jde("2", "Westwind")
    linked.zoho("901", "Nordwind", tax: "DE168347747", isLinked: true, to: "2")
    #expect(reason(linked.decide("1")) == .alreadyLinked)
    var twice = MatchingWorld()
    twice.jde("1", "Nordwind")
    twice.zoho("901", "Nordwind", key: "1")
    twice.zoho("902", "Nordwind", key: "1")
    #expect(reason(twice.decide("1")) == .manyRight)
  }

  @Test("of a group whose other companies are in Zoho already is new")
  func groupCompany() {
    var world = MatchingWorld()
    world.jde("1", "Nordwind Holding", tax: "DE168347747", mail: "post.eingang@nordwind.example")
    world.jde("2", "Nordwind Logistik", tax: "DE168347747", mail: "post.eingang@nordwind.example")
    world.zoho(
      "901", "Nordwind Holding", tax: "DE168347747", mail: "post.eingang@nordwind.example", key: "1",
      isLinked: true, to: "1")
    #expect(world.decide("2") == .create)
  }

  @Test("is a question where only its name speaks for one that is not linked")
  func weakOnly() {
    var world = MatchingWorld()
    world.jde("1", "Müller & Söhne GmbH & Co. KG", city: "Ulm")
    world.zoho("901", "MUELLER UND SOEHNE", city: "Bonn")
    #expect(reason(world.decide("1")) == .weakOnly)
    var linked = MatchingWorld()
    linked.jde("1", "Müller & Söhne GmbH & Co. KG")
    linked.zoho("901", "Mueller und Söhne", isLinked: true, to: "9")
    #expect(linked.decide("1") == .create)
  }

  @Test(
    "is a question where its name has no letter that is known, and another has the same",
    arguments: ["★★★", "&&", "☎ ☎", "♥♦"])
  func nameOfSigns(name: String) {
    var world = MatchingWorld()
    world.jde("1", name)
    world.zoho("901", " \(name) ")
    world.zoho("902", "★★")
    #expect(reason(world.decide("1")) == .weakOnly)
    #expect(candidates(world.decide("1")) == ["901"])
  }

  @Test("is never linked by its name and place, however alike they are")
  func nameNeverLinks() {
    for name in ["Nordwind GmbH", "トヨタ自動車", "★★★", "Ö"] {
      var world = MatchingWorld()
      world.jde("1", name, code: "10115", city: "Berlin")
      world.zoho("901", name, code: "10115", city: "Berlin")
      #expect(reason(world.decide("1")) == .weakOnly, "\(name)")
    }
  }

  @Test("is a question where a similar name is at the same place, and new where it is not")
  func similar() {
    func outcome(_ name: String, code: String?, city: String?) -> MatchOutcome? {
      var world = MatchingWorld()
      world.jde("1", "Nordwind Maschinenbau GmbH", code: "10115", city: "Berlin")
      world.zoho("901", name, code: code, city: city)
      return world.decide("1")
    }
    #expect(reason(outcome("Nordwind Maschinenbauer AG", code: "D-10115", city: nil)) == .weakOnly)
    #expect(reason(outcome("Nordwind Maschinenbauer AG", code: nil, city: "BERLIN")) == .weakOnly)
    #expect(outcome("Nordwind Maschinenbauer AG", code: "20095", city: "Hamburg") == .create)
    #expect(outcome("Südsee Reisebüro", code: "10115", city: "Berlin") == .create)
  }

  @Test("whose name JDE has cut off is a question where a longer one begins with it")
  func cutOff() {
    let long = "Vereinigte Norddeutsche Maschinenbau und Anlagentechnik Gesellschaft"
    var world = MatchingWorld()
    world.jde("1", String(long.prefix(40)))
    world.zoho("901", long + " mbH")
    world.zoho("902", "Vereinigte Banken")
    #expect(candidates(world.decide("1")) == ["901"])
  }

  @Test("is linked by its tax id though others share its mailbox, and they are new then")
  func sharedMailbox() {
    var world = MatchingWorld()
    world.jde("1", "Nordwind Holding", tax: "DE168347747", mail: "kanzlei@steuer.example")
    world.jde("2", "Ostwind Logistik", mail: "kanzlei@steuer.example")
    world.zoho("901", "Nordwind", tax: "DE168347747", mail: "kanzlei@steuer.example")
    #expect(link(world.decide("1")) == "901")
    #expect(reason(world.decide("2")) == .manyLeft)
    let outcomes = world.decideAll()
    #expect(link(outcomes["1"]) == "901" && outcomes["2"] == .create)
  }

  @Test("is a question where its e-mail fits one whose tax id is another record's")
  func strongerKeyElsewhere() {
    var world = MatchingWorld()
    world.jde("1", "Nordwind Holding", tax: "DE168347747")
    world.jde("2", "Nordwind Logistik", mail: "kontor@nordwind.example")
    world.zoho("901", "Nordwind", tax: "DE168347747", mail: "kontor@nordwind.example")
    #expect(link(world.decide("1")) == "901")
    #expect(reason(world.decide("2")) == .keysDisagree)
    #expect(reason(world.decideAll()["2"]) == .alreadyLinked)
  }

  @Test("is kept apart for good from whom a person said that it is not")
  func keptApart() {
    var world = MatchingWorld()
    world.jde("1", "Nordwind", tax: "DE168347747", keptApart: ["901"])
    world.zoho("901", "Nordwind", tax: "DE168347747")
    #expect(world.decide("1") == .create)
  }

  @Test("shows at most five candidates, those with a key first, then the most alike")
  func ranked() {
    var world = MatchingWorld()
    world.jde("1", "Nordwind Maschinenbau", mail: "kontor@nordwind.example", code: "10115", city: "Berlin")
    for number in 1...6 { world.zoho("90\(number)", "Nordwind Maschinenbau AG", city: "Berlin") }
    world.zoho("800", "Nordwind", tax: "DE813113875", mail: "kontor@nordwind.example", country: "Austria")
    let shown = candidates(world.decide("1"))
    #expect(shown == ["800"], "a key outranks names, and the country is what it asks about")
    world = MatchingWorld()
    world.jde("1", "Nordwind Maschinenbau", code: "10115", city: "Berlin")
    for number in 1...6 { world.zoho("90\(number)", "Nordwind Maschinenbau AG", city: "Berlin") }
    world.zoho("800", "Nordwind Maschinenbau GmbH", code: "10115", city: "Berlin")
    #expect(candidates(world.decide("1")) == ["800", "901", "902", "903", "904"])
  }

  @Test("gets the same answer whoever is asked first, and when the run is repeated")
  func orderDoesNotMatter() {
    func world(_ keys: [String]) -> MatchingWorld {
      var world = MatchingWorld()
      for key in keys {
        switch key {
        case "1": world.jde("1", "Nordwind GmbH", tax: "DE168347747", city: "Berlin")
        case "2": world.jde("2", "Nordwind AG", city: "Berlin")
        default: world.jde("3", "Ostwind AG", city: "Berlin")
        }
      }
      world.zoho("901", "Nordwind", tax: "DE168347747", city: "Berlin")
      return world
    }
    var first = world(["1", "2", "3"])
    var second = world(["3", "2", "1"])
    let outcomes = first.decideAll()
    #expect(outcomes == second.decideAll())
    #expect(link(outcomes["1"]) == "901")
    #expect(outcomes["2"] == .create, "901 has found its own by a key, so the name is no question")
    let again = first.decideAll()
    #expect(again["2"] == outcomes["2"] && again["3"] == outcomes["3"])
  }
}
