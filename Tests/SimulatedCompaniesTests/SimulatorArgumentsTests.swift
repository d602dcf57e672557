import Diagnostics
import Testing

@testable import SimulatedCompanies

@Suite("A simulator's command line")
struct SimulatorArgumentsTests {
  private let known = ["port", "date", "quirks"]

  @Test("is read by names and values")
  func reads() throws {
    let arguments = try SimulatorArguments(["x", "--port", "8080", "--date", "20261123"], known: known)
    #expect(try arguments.number("port", otherwise: 0) == 8_080)
    #expect(try arguments.number("quirks", otherwise: 7) == 7)
    #expect(try arguments.date("date") == CivilDate(year: 2026, month: 11, day: 23))
    #expect(try arguments.choice("quirks", ["a": 1], otherwise: 2) == 2)
  }

  @Test(
    "says what is wrong with it and what to write",
    arguments: [
      ["--prt", "1"], ["--port"], ["--port", "many"], ["--date", "23.11.2026"], ["--quirks", "odd"], ["8080"],
    ])
  func refuses(words: [String]) throws {
    let failure = #expect(throws: Failure.self) {
      let arguments = try SimulatorArguments(["x"] + words, known: known)
      _ = try arguments.number("port", otherwise: 0)
      _ = try arguments.date("date")
      _ = try arguments.choice("quirks", ["awkward": 1, "plain": 2], otherwise: 1)
    }
    #expect(failure?.code == .simulatorArgument)
    #expect(failure?.remedy.isEmpty == false)
  }
}
