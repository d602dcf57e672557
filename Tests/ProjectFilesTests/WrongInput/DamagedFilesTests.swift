import Diagnostics
import TestSupport
import Testing

@testable import ProjectFiles

@Suite("A project whose files were damaged at random", .temporaryFolder)
struct DamagedFilesTests {
  private enum Damage: CaseIterable {
    case lineLost
    case lineTwice
    case lineIndented
    case characterChanged
    case endCut
  }

  @Test("loads, or says of each problem where it is in a file that is there", arguments: Seeds.all)
  func placesAreReal(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var outcomes: Set<Bool> = []
    for damage in Damage.allCases + Damage.allCases {
      var project = TestProject()
      let names = project.files.keys.filter { $0 != ".gitignore" }.sorted()
      let name = try #require(names.randomElement(using: &random))
      project.files[name] = damaged(try #require(project.files[name]), by: damage, &random)
      let problems = try project.problems()
      outcomes.insert(problems.isEmpty)
      for problem in problems {
        let place = try #require(problem.place, "\(problem)").split(separator: ":")
        try #require(place.count == 3, "\(problem)")
        let text = try #require(project.files[String(place[0])], "\(problem)")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let (line, column) = (try #require(Int(place[1])), try #require(Int(place[2])))
        try #require((1...lines.count + 1).contains(line), "\(problem)")
        let width = line <= lines.count ? lines[line - 1].unicodeScalars.count : 0
        try #require((1...width + 1).contains(column), "\(problem)")
        try #require(!problem.message.isEmpty && !problem.remedy.isEmpty)
      }
    }
    #expect(outcomes.contains(false), "the damage must reach what is read")
  }

  private func damaged(_ text: String, by damage: Damage, _ random: inout SeededGenerator) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let index = Int.random(in: 0..<lines.count, using: &random)
    switch damage {
    case .lineLost: lines.remove(at: index)
    case .lineTwice: lines.insert(lines[index], at: index)
    case .lineIndented: lines[index] = "  " + lines[index]
    case .characterChanged:
      guard let position = lines[index].indices.randomElement(using: &random) else { break }
      let others = ["x", "{", "}", ":", "\"", ",", "[", "#", "$", "\t", "é"]
      lines[index].replaceSubrange(position...position, with: others.randomElement(using: &random) ?? "x")
    case .endCut: lines.removeLast(lines.count - index)
    }
    return lines.joined(separator: "\n")
  }
}
