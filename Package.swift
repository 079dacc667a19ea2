// swift-tools-version: 6.2
import PackageDescription

/// Rooms with a page of their own beside the code.
let pages: Set = ["Archive", "Autodiff", "CellLanguage", "Engine", "Notebook"]

/// One target, and the only imports it may have from this package.
func room(
    _ name: String, _ imports: [String] = [], external: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: imports.map { .byName(name: $0) } + external,
        exclude: pages.contains(name) ? ["README.md"] : [], resources: resources,
        // Tests see what is internal, in release too: what is tested is what is shipped, and it is built once.
        swiftSettings: [.unsafeFlags(["-enable-testing"])])
}

/// The tests of one target, and what they import.
func tests(of name: String, _ imports: [String], exclude: [String] = [], external: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: imports.map { .byName(name: $0) } + external, exclude: exclude)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

/// The programs carry Swift's libraries with them: finding and binding them took a sixth of a cold start. Tests cannot, as the
/// library that runs them is shared; so no test may depend on a program.
let selfContained: [LinkerSetting] = [
    .unsafeFlags(["-static-stdlib"], .when(platforms: [.linux])),
    // What the libraries above ask for in turn.
    .unsafeFlags(
        ["CoreFoundation", "_FoundationICU", "_FoundationCShims", "_FoundationCollections", "swiftSynchronization"]
            .map { "-l\($0)" },
        .when(platforms: [.linux])),
]

let package = Package(
    name: "pullback",
    products: [
        .executable(name: "pullback", targets: ["pullback"]),
        .executable(name: "pullbackd", targets: ["pullbackd"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        room("Tensors", ["CZlib"], external: [crypto]),
        room("Graphs", ["Tensors"], external: [crypto]),
        room("Autodiff", ["Graphs"]),
        room("Spelling"),
        room("CellLanguage", ["Graphs", "Autodiff", "Spelling"], external: [collections]),
        .target(
            name: "CKernels", exclude: ["README.md"],
            linkerSettings: [.linkedLibrary("sleef"), .linkedLibrary("m")]),
        room("Evaluation", ["Graphs", "CKernels"]),
        room("Interpreter", ["Evaluation", "CKernels"]),
        room("Engine", ["Evaluation", "Interpreter", "CKernels"]),
        room("Notebook", ["CellLanguage", "Autodiff", "Evaluation"], external: [collections, crypto]),
        room(
            "Archive", ["Notebook"], external: [grdb],
            resources: [
                .embedInCode("Schema/schema.sql"), .embedInCode("Schema/to-version-2.sql"),
                .embedInCode("Schema/to-version-3.sql"),
            ]),
        room("Service", ["Notebook", "Archive"]),
        room("Wire", ["Spelling"], external: [collections]),
        room("Client", ["Wire"]),
        room(
            "Daemon", ["Service", "Engine", "Wire"],
            external: [nioCore, nioPosix, logging, lifecycle, collections]),
        .executableTarget(
            name: "pullbackd", dependencies: ["Daemon", argumentParser, lifecycle, logging],
            linkerSettings: selfContained),
        .executableTarget(
            name: "pullback", dependencies: ["Client", "Spelling", "Wire", argumentParser, collections],
            linkerSettings: selfContained),
        .executableTarget(
            name: "benchmarks", dependencies: ["CPeak", "Engine", "TestSupport"], path: "Benchmarks",
            exclude: ["CPeak", "README.md", "peers.py", "run.py"]),
        .target(name: "CPeak", path: "Benchmarks/CPeak"),
        .target(name: "TestTools", path: "Tests/TestTools"),
        .target(
            name: "TestSupport", dependencies: ["CellLanguage", "Interpreter", "TestTools"], path: "Tests/TestSupport"),
        tests(of: "Tensors", ["Tensors", "TestTools"]),
        tests(of: "House", []),
        tests(of: "Graphs", ["Graphs"]),
        tests(of: "Autodiff", ["Autodiff", "CellLanguage", "Engine", "Interpreter", "TestSupport"]),
        tests(
            of: "CellLanguage", ["CellLanguage", "Interpreter", "TestSupport"],
            exclude: ["Corpus", "grammar.jsonl", "grammar.py", "mistakes.md"]),
        tests(of: "Evaluation", ["Evaluation"]),
        tests(of: "Interpreter", ["Interpreter", "TestTools"]),
        tests(of: "Engine", ["Autodiff", "Engine", "Interpreter", "TestSupport"]),
        tests(
            of: "Oracle", ["Autodiff", "CellLanguage", "Engine", "Interpreter", "TestSupport"],
            exclude: [
                "accuracy.jsonl", "accuracy.py", "behaviour.jsonl", "behaviour.py", "cases.jsonl", "corners.jsonl",
                "corners.py", "derivatives.jsonl", "higher.jsonl", "more-cases.jsonl", "more_cases.py", "names.jsonl",
                "names.py", "public_names.jsonl", "public_names.py", "special.jsonl", "special.py", "stats.jsonl",
            ]),
        tests(of: "Archive", ["Archive", "Notebook"]),
        tests(of: "Wire", ["Spelling", "TestTools", "Wire"]),
        tests(of: "Client", ["Client", "TestTools", "Wire"]),
        tests(
            of: "Notebook", ["Interpreter", "Notebook", "TestSupport", "Wire"],
            exclude: ["found.jsonl", "programs.jsonl", "programs.py"]),
        tests(
            of: "Metamorphic", ["Daemon", "Engine", "Interpreter", "Notebook", "TestSupport", "Wire"],
            external: [logging]),
        tests(of: "EndToEnd", ["TestTools", "Wire"]),
        tests(of: "Sessions", ["Daemon", "Engine", "Wire"], external: [logging]),
        tests(
            of: "History", ["Archive", "Daemon", "Tensors", "Wire"],
            exclude: [
                "archive-1.sql", "archive-1-rules.sql", "archive-2.sql", "archive-2-answers.txt",
            ],
            external: [grdb, logging]),
        tests(of: "Daemon", ["Daemon"], exclude: ["Golden"], external: [nioCore, nioPosix]),
    ],
    swiftLanguageModes: [.v6]
)
