import Decisions
import Diagnostics
import TestSupport
import Testing

@testable import ProjectFiles

@Suite("The configuration as the ledger keeps it", .temporaryFolder)
struct CanonicalYAMLTests {
  @Test("says the same as the files, and reads back to itself")
  func sameValues() throws {
    let project = try TestProject().load()
    var kept = TestProject()
    for (path, text) in project.texts { kept.files[path] = text }
    let again = try kept.load()
    #expect(again.texts == project.texts)
    #expect(again.rules.crosswalks == project.rules.crosswalks)
    for (left, right) in zip(project.rules.mappings, again.rules.mappings) {
      #expect(left.jde == right.jde && left.zoho == right.zoho && left.matching == right.matching)
      #expect(left.fields.map(\.source) == right.fields.map(\.source))
      #expect(left.fields.map(\.owner) == right.fields.map(\.owner))
    }
    #expect(again.file.writes == project.file.writes && again.file.schedule == project.file.schedule)
    #expect(again.file.jde.url == project.file.jde.url)
  }

  @Test("holds no comment, and of a secret its name")
  func comments() throws {
    var project = TestProject()
    for file in ["counterfoil.yaml", "mappings/customer.yaml", "matching.yaml"] {
      project.files[file]? += "# the old password was hunter2\n"
    }
    try project.change(
      "counterfoil.yaml", "page_size: 500 ", to: "page_size: 500 # call Ada Meyer, hunter2\n ")
    let texts = try project.load().texts
    for (path, text) in texts {
      #expect(!text.contains("hunter2") && !text.contains("Ada") && !text.contains("#"), "\(path): \(text)")
    }
    #expect(texts["counterfoil.yaml"]?.contains("\"${secret:jde-password}\"") == true)
  }

  @Test("is the same whatever comments, blanks and quotes are changed, and another where a value is")
  func stable() throws {
    let before = try TestProject().load().texts
    var project = TestProject()
    try project.change(
      "mappings/customer.yaml", "entity: customer", to: "# mine\n\nentity:   \"customer\"  # too")
    try project.change("counterfoil.yaml", "page_size: 500", to: "page_size: '500'")
    #expect(try project.load().texts == before)
    try project.change("counterfoil.yaml", "'500'", to: "501")
    #expect(try project.load().texts != before)
  }

  @Test("keeps a text a text, whatever it looks like", arguments: Seeds.all)
  func texts(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "null", "~", "on", "001", "1e3", "\\", "\"", "\n", "\t", " ", "#", ": ", "- ", "é", "日本", "🧾", "\u{85}",
      "\u{2028}", "\u{7F}", "\u{FEFF}", "\u{1B}", "{", "]", ",", "'", "%", "&a", "*a", "!x", "|",
    ]
    for _ in 0..<100 {
      let text = (0..<Int.random(in: 0...5, using: &random)).compactMap { _ in
        pieces.randomElement(using: &random)
      }
      .joined()
      // No value that was read begins with it: Yams takes it for a mark of the byte order.
      if text.unicodeScalars.first == "\u{FEFF}" { continue }
      let place = SourcePlace(file: "f.yaml", line: 1, column: 1)
      let node = PlacedNode(
        place: place,
        content: .keyed([
          PlacedNode.Entry(
            key: PlacedText(text.isEmpty ? "k" : text, at: place),
            value: PlacedNode(
              place: place,
              content: .list([
                PlacedNode(place: place, content: .text(text)), PlacedNode(place: place, content: .null),
              ])
            ))
        ]))
      let written = CanonicalYAML.text(of: node)
      let read = try YAMLText.parse(written, file: "f.yaml")
      try #require(CanonicalYAML.text(of: read) == written, "\(written)")
      guard case .keyed(let entries) = read.content, case .list(let items)? = entries.first?.value.content
      else {
        Issue.record("\(written)")
        return
      }
      try #require(entries.first?.key.text == (text.isEmpty ? "k" : text))
      try #require(items.first?.placedText?.text == text && items.last?.isNull == true, "\(written)")
    }
  }
}
