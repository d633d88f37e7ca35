internal import Formats
internal import Glibc
internal import Kernels
internal import LiquidNetworks

// usage: bench [FILTER]: times the cases whose names contain the filter, one JSON line for each.
// usage: bench xor [SETTINGS]: trains on the event-based XOR task, one JSON line an epoch.
let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == ReaderChild.verb { exit(ReaderChild.serve()) }
if arguments.first == "xor" {
  guard let run = ParityRun(Array(arguments.dropFirst())) else {
    print(ParityRun.usage)
    exit(2)
  }
  run.run()
} else {
  let filter = arguments.first ?? ""
  for networkCase in NetworkCase.all { try networkCase.run(matching: filter) }
  for signalCase in SignalCase.all { try signalCase.run(matching: filter) }
  for fileCase in FileCase.all { try fileCase.run(matching: filter) }
  try FileCase.slice(matching: filter)
}
