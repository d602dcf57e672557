import Diagnostics
import ProjectFiles

/// Tables: crosswalks through the loader of a project, and sheets of decisions against a plain oracle.
struct CSVFuzz: FuzzTarget {
  static let name = "csv"

  private static let sheet = #"""
    entity,key,field,jde,zoho,take
    customer,4242,credit,25000,"25,000",zoho
    contact,4242.1,phone,"+49 (40) 123 ""45""",,jde
    customer,4243,name,"Nord
    wind",株式会社,both

    """#
  private static let cells =
    OddValues.strings.map { $0.replacing("\\", with: "") } + [
      "\"", "\"\"", "\"a\"b", "a\"b", ",", ",,,,,", "\r\n", "\r", "\n\n", "\u{301}", "\",\"", "\"\u{301}\"",
      "\u{2028}",
      "jde,zoho,preferred", "N30,Net 30,true", "true", "maybe", "\"unclosed",
    ]

  private let project = ScratchProject()

  init() {}

  func run(seed: UInt64) async throws {
    var dice = Dice(seed: seed)
    let paths = project.texts.keys.filter { $0.hasSuffix(".csv") }.sorted()
    let path = dice.pick(paths)
    let isCrosswalk = dice.happens(50)
    var mutator = TextMutator(dice: Dice(seed: dice.next()))
    let example = Array((isCrosswalk ? project.texts[path] ?? "" : Self.sheet).utf8)
    var bytes = mutator.changed(example, tokens: Self.cells, changes: 0...5)
    if dice.happens(2) { bytes += (0..<3_000).flatMap { Array("C\($0),V\($0 % 7),\n".utf8) } }
    PlantedFault.look(at: bytes)
    if isCrosswalk {
      for failure in try project.failures(with: bytes, at: path) { try FuzzLaws.check(failure) }
    }
    try Self.check(String(decoding: bytes, as: UTF8.self))
  }

  private static func check(_ text: String) throws(BrokenLaw) {
    let oracle = PlainCSV.rows(of: text)
    let rows: [[PlacedText]]
    do throws(Failure) {
      rows = try CSVTable.rows(of: text, file: "decisions.csv")
    } catch {
      try FuzzLaws.check(error)
      let isTooWide = oracle?.contains { $0.count > CSVTable.valuesMax } ?? false
      guard oracle == nil || isTooWide else { throw BrokenLaw("a table is refused: \(error.message)") }
      return
    }
    guard let oracle else { throw BrokenLaw("a table with a wrong quote is read") }
    let read = rows.map { $0.map { Array($0.text.utf8) } }
    guard read == oracle.map({ $0.map { Array($0.utf8) } }) else {
      throw BrokenLaw("a table is read otherwise")
    }
    for value in rows.joined() where value.place.line < 1 || value.place.column < 1 {
      throw BrokenLaw("a value stands at \(value.place)")
    }
  }
}
