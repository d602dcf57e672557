import Foundation
import TestSupport
import Testing

/// The runner over a small tree, with a `swift` that builds unless the sources say `broken`, and whose one test
/// fails where they no longer say `guard`.
@Suite("The runner of mutants", .temporaryFolder)
struct MutantRunnerTests {
  private static let swift = """
    #!/bin/sh
    case "$1 $*" in
      build*) ! grep -q broken source.txt ;;
      *Nothing*) echo "Test run with 0 tests in 0 suites passed after 0.001 seconds." ;;
      *Guarded*)
        grep -q endless source.txt && exec sleep 600
        if grep -q guard source.txt; then
          echo "Test run with 1 test in 1 suite passed after 0.001 seconds."
        else
          exit 1
        fi ;;
      *) echo "Test run with 1 test in 1 suite passed after 0.001 seconds." ;;
    esac
    """

  /// The lines of a run over one mutant, and its exit code.
  private func run(
    _ mutants: [String: String], seconds: Int = 20
  ) throws -> (lines: [String], exitCode: Int32) {
    let folder = TemporaryFolder.current
    let runner = try String(
      contentsOf: SourceTree.root.appendingPathComponent("tools/simulation/mutants.py"), encoding: .utf8)
    try write(
      runner.replacing("TEST_SECONDS = 300", with: "TEST_SECONDS = \(seconds)"), "tools/simulation/mutants.py"
    )
    for (name, text) in mutants { try write(text, "tools/simulation/Mutants/\(name).patch") }
    try write("a guard\n", "source.txt")
    try write(".build*/\n", ".gitignore")
    try write(Self.swift, "bin/swift")
    let script =
      "chmod +x bin/swift && git init --quiet . && PATH=$PWD/bin:$PATH python3 -B tools/simulation/mutants.py"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let lines = String(decoding: said, as: UTF8.self).split(separator: "\n").map(String.init)
    return (lines, process.terminationStatus)
  }

  private func write(_ text: String, _ path: String) throws {
    let file = TemporaryFolder.current.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func patch(_ kills: String, from: String = "a guard", to: String) -> String {
    """
    # \(kills)
    diff --git a/source.txt b/source.txt
    --- a/source.txt
    +++ b/source.txt
    @@ -1 +1 @@
    -\(from)
    +\(to)

    """
  }

  @Test("counts one that a test falls over, and leaves the copy as it was for the next")
  func killed() throws {
    let mutant = patch("kills: Guarded", to: "nothing")
    let (lines, code) = try run(["a": mutant, "b": mutant])
    #expect(lines == ["killed    a by Guarded", "killed    b by Guarded", "2 passed, 0 failed"])
    #expect(code == 0)
  }

  @Test("fails over one that no test falls over")
  func survivor() throws {
    let (lines, code) = try run(["a": patch("kills: Other", to: "nothing")])
    #expect(lines == ["SURVIVED  a: Other passes", "0 passed, 1 failed"])
    #expect(code == 1)
  }

  @Test("fails over one that does not build: that kills nothing")
  func broken() throws {
    let (lines, code) = try run(["a": patch("kills: Guarded", to: "broken")])
    #expect(lines.first == "does not build  a")
    #expect(lines.last == "0 passed, 1 failed")
    #expect(code == 1)
  }

  @Test("fails over one that no longer applies")
  func stale() throws {
    let (lines, code) = try run(["a": patch("kills: Guarded", from: "another guard", to: "nothing")])
    #expect(lines.first?.hasPrefix("does not apply  a: ") == true)
    #expect(code == 1)
  }

  @Test("fails over one whose filter runs no test, or is not there")
  func useless() throws {
    let (lines, code) = try run(["a": patch("kills: Nothing", to: "nothing")])
    #expect(lines == ["USELESS   a: Nothing: it runs no test", "0 passed, 1 failed"])
    #expect(code == 1)
    #expect(try run(["b": patch("finds: Guarded", to: "nothing")]).exitCode == 1)
  }

  @Test("counts a test that does not end only where the patch says so")
  func endless() throws {
    let mutants = [
      "a": patch("kills: Guarded", to: "endless"), "b": patch("kills or hangs: Guarded", to: "endless"),
    ]
    let (lines, code) = try run(mutants, seconds: 1)
    #expect(
      lines == [
        "HANGS     a by Guarded, which does not end", "killed    b by Guarded, which does not end",
        "1 passed, 1 failed",
      ])
    #expect(code == 1)
  }
}
