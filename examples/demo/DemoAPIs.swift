import SondeTestSupport

/// The running APIs of the demo.
struct DemoAPIs: Sendable {
    let clock: DemoClock
    private let servers: [FaultyServer]
    /// What the configuration of the demo refers to.
    let environment: [String: String]

    static func start() async throws -> DemoAPIs {
        let clock = DemoClock()
        var servers: [FaultyServer] = []
        var environment = ["DEMO_CA_FILE": try TestCertificates.caFile]
        for api in DemoAPI.all {
            let server = try await FaultyServer.start(tls: api.isTLS ? .valid : nil) { _ in
                answer(api, at: clock.seconds)
            }
            servers.append(server)
            environment[api.variable] = server.url
        }
        return DemoAPIs(clock: clock, servers: servers, environment: environment)
    }

    func stop() async {
        for server in servers { await server.stop() }
    }

    private static func answer(_ api: DemoAPI, at seconds: Double) -> FaultyServer.Response {
        var (response, latency) = (api.answer(), api.latency(seconds))
        for fault in Fault.script where fault.api == api.name && fault.isActive(at: seconds) {
            (response, latency) = fault.apply(to: response, latency: latency)
        }
        return response.delayed(by: .microseconds(Int64(latency * 1000)))
    }
}
