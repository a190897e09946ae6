import ArgumentParser
import Foundation

/// `make bench`: the figures that Sonde promises, measured on this machine beside their yardsticks.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sonde-bench",
        abstract: "Measures the figures that Sonde promises, on this machine, beside their yardsticks.",
        subcommands: [Measure.self, Serve.self], defaultSubcommand: Measure.self)
}

struct Measure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Run the benchmarks and print a table and JSON.")

    enum Name: String, ExpressibleByArgument, CaseIterable {
        case pipeline
        case fleet
        case startup
        case forest
        case store
        case history
        case alerts
    }

    @Option(help: "Only this benchmark. Repeatable.")
    var only: [Name] = []

    @Option(help: "Of the benchmarks store and history, only this store. Repeatable.")
    var stores: [StoreKind] = []

    @Option(help: ArgumentHelp("Seconds of the pipeline benchmark.", valueName: "seconds"))
    var pipelineSeconds = 10

    @Option(help: ArgumentHelp("Seconds of the fleet benchmark.", valueName: "seconds"))
    var fleetSeconds = 120

    @Option(help: ArgumentHelp("Write the figures as JSON to this file too.", valueName: "file"))
    var json: String?

    func run() async throws {
        let chosen = only.isEmpty ? Name.allCases : only
        let server = try ServerProcess.start()
        defer { server.stop() }
        var figures: [Figure] = []
        for name in chosen {
            say("measuring \(name.rawValue)")
            switch name {
            case .pipeline: figures += try await PipelineBenchmark(url: server.url, seconds: pipelineSeconds).run()
            case .fleet: figures += try await FleetBenchmark(url: server.url, seconds: fleetSeconds).run()
            case .startup: figures += try await StartupBenchmark().run()
            case .forest: figures += try ForestBenchmark().run()
            case .alerts: figures += try await AlertBenchmark().run()
            case .store:
                for kind in stores.isEmpty ? StoreKind.present : stores {
                    figures += try await StoreBenchmark(kind: kind).run()
                }
            case .history:
                for kind in stores.isEmpty ? [.sqlite, .postgres] : stores {
                    figures += try await HistoryBenchmark(kind: kind, target: server.url).run()
                }
            }
        }
        print(Figure.table(figures))
        let data = try Figure.json(figures)
        if let json { try data.write(to: URL(fileURLWithPath: json)) }
        print(String(decoding: data, as: UTF8.self))
    }
}

struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "The benchmark's HTTP server, in a process of its own.", shouldDisplay: false)

    func run() throws {
        try LoopbackServer().run()
    }
}
