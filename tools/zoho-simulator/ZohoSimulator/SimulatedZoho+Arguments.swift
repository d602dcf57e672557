package import Diagnostics
package import SimulatedCompanies

extension SimulatedZoho {
  /// What the program takes on its command line.
  package static let argumentNames = ["port", "seed", "records", "existing", "date", "quirks"]

  /// A server as the command line wants it.
  package convenience init(_ arguments: SimulatorArguments) throws(Failure) {
    let records = try arguments.number("records", otherwise: 200)
    self.init(
      seed: UInt64(try arguments.number("seed", otherwise: 1)), records: records,
      existing: try arguments.number("existing", otherwise: records * 3 / 10),
      today: try arguments.date("date"),
      quirks: try arguments.choice("quirks", ["awkward": .awkward, "plain": .plain], otherwise: .awkward))
  }
}
