// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors in CI only: a newer compiler may invent warnings, and that must not break a user's build.
let strict = Context.environment["HEARTH_STRICT"] == "1"

let settings: [SwiftSetting] =
    [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility")]
    + (strict ? [.treatAllWarnings(as: .error)] : [])

// Planning replays whole timelines thousands of times; unoptimised code is 34 to 150 times slower there,
// so these rooms are compiled with optimisation in debug builds too and the tests stay quick.
let hot: [SwiftSetting] = settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A room of the house: one library target in `Sources/NAME` and its tests in `Tests/NAMETests`.
func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], tests: [Target.Dependency] = [],
    fast: Bool = false
) -> [Target] {
    [
        .target(name: name, dependencies: dependencies, swiftSettings: fast ? hot : settings),
        .testTarget(
            name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies + tests,
            swiftSettings: settings),
    ]
}

// The program of scripts/fuzz has no main of its own: libFuzzer brings one, and only such a build can be linked.
let fuzzer: [Target] =
    Context.environment["HEARTH_FUZZ"] == "1"
    ? [
        .executableTarget(
            name: "hearth-fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Driver",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])])
    ] : []

let package = Package(
    name: "hearth",
    products: [.executable(name: "hearth", targets: ["hearth"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .systemLibrary(
            name: "CLibcurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(
            name: "CLibcrypto", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
        .target(name: "CCurl", dependencies: ["CLibcurl"]),
        .executableTarget(
            name: "hearth",
            dependencies: [
                "Diagnostics", "Timeline", "Posts", "Policies", "Rules", "Solver", "Planning", "Preview",
                "Ledger", "YAML",
                "HTTP", "Networks", "Publishing",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        // Generated workspaces, and what planning them takes.
        .executableTarget(
            name: "hearth-bench",
            dependencies: [
                "Diagnostics", "Timeline", "Posts", "Policies", "Rules", "Solver", "Planning",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Sources",
            swiftSettings: settings),
        // Naive twins, seeds and the system's zones, for tests of all rooms: what it is made of lets all tests be built anew.
        .target(
            name: "TestSupport", dependencies: ["Timeline", "Solver"], path: "Tests/TestSupport",
            swiftSettings: settings),
        // A network that answers from a script, for tests only.
        .target(
            name: "TestTransport", dependencies: ["HTTP"], path: "Tests/TestTransport",
            swiftSettings: settings),
        // Years of operation in one process: the real planner, rules, publishing and ledger against simulated networks.
        .target(
            name: "Simulation",
            dependencies: [
                "Timeline", "Posts", "Policies", "Rules", "Solver", "Planning", "Ledger", "HTTP", "Networks",
                "Publishing", "TestSupport",
            ],
            path: "Tests/Simulation",
            swiftSettings: settings),
        .executableTarget(
            name: "hearth-simulate",
            dependencies: ["Simulation", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            path: "Tests/SimulationCommand",
            swiftSettings: settings),
        .testTarget(
            name: "SimulationTests", dependencies: ["Simulation", "Ledger", "TestSupport"],
            swiftSettings: settings),
        // Readers of foreign bytes and what must hold of them; see scripts/fuzz.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Diagnostics", "Timeline", "YAML", "Posts", "Policies", "Rules", "Planning", "Preview",
                "HTTP",
                "Networks", "TestSupport",
            ],
            path: "Tests/Fuzz/Targets", swiftSettings: settings),
        .testTarget(
            name: "FuzzTests", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Tests",
            swiftSettings: settings),
        .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "hearth", "TestTransport", "Diagnostics", "Timeline", "Posts", "Policies", "Rules",
                "Planning",
                "Ledger", "HTTP", "Networks", "Publishing",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
    ]
        + fuzzer + room("Diagnostics")
        + room("Timeline")
        + room("YAML", ["CLibYAML", "Diagnostics"])
        + room("Posts", ["Diagnostics", "Timeline", "YAML"])
        + room("Policies", ["Diagnostics", "Timeline", "Posts", "YAML"])
        + room("Rules", ["Timeline", "Posts", "Policies"], fast: true)
        + room("Solver", [], fast: true)
        + room("Planning", ["Diagnostics", "Timeline", "Posts", "Policies", "Rules", "Solver"], fast: true)
        + room("Preview", ["Diagnostics", "Timeline", "Posts", "Policies", "Rules", "Planning"])
        + room("Ledger", ["Timeline", "Posts", "CLibcrypto", .product(name: "GRDB", package: "GRDB.swift")])
        + room("HTTP", ["CCurl", "CLibcurl"], tests: ["TestTransport"])
        + room("Networks", ["Timeline", "Posts", "HTTP", "CLibcrypto"])
        + room("Publishing", ["Timeline", "Posts", "Policies", "Rules", "Ledger", "Networks", "HTTP"]),
    swiftLanguageModes: [.v6]
)
