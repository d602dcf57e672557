import Diagnostics
import Foundation
import JSONText
import TestSupport
import Testing

@testable import counterfoil

@Suite("Text from anywhere on a screen", .temporaryFolder)
struct PlainTextTests {
  /// What a terminal, or a person, would take for more than a character.
  private static let commands: [Unicode.Scalar] = [
    "\u{0}", "\u{7}", "\u{8}", "\u{1B}", "\u{7F}", "\u{80}", "\u{9B}", "\u{9D}", "\u{85}", "\u{2028}",
    "\u{2029}",
    "\u{202E}", "\u{202A}", "\u{2066}", "\u{2069}", "\u{200F}", "\u{61C}", "\u{FEFF}", "\n", "\r", "\t",
  ]

  private func printed(_ body: (OutputFile) -> Void) throws -> String {
    let file = TemporaryFolder.current.appendingPathComponent("out")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    let handle = try FileHandle(forWritingTo: file)
    let output = OutputFile(descriptor: handle.fileDescriptor)
    body(output)
    output.flush()
    try handle.close()
    return try String(contentsOf: file, encoding: .utf8)
  }

  @Test("shows a control character by its number, in one line", arguments: commands)
  func controls(scalar: Unicode.Scalar) throws {
    let text = try printed { $0.line("a\(scalar)b") }
    #expect(
      Array(text.unicodeScalars).filter { PlainText.isControl($0) } == ["\n"], "\(text.debugDescription)")
    #expect(text.hasPrefix("a\\") && text.hasSuffix("b\n"))
  }

  @Test("is left as it is where it is letters, signs, and pictures of several characters")
  func plain() throws {
    for text in ["Müller & Söhne", "日本商事", "👩‍👩‍👧", "e\u{301}", "“–”", "a\\b", ""] {
      #expect(try printed { $0.line(text) } == text + "\n")
    }
  }

  @Test("stays the same value where it is JSON")
  func json() throws {
    let value: JSONValue = ["name": JSONValue("a\u{9B}\u{202E}\u{1B}\n\u{7F}b\u{FEFF}"), "n": 1]
    let text = try printed { $0.line(value.text) }
    #expect(try JSONValue(parsing: text)["name"]?.string == value["name"]?.string)
  }

  @Test("has no colours of its own, though it holds the marks of ours")
  func colours() {
    let paint = Paint(isOn: true)
    let painted = paint(.bad, "x\u{1B}[2J")
    #expect(Paint.shown(PlainText.line(painted)) == "\u{1B}[31mx\\u001b[2J\u{1B}[0m")
    #expect(Paint(isOn: false)(.bad, "x") == "x")
    var table = TextTable()
    table.add([paint(.good, "ok"), "\u{1B}]0;title\u{7}"])
    #expect(table.lines.allSatisfy { !$0.unicodeScalars.contains { PlainText.isControl($0) } })
  }

  @Test("cannot make a second line of a failure, nor of an answer")
  func forged() throws {
    let file = TemporaryFolder.current.appendingPathComponent("errors")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    let handle = try FileHandle(forWritingTo: file)
    let text = try printed { output in
      let console = Console(
        output: output, errors: OutputFile(descriptor: handle.fileDescriptor), isJSON: false,
        interrupts: Interrupts())
      var answer = Answer("sum\nmary", lines: ["li\u{1B}[1Ane", "a\r\nb"])
      answer.failures = [.missingFile("x\ncounterfoil: all is well\u{9B}1m")]
      _ = console.show(answer, of: "test")
    }
    #expect(text == "li\\u001b[1Ane\na\\r\\nb\nsum\\nmary\n")
    let told = try String(contentsOf: file, encoding: .utf8)
    #expect(told.split(separator: "\n").count == 2, "\(told)")
    #expect(told.hasPrefix("counterfoil: x\\ncounterfoil: all is well\\u009b1m: "))
  }

  @Test("is the log's own bytes where no terminal shows it")
  func log() throws {
    let line = Array("{\"a\":\"\u{9B}\u{202E}\"}".utf8)
    #expect(try printed { $0.line(line.span.bytes) } == "{\"a\":\"\u{9B}\u{202E}\"}\n")
  }

  @Test("moves no progress bar but its own")
  func bar() throws {
    let text = try printed { output in
      let bar = ProgressBar(file: output, isShown: true)
      bar.progress("read\u{1B}[2Jing\n", done: 1, of: 1)
      bar.note("no\rte")
    }
    #expect(text.contains("read\\u001b[2Jing\\n") && text.contains("no\\rte\n"))
  }
}
