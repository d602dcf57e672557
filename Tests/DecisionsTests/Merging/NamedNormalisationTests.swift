import Testing

@testable import Decisions

@Suite("What a system made of a value")
struct NamedNormalisationTests {
  private func name(
    _ written: String, _ shown: String, type: FieldType = .text, lengthMax: Int? = nil,
    country: String? = nil,
    target: TargetField = .unknown
  ) -> String? {
    namedNormalisation(
      of: .value(written), shown: .value(shown), field: mappedField("f", type: type, lengthMax: lengthMax),
      country: country, target: target)
  }

  @Test("is white space where only that was left out or made one blank")
  func whiteSpace() {
    #expect(name("Nordwind  GmbH", "Nordwind GmbH") == "white_space")
    #expect(name(" Nordwind\u{A0}GmbH ", "Nordwind GmbH") == "white_space")
    #expect(name("Alte Gasse 9\n\nHof 2", "Alte Gasse 9\nHof 2") == "white_space")
    #expect(name("Alte Gasse 9\nHof 2", "Alte Gasse 9 Hof 2") == "white_space")
    #expect(name("Nordwind GmbH", "Nordwind  GmbH") == nil, "what is added is an edit")
    #expect(name("Nordwind GmbH", " Nordwind GmbH") == nil)
    #expect(name("Alte Gasse 9 Hof 2", "Alte Gasse 9\nHof 2") == nil)
    #expect(name("Nord wind", "Nordwind") == nil, "a blank between letters is significant")
  }

  @Test("is case where no other character differs")
  func letterCase() {
    #expect(name("Nordwind GmbH", "NORDWIND GMBH") == "case")
    #expect(name("NORDWIND", "Nordwind") == "case")
    #expect(name("Straße", "STRASSE") == "case")
    #expect(name("STRASSE", "Straße") == nil, "capitals do not say where a ß was")
    #expect(name("Café", "CAFE") == nil, "an accent is significant")
    #expect(name("Nordwind GmbH", "NORDWIND  GMBH") == nil)
  }

  @Test("is a cut only at a length at which the target is known to cut")
  func cut() {
    #expect(name("Nordwind Maschinenbau", "Nordwind", target: TargetField(lengthMax: 8)) == "cut")
    #expect(name("Nordwind Maschinenbau", "Nordwind", target: TargetField(lengthMax: 9)) == "cut")
    #expect(name("Nordwind Maschinenbau", "Nordwind", lengthMax: 8) == "cut")
    #expect(name("Nordwind Maschinenbau", "Nordwind") == nil, "somebody may have shortened it")
    #expect(name("Nordwind Maschinenbau", "Nordwind", target: TargetField(lengthMax: 12)) == nil)
    #expect(name("Nordwind", "Nordwind Maschinenbau", target: TargetField(lengthMax: 8)) == nil)
  }

  @Test("is removed characters only where nobody sees them")
  func removed() {
    #expect(name("Nord\u{200B}wind", "Nordwind") == "removed_characters")
    #expect(name("Nord\u{7}wind", "Nordwind") == "removed_characters")
    #expect(name("Nord\u{AD}wind\u{FEFF}", "Nord\u{AD}wind") == "removed_characters")
    #expect(name("Nordwind", "Nord\u{200B}wind") == nil)
    #expect(name("Nordwind 🚀", "Nordwind ") == nil, "an emoji is seen")
    #expect(name("Nordwind™", "Nordwind") == nil)
    #expect(name("Nordwind <b>", "Nordwind b") == nil)
  }

  @Test("is rounding where the digits behind the point were rounded, and nothing else")
  func rounded() {
    #expect(name("12.345", "12.35", type: .money) == "rounded")
    #expect(name("999.996", "1000", type: .money) == "rounded")
    #expect(name("12.504", "12.5", type: .money) == "rounded")
    #expect(name("-12.345", "-12.35", type: .money) == "rounded")
    #expect(name("12.345", "12.34", type: .money) == nil)
    #expect(name("1234", "1200", type: .money) == nil)
    #expect(name("12.3", "12.31", type: .money) == nil)
    #expect(name("12.345", "12.35") == nil, "a text is no number")
  }

  @Test("is a phone spelling where the country says that it is the same telephone")
  func phone() {
    #expect(name("12 34 56 78", "+4512345678", type: .phone, country: "DK") == "phone")
    #expect(name("12 34 56 78", "+4512345678", type: .phone) == nil, "without a country nobody knows")
    #expect(name("12 34 56 78", "+4512345679", type: .phone, country: "DK") == nil)
    #expect(
      name("12345678 ext. 5", "+4512345678", type: .phone, country: "DK") == nil, "the extension is gone")
  }

  @Test("is a label where the target has both for one choice")
  func label() {
    let target = TargetField(labels: [["Net 30", "30 days net"], ["Net 60", "60 days net"]])
    #expect(name("Net 30", "30 days net", target: target) == "label")
    #expect(name("30 days net", "Net 30", target: target) == "label")
    #expect(name("Net 30", "60 days net", target: target) == nil)
    #expect(name("Net 30", "30 days net") == nil)
  }

  @Test("has no name where a value is gone, came from nothing, differs, or is the same")
  func none() {
    let field = mappedField("f")
    let pairs: [(FieldValue, FieldValue)] = [
      (.value("a"), .blank), (.blank, .value("a")), (.value("a"), .absent), (.absent, .value("a")),
      (.value("\u{200B}"), .value("")), (.value("a"), .value("a")), (.value("a"), .value("b")),
      (.blank, .blank),
    ]
    for (written, shown) in pairs {
      #expect(namedNormalisation(of: written, shown: shown, field: field) == nil, "\(written) \(shown)")
    }
    for type in [FieldType.email, .date, .taxID, .boolean, .lookup, .multiSelect] {
      #expect(name("AB 12", "ab 12", type: type) == nil, "\(type): what it allows is the type's own equality")
    }
  }
}
