import Testing

@Suite("The sources of the house")
struct HouseTests {
  @Test("have files of at most 400 lines")
  func lengths() throws {
    #expect(try offences(HouseRules.longFiles) == [])
  }

  @Test("hold no word of unfinished or unsafe work")
  func words() throws {
    #expect(try offences(HouseRules.forbidden) == [])
  }

  @Test("declare nothing for other programs to import")
  func access() throws {
    #expect(try offences(HouseRules.publicDeclarations) == [])
  }

  @Test("say of every declaration that other modules see what it is")
  func documentation() throws {
    #expect(try offences(HouseRules.undocumented, in: ["Sources"]) == [])
  }

  @Test("import only what stands on a lower floor")
  func floors() throws {
    #expect(try offences(HouseRules.wrongImports, in: ["Sources"]) == [])
  }

  @Test("ask what a verdict means in two places: where it becomes events, and in the table of its traits")
  func verdicts() throws {
    let places = try offences(HouseRules.verdictSwitches, in: ["Sources"])
    #expect(places.count == 2, "\(places)")
  }

  @Test("leave folding to the journal: nobody else in the loop asks the projection to catch up")
  func folding() throws {
    let places = try offences(HouseRules.catchingUp, in: ["Sources/Sync"])
    #expect(places.count == 1 && places[0].hasPrefix("Sources/Sync/Running/Journal.swift"), "\(places)")
  }

  @Test("have a floor for each of their modules")
  func everyModuleHasAFloor() throws {
    let modules = Set(try SourceTree.files(in: ["Sources"]).compactMap(\.module))
    #expect(modules.subtracting(HouseRules.floors.keys) == [])
  }

  @Test(
    "are judged by rules that find a planted offence",
    arguments: [
      Planted(
        name: "a long file", rule: HouseRules.longFiles, lines: Array(repeating: "let a = 1", count: 401)),
      Planted(name: "a word", rule: HouseRules.forbidden, lines: ["// TO" + "DO: later"]),
      Planted(
        name: "a declaration for everybody", rule: HouseRules.publicDeclarations,
        lines: ["  pub" + "lic let a = 1"]),
      Planted(
        name: "no documentation", rule: HouseRules.undocumented, lines: ["", "@frozen", "package struct A {"]),
      Planted(
        name: "a verdict taken apart", rule: HouseRules.verdictSwitches,
        lines: ["switch now.verdict {", "case .unpaired: break"]),
      Planted(
        name: "a fold by hand", rule: HouseRules.catchingUp,
        lines: ["_ = try await store.catchUp(from: reader)"]),
      Planted(name: "a floor above", rule: HouseRules.wrongImports, lines: ["package import Sync"]),
    ])
  func rulesFind(planted: Planted) {
    #expect(planted.rule(SourceTree.File(path: "Sources/JSONText/A.swift", lines: planted.lines)).count == 1)
  }

  /// Lines with exactly one offence against a rule.
  struct Planted: Sendable, CustomTestStringConvertible {
    let name: String
    let rule: @Sendable (SourceTree.File) -> [String]
    let lines: [String]

    var testDescription: String { name }
  }

  private func offences(
    _ rule: (SourceTree.File) -> [String], in folders: [String] = ["Sources", "Tests", "tools"]
  ) throws -> [String] {
    let files = try SourceTree.files(in: folders)
    try #require(files.count > 5, "the sources lie beside the tests")
    return files.flatMap(rule)
  }
}
