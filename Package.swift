// swift-tools-version: 6.3

import PackageDescription

let package = Package(
  name: "vigil",
  products: [
    .executable(name: "vigil", targets: ["vigil"])
  ],
  targets: [
    // MARK: C libraries
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CFFTW", pkgConfig: "fftw3f", providers: [.apt(["libfftw3-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CFLAC", pkgConfig: "flac", providers: [.apt(["libflac-dev"])]),
    .systemLibrary(name: "CEDF", providers: [.apt(["libedf-dev"])]),
    .systemLibrary(
      name: "CIsolation", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),

    // MARK: Foundations: nothing below them
    .target(name: "Configuration"),
    .target(name: "Kernels"),
    .target(name: "Signals"),
    .target(name: "HDF5", dependencies: ["CDeflate", "CHDF5"]),

    // MARK: Mathematics
    .target(name: "Evaluation", dependencies: ["Kernels"]),
    .target(name: "LiquidNetworks", dependencies: ["Kernels"]),
    .target(name: "SignalProcessing", dependencies: ["CFFTW", "Kernels"]),

    // MARK: Domain
    .target(name: "Simulation", dependencies: ["Configuration", "Kernels", "Signals"]),
    .target(
      name: "Formats",
      dependencies: [
        "CDeflate", "CEDF", "CFLAC", "CIsolation", "Configuration", "HDF5", "LiquidNetworks",
        "Signals",
      ],
      resources: [.embedInCode("Mapping/Presets"), .embedInCode("CSV/Presets")]),
    .target(name: "Surveys", dependencies: ["Formats", "Signals"]),
    .target(name: "Pipelines", dependencies: ["Configuration", "Evaluation", "Signals"]),
    .target(
      name: "Stages",
      dependencies: [
        "Configuration", "Evaluation", "Formats", "HDF5", "Kernels", "LiquidNetworks", "Pipelines",
        "SignalProcessing", "Signals",
      ]),

    // MARK: Programs
    .executableTarget(
      name: "vigil",
      dependencies: [
        "Configuration", "Evaluation", "Formats", "HDF5", "Kernels", "LiquidNetworks", "Pipelines",
        "Signals", "Simulation", "Stages", "Surveys",
      ]),
    .executableTarget(
      name: "bench",
      dependencies: [
        "CAllocations", "Formats", "HDF5", "Kernels", "LiquidNetworks", "SignalProcessing",
        "Signals",
      ]),
    .target(name: "CAllocations"),
    .executableTarget(name: "fuzz", dependencies: ["Formats", "Fuzzing"]),
    .target(
      name: "Fuzzing", dependencies: ["CHDF5", "Formats", "Kernels", "Signals"],
      path: "Tests/Fuzzing"),

    // MARK: Tests
    .target(name: "Scratch", path: "Tests/Scratch"),
    .target(name: "Growing", dependencies: ["CHDF5"], path: "Tests/Growing"),
    .testTarget(name: "ConfigurationTests", dependencies: ["Configuration"]),
    .testTarget(name: "KernelsTests", dependencies: ["CAllocations", "Kernels"]),
    .testTarget(name: "SignalsTests", dependencies: ["Signals"]),
    .testTarget(
      name: "HDF5Tests", dependencies: ["CHDF5", "Growing", "HDF5", "Scratch"], exclude: ["Goldens"]
    ),
    .testTarget(
      name: "EvaluationTests", dependencies: ["Evaluation", "Kernels"], exclude: ["Goldens"]),
    .testTarget(
      name: "LiquidNetworksTests",
      dependencies: ["CAllocations", "HDF5", "Kernels", "LiquidNetworks"],
      exclude: ["Goldens"]),
    .testTarget(
      name: "SignalProcessingTests",
      dependencies: ["CAllocations", "Evaluation", "Kernels", "SignalProcessing"],
      exclude: ["Goldens"]),
    .testTarget(
      name: "SimulationTests", dependencies: ["Configuration", "Signals", "Simulation"]),
    .testTarget(
      name: "FormatsTests",
      dependencies: [
        "CAllocations", "Configuration", "Formats", "Fuzzing", "Growing", "HDF5", "LiquidNetworks",
        "Scratch", "Signals",
      ],
      exclude: ["Goldens"]),
    .testTarget(name: "SurveysTests", dependencies: ["Signals", "Surveys"]),
    .testTarget(name: "PipelinesTests", dependencies: ["Configuration", "Pipelines", "Signals"]),
    .testTarget(
      name: "StagesTests",
      dependencies: [
        "CAllocations", "Configuration", "Formats", "Kernels", "LiquidNetworks", "Pipelines",
        "Signals", "Stages",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "CHDF5", "Configuration", "Formats", "Growing", "HDF5", "Pipelines", "Signals", "Stages",
        "Surveys", "vigil",
      ]),
  ]
)

/// Targets whose work is arithmetic: unoptimised they are hundreds of times slower, so tests would be.
let numerical: Set = [
  "Evaluation", "Formats", "HDF5", "Kernels", "LiquidNetworks", "Pipelines", "SignalProcessing",
  "Signals", "Simulation", "Stages", "Surveys",
]

for target in package.targets where ![.system, .plugin].contains(target.type) {
  var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
  if numerical.contains(target.name) {
    settings.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
  }
  // Wider registers, the same bits: VIGIL_MARCH=x86-64-v3 swift build -c release
  if let march = Context.environment["VIGIL_MARCH"] {
    settings.append(.unsafeFlags(["-Xcc", "-march=\(march)"]))
    target.cSettings = [.unsafeFlags(["-march=\(march)", "-ffp-contract=off"])]
  } else {
    target.cSettings = [.unsafeFlags(["-ffp-contract=off"])]
  }
  target.swiftSettings = settings
  target.linkerSettings = [.linkedLibrary("m")]
}
