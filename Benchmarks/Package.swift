// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "hearth-benchmarks",
    dependencies: [
        .package(name: "hearth", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .executableTarget(
            name: "hearth-bench",
            dependencies: [
                .product(name: "Planning", package: "hearth"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
