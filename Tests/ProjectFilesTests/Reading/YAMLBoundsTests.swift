import Diagnostics
import ProjectFiles
import TestSupport
import Testing

@Suite("A file that is larger than it looks", .temporaryFolder, .timeLimit(.minutes(1)))
struct YAMLBoundsTests {
  /// What is said of a mapping with some lines behind it.
  private func problem(_ lines: String) throws -> Failure {
    var project = TestProject()
    project.files["mappings/customer.yaml", default: ""] += "\n" + lines
    let problems = try project.problems()
    #expect(problems.count == 1, "\(problems)")
    return try #require(problems.first)
  }

  /// Nine lists of nine aliases each: 387 million values in nine lines.
  private static let bomb =
    "a0: &a0 [x, x]\n"
    + (1...9).map { level in
      "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
    }.joined()

  @Test(
    "by aliases of aliases is refused before they are followed", arguments: [bomb, bomb + "? *a9\n: x\n"])
  func bombs(text: String) throws {
    let problem = try problem(text)
    #expect(problem.message == "the file has more than 16 aliases (*name)")
    #expect(problem.code == .configMalformed)
    #expect(problem.place?.hasPrefix("mappings/customer.yaml:") == true)
  }

  @Test("by few aliases of much is refused too")
  func expansion() throws {
    let list = "[" + Array(repeating: "x", count: 8_000).joined(separator: ",") + "]"
    let aliases = Array(repeating: "*big", count: 15).joined(separator: ", ")
    #expect(
      try problem("big: &big \(list)\nmore: [\(aliases)]\n").message
        == "the file stands for more than 100000 values")
  }

  @Test("by its nesting is refused", arguments: ["[", "{a: ", "- "])
  func nesting(open: String) throws {
    for depth in [65, 900, 100_000] {
      let closing = open == "[" ? "]" : open == "- " ? "" : "}"
      let text = (open == "- " ? "deep:\n  " : "deep: ") + String(repeating: open, count: depth)
      #expect(try problem(text + String(repeating: closing, count: depth)).code == .configMalformed)
    }
  }

  @Test("by its bytes is refused")
  func size() throws {
    let problem = try problem("# " + String(repeating: "x", count: 1 << 20))
    #expect(problem.message.hasSuffix(", more than 1048576"))
  }

  @Test("may have an alias where that saves writing")
  func fewAliases() throws {
    let project = try TestProject.changed(
      "mappings/customer.yaml", "fields:", to: "# *a *b *c ** and so on\nfields:")
    #expect(try project.problems() == [])
  }

  @Test("by one long text is told by the beginning of it")
  func longValue() throws {
    let long = String(repeating: "é", count: 100_000)
    let project = try TestProject.changed("counterfoil.yaml", "page_size: 500", to: "page_size: \(long)")
    let value = try #require(try project.problems().first)
    #expect(value.message.hasSuffix("but here is \"\(long.prefix(50))…\""))
    let key = try TestProject.changed("counterfoil.yaml", "page_size: 500", to: "? \(long)\n  : 500")
    let failures = try key.problems()
    #expect(!failures.isEmpty)
    for failure in failures {
      #expect(failure.message.utf8.count <= Failure.textBytesMax)
      #expect(failure.message.hasSuffix("…"))
    }
  }
}
