// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
/// For what the program is made of: its tests run what users run, optimised.
let fast = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
/// For targets that call C: every unsafe expression says `unsafe`.
let guarded = fast + [.strictMemorySafety()]

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// The numbered SQL files of the projections, compiled into the program.
let migrations: [Resource] = [
  "0001_records.sql", "0002_links.sql", "0003_writes.sql", "0004_commands.sql",
].map { .embedInCode("../../migrations/\($0)") }

/// What `init` writes into a new project, compiled into the program.
let template: [Resource] = [
  "counterfoil.yaml", "customer.yaml", "contact.yaml", "matching.yaml", "payment-terms.csv", "industry.csv",
  "customer-type.csv", "account-owner.csv", "example.yaml", "gitignore",
].map { .embedInCode("Template/Files/\($0)") }

let package = Package(
  name: "counterfoil",
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Floor 0
    .systemLibrary(name: "CLZ4", providers: [.apt(["liblz4-dev"])]),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .target(name: "Diagnostics", swiftSettings: fast),
    .target(name: "JSONText", swiftSettings: fast),
    .target(name: "Instants", swiftSettings: guarded),
    // Floor 1
    .target(
      name: "EventLog", dependencies: ["CLZ4", "Diagnostics", "Instants", "JSONText", crypto],
      swiftSettings: guarded),
    .target(
      name: "HTTPTransport", dependencies: ["CCurl", "Diagnostics", "Instants", crypto],
      swiftSettings: guarded),
    // Floor 2
    .target(
      name: "Decisions", dependencies: ["Diagnostics", "Instants", "JSONText", crypto], swiftSettings: fast),
    // Floor 3
    .target(
      name: "ProjectFiles",
      dependencies: [
        "Decisions", "Diagnostics", "EventLog", "HTTPTransport", "Instants", "JSONText", "Yams", crypto,
      ],
      resources: template, swiftSettings: guarded),
    .target(
      name: "Projections",
      dependencies: ["Decisions", "Diagnostics", "EventLog", "Instants", "JSONText", crypto, grdb],
      resources: migrations, swiftSettings: fast),
    .target(
      name: "JDEdwards", dependencies: ["Decisions", "Diagnostics", "HTTPTransport", "Instants", "JSONText"],
      swiftSettings: fast),
    .target(
      name: "ZohoCRM", dependencies: ["Diagnostics", "HTTPTransport", "Instants", "JSONText", crypto],
      swiftSettings: fast),
    // Floor 4
    .target(
      name: "Sync",
      dependencies: [
        "Decisions", "Diagnostics", "EventLog", "HTTPTransport", "Instants", "JDEdwards", "JSONText",
        "ProjectFiles", "Projections", "ZohoCRM", crypto,
      ], swiftSettings: fast),
    .target(
      name: "Forensics",
      dependencies: ["Decisions", "Diagnostics", "EventLog", "Instants", "JSONText", "Projections"],
      swiftSettings: fast),
    // Floor 6
    .executableTarget(
      name: "counterfoil",
      dependencies: [
        "Decisions", "Diagnostics", "EventLog", "Forensics", "HTTPTransport", "Instants", "JDEdwards",
        "JSONText", "ProjectFiles", "Projections", "Sync", "ZohoCRM", arguments,
      ], swiftSettings: fast),

    // Beside the house
    .target(
      name: "SimulatedCompanies", dependencies: ["Diagnostics", "JSONText", hummingbird],
      path: "tools/simulated-companies", resources: [.copy("companies.csv"), .copy("tax-ids.csv")],
      swiftSettings: fast),
    .target(
      name: "AISSimulator", dependencies: ["Diagnostics", "JSONText", "SimulatedCompanies", hummingbird],
      path: "tools/ais-simulator/AISSimulator", swiftSettings: fast),
    .executableTarget(
      name: "ais-simulator", dependencies: ["AISSimulator", "Diagnostics", "SimulatedCompanies"],
      path: "tools/ais-simulator/main", swiftSettings: fast),
    .target(
      name: "ZohoSimulator", dependencies: ["Diagnostics", "JSONText", "SimulatedCompanies", hummingbird],
      path: "tools/zoho-simulator/ZohoSimulator", swiftSettings: fast),
    .executableTarget(
      name: "zoho-simulator", dependencies: ["Diagnostics", "SimulatedCompanies", "ZohoSimulator"],
      path: "tools/zoho-simulator/main", swiftSettings: fast),
    .target(
      name: "ExhaustiveWorlds", dependencies: ["Decisions", "Diagnostics", "JSONText"],
      path: "tools/simulation/Exhaustive",
      swiftSettings: fast),
    .target(
      name: "Simulation",
      dependencies: [
        "Decisions", "Diagnostics", "EventLog", "ExhaustiveWorlds", "HTTPDoubles", "HTTPTransport",
        "Instants", "JDEdwards", "JSONText", "ProjectFiles", "ZohoCRM",
      ], path: "tools/simulation/Simulation", swiftSettings: fast),
    .executableTarget(
      name: "trial", dependencies: ["Diagnostics", "EventLog", "Simulation"], path: "tools/simulation/main",
      swiftSettings: fast),
    .executableTarget(
      name: "bench",
      dependencies: [
        "Diagnostics", "EventLog", "HTTPTransport", "Instants", "JSONText", "SimulatedCompanies", arguments,
        crypto, grdb,
      ], path: "tools/benchmark/Bench", swiftSettings: fast),

    // Tests
    .target(name: "TestSupport", path: "Tests/Support", swiftSettings: strict),
    .target(
      name: "HTTPDoubles", dependencies: ["Diagnostics", "HTTPTransport", "Instants"],
      path: "Tests/HTTPDoubles",
      swiftSettings: fast),
    .testTarget(
      name: "JSONTextTests", dependencies: ["JSONText", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "InstantsTests", dependencies: ["Instants", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "EventLogTests",
      dependencies: [
        "Diagnostics", "EventLog", "Instants", "JSONText", "Simulation", "TestSupport", "trial", crypto,
      ],
      exclude: ["Vectors", "Conformance/Ledgers"], swiftSettings: strict),
    .testTarget(
      name: "HTTPTransportTests",
      dependencies: [
        "Diagnostics", "HTTPDoubles", "HTTPTransport", "Instants", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "DecisionsTests",
      dependencies: [
        "Decisions", "Diagnostics", "ExhaustiveWorlds", "Instants", "JSONText", "TestSupport",
      ], exclude: ["Resources"], swiftSettings: strict),
    .testTarget(
      name: "ProjectFilesTests",
      dependencies: [
        "Decisions", "Diagnostics", "HTTPTransport", "JSONText", "ProjectFiles", "TestSupport",
      ], exclude: ["Goldens"], swiftSettings: strict),
    .testTarget(
      name: "ProjectionsTests",
      dependencies: [
        "Decisions", "Diagnostics", "EventLog", "Instants", "JSONText", "Projections", "TestSupport", grdb,
      ], swiftSettings: strict),
    .testTarget(
      name: "ForensicsTests",
      dependencies: [
        "Decisions", "Diagnostics", "EventLog", "Forensics", "Instants", "JSONText", "Projections",
        "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "JDEdwardsTests",
      dependencies: [
        "AISSimulator", "Decisions", "Diagnostics", "HTTPDoubles", "HTTPTransport", "Instants", "JDEdwards",
        "JSONText", "SimulatedCompanies", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "ZohoCRMTests",
      dependencies: [
        "Diagnostics", "HTTPDoubles", "HTTPTransport", "Instants", "JSONText", "SimulatedCompanies",
        "TestSupport", "ZohoCRM", "ZohoSimulator",
      ], swiftSettings: strict),
    .testTarget(
      name: "SyncTests",
      dependencies: [
        "AISSimulator", "Decisions", "Diagnostics", "EventLog", "Forensics", "HTTPTransport", "Instants",
        "JSONText", "ProjectFiles", "Projections", "SimulatedCompanies", "Sync", "TestSupport",
        "ZohoSimulator",
      ], swiftSettings: strict),
    .testTarget(
      name: "SimulatedCompaniesTests",
      dependencies: [
        "Diagnostics", "JSONText", "SimulatedCompanies", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "AISSimulatorTests",
      dependencies: [
        "AISSimulator", "JSONText", "SimulatedCompanies", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "ZohoSimulatorTests",
      dependencies: [
        "JSONText", "SimulatedCompanies", "TestSupport", "ZohoSimulator",
      ], swiftSettings: strict),
    .testTarget(
      name: "counterfoilTests",
      dependencies: [
        "AISSimulator", "Diagnostics", "EventLog", "JSONText", "ProjectFiles", "SimulatedCompanies",
        "TestSupport", "ZohoSimulator", "counterfoil",
      ], swiftSettings: strict),
    .testTarget(
      name: "BenchTests", dependencies: ["JSONText", "TestSupport", "bench"], swiftSettings: strict),
    .testTarget(
      name: "SimulationTests", dependencies: ["Simulation", "TestSupport", "trial"], swiftSettings: strict),
    .testTarget(
      name: "HouseTests", dependencies: ["TestSupport"], swiftSettings: strict),
  ]
)
