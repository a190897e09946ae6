import SondeCore
import SondeTestSupport
import Testing

@testable import SondeServer

/// What a reload does to endpoints that go, come or are disabled.
@Suite(.timeLimit(.minutes(1))) struct PipelineReloadTests {
    private static let always = Timestamp(microseconds: 0)..<Timestamp(microseconds: .max)
    private static let refused = ProbeFailure(.refused, "Connection refused by 127.0.0.1:1.")
    private let orders = Endpoint(name: "orders", url: "http://127.0.0.1:1/")
    private let stock = Endpoint(name: "stock", url: "http://127.0.0.1:1/")

    private func disabled(_ endpoint: Endpoint) -> Endpoint {
        var endpoint = endpoint
        endpoint.enabled = false
        return endpoint
    }

    @Test(arguments: [true, false])
    func theIncidentOfAnEndpointThatIsWatchedNoLongerEnds(isRemoved: Bool) async throws {
        let kit = try await PipelineKit([orders])
        for _ in 0..<3 { await kit.pipeline.ingest(await kit.result("orders", failure: Self.refused)) }
        #expect(await kit.pipeline.status(of: "orders")?.openIncident != nil)
        await kit.pipeline.update(isRemoved ? [stock] : [disabled(orders)], awaitsHistory: false)
        let closed = await kit.first { if case .closed(let incident) = $0 { incident } else { nil } }
        #expect(closed?.endpoint == "orders")
        // A probe that was under way is stored and opens nothing.
        await kit.pipeline.ingest(await kit.result("orders", failure: Self.refused))
        try await kit.finish()
        #expect(try await kit.store.openIncidents().isEmpty)
        #expect(try await kit.store.incidents(for: "orders", in: Self.always, limit: 9).count == 1)
        #expect(try await kit.store.incidentStates().isEmpty)
        #expect(try await kit.store.results(for: "orders", in: Self.always, limit: 9).count == 4)
    }

    @Test func aStateWithoutAnIncidentIsForgotten() async throws {
        let kit = try await PipelineKit([orders])
        await kit.pipeline.ingest(await kit.result("orders", failure: Self.refused))
        await kit.pipeline.update([stock], awaitsHistory: false)
        try await kit.finish()
        #expect(try await kit.store.incidentStates().isEmpty)
    }

    @Test func whatTheStoreRemembersOfOthersIsForgottenAtTheStart() async throws {
        let kit = try await PipelineKit([orders])
        let incident = Incident(
            id: "1", endpoint: "stock", kind: .failure, severity: .critical, openedAt: kit.clock.now, reason: "gone")
        var state = IncidentState()
        state.failuresInARow = 2
        try await kit.store.append(
            WriteBatch(incidents: [incident], incidentStates: ["stock": state, "gone": state]))
        await kit.pipeline.update(
            [orders, disabled(stock)], states: try await kit.store.incidentStates(),
            open: try await kit.store.openIncidents(), awaitsHistory: false)
        try await kit.finish()
        #expect(try await kit.store.incidentStates().isEmpty)
        #expect(try await kit.store.openIncidents().isEmpty)
    }

    @Test func onlyNewEndpointsAreNamed() async throws {
        let kit = try await PipelineKit([orders])
        #expect(await kit.pipeline.update([stock, orders], awaitsHistory: true).map(\.name) == ["stock"])
        try await kit.finish()
    }

    @Test func theCertificateStaysKnownInAnOutage() async throws {
        let kit = try await PipelineKit([orders])
        var result = await kit.result("orders")
        result.certificateExpiry = kit.clock.now
        await kit.pipeline.ingest(result)
        await kit.pipeline.ingest(await kit.result("orders", failure: Self.refused))
        #expect(await kit.pipeline.status(of: "orders")?.certificateExpiry == result.certificateExpiry)
        try await kit.finish()
    }
}
