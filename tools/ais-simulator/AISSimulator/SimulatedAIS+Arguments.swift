package import Diagnostics
package import SimulatedCompanies

extension SimulatedAIS {
  /// What the program takes on its command line.
  package static let argumentNames = ["port", "seed", "records", "date", "time-zone", "quirks"]

  /// A server as the command line wants it.
  package convenience init(_ arguments: SimulatorArguments) throws(Failure) {
    self.init(
      seed: UInt64(try arguments.number("seed", otherwise: 1)),
      records: try arguments.number("records", otherwise: 200), today: try arguments.date("date"),
      timeZone: arguments.text("time-zone") ?? "Europe/Berlin",
      quirks: try arguments.choice("quirks", ["awkward": .awkward, "plain": .plain], otherwise: .awkward))
  }
}
