import Diagnostics
import JSONText
import Testing

@testable import counterfoil

@Suite("The answer of a verb")
struct AnswerTests {
  private static let failure = Failure(
    .malformedDecisions, "no decision \"lnik\"", at: "f.csv:2:1", remedy: "write link")

  @Test("is one envelope for a script")
  func envelope() {
    let answer = Answer("2 links", result: ["links": 2])
    #expect(
      answer.envelope(command: "links").text
        == #"{"command":"links","ok":true,"summary":"2 links","result":{"links":2},"error":null}"#)
    #expect(answer.exitCode == 0)
  }

  @Test("names code, message, place and remedy of what went wrong, and exits with its code")
  func failure() {
    let answer = Answer(failures: [Self.failure])
    let error = answer.envelope(command: "links import")["error"]
    #expect(
      error?.text
        == #"{"code":"malformed-decisions","message":"no decision \"lnik\"","where":"f.csv:2:1","remedy":"write link"}"#
    )
    #expect(answer.exitCode == 2)
  }

  @Test("exits with what a person is needed for, though nothing failed")
  func attention() {
    let answer = Answer("3 wait", attention: 4)
    #expect(answer.exitCode == 4)
    #expect(answer.envelope(command: "sync")["ok"]?.bool == true)
  }

  @Test("that tells its failure in its own lines still fails")
  func verdict() {
    let answer = Answer("1 fails", lines: ["fail  ledger"], verdict: Self.failure)
    #expect(answer.exitCode == 2)
    #expect(answer.envelope(command: "doctor")["ok"]?.bool == false)
  }
}
