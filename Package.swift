// swift-tools-version: 6.1

import PackageDescription

let package = Package(
    name: "sonde",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "sonde", targets: ["sonde"]),
        .library(name: "IsolationForest", targets: ["IsolationForest"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.1.0"),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.0"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.3.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.5.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.8.0"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CAllocationCount", path: "Benchmarks/allocation-count"),
        .target(name: "SondeCore"),
        .target(name: "IsolationForest"),
        .target(name: "SondeDetection", dependencies: ["IsolationForest", "SondeCore"]),
        .target(name: "SondeIncidents", dependencies: ["SondeCore"]),
        .target(
            name: "SondeAlerting",
            dependencies: [
                "CCurl", "SondeCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "SondeProbing",
            dependencies: [
                "CCurl", "SondeCore",
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "SondeSQLite",
            dependencies: [
                "SondeCore",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(name: "SondePostgres", dependencies: ["CPostgres", "SondeCore"]),
        .target(
            name: "SondeWeb",
            dependencies: [
                "SondeCore",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Resources")]),
        .target(
            name: "SondeServer",
            dependencies: [
                "SondeAlerting", "SondeCore", "SondeDetection", "SondeIncidents", "SondePostgres", "SondeProbing",
                "SondeSQLite", "SondeWeb",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ]),
        .executableTarget(
            name: "sonde",
            dependencies: [
                "CZlib", "IsolationForest", "SondeAlerting", "SondeCore", "SondeProbing", "SondeServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.embedInCode("Resources")]),
        .executableTarget(
            name: "sonde-demo",
            dependencies: [
                "SondeCore", "SondeServer", "SondeTestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "examples/demo",
            exclude: ["sonde.yaml"]),
        .executableTarget(name: "forest-example", dependencies: ["IsolationForest"], path: "examples/forest"),
        .executableTarget(
            name: "sonde-bench",
            dependencies: [
                "CAllocationCount", "CCurl", "IsolationForest", "SondeCore", "SondeDetection", "SondePostgres",
                "SondeProbing", "SondeSQLite", "SondeServer", "SondeTestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/sonde-bench"),
        .executableTarget(
            name: "store-loader",
            dependencies: ["SondeCore", "SondePostgres", "SondeSQLite", "SondeServer", "SondeTestSupport"],
            path: "Tests/StoreLoader"),
        .executableTarget(
            name: "sonde-quality",
            dependencies: [
                "SondeCore", "SondeDetection", "SondeIncidents", "SondeServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/sonde-quality"),
        .target(
            name: "SondeTestSupport",
            dependencies: [
                "SondeCore",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .testTarget(
            name: "SondeAlertingTests",
            dependencies: ["SondeAlerting", "SondeCore", "SondeProbing", "SondeTestSupport"],
            exclude: ["Peers"]),
        .testTarget(name: "SondeCoreTests", dependencies: ["SondeCore"]),
        .testTarget(
            name: "IsolationForestTests", dependencies: ["IsolationForest"], exclude: ["Reference"]),
        .testTarget(name: "SondeDetectionTests", dependencies: ["SondeCore", "SondeDetection"]),
        .testTarget(name: "SondeIncidentsTests", dependencies: ["SondeCore", "SondeIncidents"]),
        .testTarget(name: "SondeProbingTests", dependencies: ["SondeCore", "SondeProbing", "SondeTestSupport"]),
        .testTarget(
            name: "SondePostgresTests", dependencies: ["SondeCore", "SondePostgres", "SondeTestSupport"]),
        .testTarget(
            name: "SondeSQLiteTests",
            dependencies: [
                "SondeCore", "SondeSQLite", "SondeTestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "SondeServerTests",
            dependencies: [
                "SondeAlerting", "SondeCore", "SondeDetection", "SondeServer", "SondeSQLite", "SondeTestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Fixtures"]),
        .testTarget(name: "SondeTestSupportTests", dependencies: ["SondeCore", "SondeTestSupport"]),
        .testTarget(
            name: "SondeWebTests",
            dependencies: [
                "SondeCore", "SondeWeb",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "IsolationForest", "SondeCore", "SondePostgres", "SondeProbing", "SondeSQLite", "SondeServer",
                "SondeTestSupport", "forest-example", "sonde", "store-loader",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system && target.type != .plugin {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
        ]
}
