internal import Kernels
internal import LiquidNetworks

// usage: bench [FILTER]: times the cases whose names contain the filter, one JSON line for each.
let filter = CommandLine.arguments.dropFirst().first ?? ""
for networkCase in NetworkCase.all { try networkCase.run(matching: filter) }
