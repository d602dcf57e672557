import SimulatedCompanies
import ZohoSimulator

await SimulatorServer.main {
  let arguments = try SimulatorArguments(CommandLine.arguments, known: SimulatedZoho.argumentNames)
  let zoho = try SimulatedZoho(arguments)
  try await zoho.server().runAsProgram(port: arguments.number("port", otherwise: 0))
}
