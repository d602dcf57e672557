import Glibc
import Simulation

exit(await TrialProgram.run(Array(CommandLine.arguments.dropFirst())))
