import AISSimulator
import SimulatedCompanies

await SimulatorServer.main {
  let arguments = try SimulatorArguments(CommandLine.arguments, known: SimulatedAIS.argumentNames)
  let ais = try SimulatedAIS(arguments)
  try await ais.server().runAsProgram(port: arguments.number("port", otherwise: 0))
}
