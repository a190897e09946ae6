import Foundation

/// The program itself, built beside the benchmarks.
enum SondeBinary {
    static func find() throws -> URL {
        let binary = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("sonde")
        guard FileManager.default.isExecutableFile(atPath: binary.path) else {
            throw BenchError("\(binary.path) is missing; build it with: swift build -c release --product sonde")
        }
        return binary
    }
}
