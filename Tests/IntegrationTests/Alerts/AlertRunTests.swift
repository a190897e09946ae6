import Foundation
import SondeTestSupport
import Testing

/// `sonde run` tells, and tells that it is over, over restarts and outages of the other side.
@Suite(.timeLimit(.minutes(3))) struct AlertRunTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    private func configure(_ stage: AlertStage, alerting: String = "", endpoint: String = "") throws {
        try folder.write(
            """
            web: {listen: "127.0.0.1:0"}
            store: {url: "sqlite:run.db"}
            alerting:
              cooldown: 1s
              channels: [{name: chat, type: webhook, url: "http://127.0.0.1:\(stage.port)/chat"}]
            \(alerting)
            endpoints:
              - name: orders
                url: http://127.0.0.1:\(stage.port)/orders/1
                interval: 1s
                incidents: {failure-threshold: 2, success-threshold: 2}
                alerts: [{channel: chat}]
            \(endpoint)
            """)
    }

    private func run() throws -> SondeProcess { try SondeProcess(["run"], in: folder.url) }

    private func end(_ sonde: SondeProcess) async {
        sonde.signal(SIGTERM)
        let ended = await sonde.ended()
        #expect(ended.exitCode == 0, "\(ended.errors)")
    }

    private func rows() throws -> [OutboxRow] { try OutboxRow.all(in: folder.path("run.db")) }

    @Test func anIncidentIsToldAndThatItIsOver() async throws {
        let stage = try await AlertStage()
        try configure(stage)
        stage.fail { _ in true }
        let sonde = try run()
        try await stage.wait(forMessages: 1)
        stage.fail { _ in false }
        try await stage.wait(forMessages: 2)
        await end(sonde)
        #expect(stage.received.map(\.event) == ["opened", "resolved"])
        #expect(Set(stage.received.map(\.threads)).count == 1)
        #expect(try rows().map(\.state) == ["sent", "sent"])
        await stage.stop()
    }

    @Test func whatWasToldBeforeARestartIsToldToBeOverAfterIt() async throws {
        let stage = try await AlertStage()
        try configure(stage)
        stage.fail { _ in true }
        let first = try run()
        try await stage.wait(forMessages: 1)
        await end(first)
        stage.fail { _ in false }
        let second = try run()
        try await stage.wait(forMessages: 2)
        await end(second)
        #expect(stage.received.map(\.event) == ["opened", "resolved"])
        #expect(Set(stage.received.map(\.threads)).count == 1)
        await stage.stop()
    }

    @Test func whatTheOtherSideRefusedIsToldLaterUnderTheSameKey() async throws {
        let stage = try await AlertStage()
        try configure(stage)
        stage.refuse(oneIn: 1)
        stage.fail { _ in true }
        let sonde = try run()
        try await stage.wait(forMessages: 2)
        #expect(await sonde.wait(for: "does not take messages"))
        stage.refuse(oneIn: 0)
        #expect(await sonde.wait(for: "takes messages again"))
        await end(sonde)
        #expect(Set(stage.received.map(\.key)).count == 1)
        #expect(try rows().map(\.state) == ["sent"])
        await stage.stop()
    }

    @Test func aSilencedApiIsNotTold() async throws {
        let stage = try await AlertStage()
        try configure(
            stage, alerting: "silences: [{endpoints: [orders], until: 2100-01-01T00:00:00Z}]",
            endpoint: """
                  - name: payments
                    url: http://127.0.0.1:\(stage.port)/payments/2
                    interval: 1s
                    incidents: {failure-threshold: 6}
                    alerts: [{channel: chat}]
                """)
        stage.fail { _ in true }
        let sonde = try run()
        try await stage.wait(forMessages: 1)
        await end(sonde)
        // The one that failed later was told, the one before it was not.
        #expect(stage.messageCount == 1)
        #expect(try rows().count == 1)
        await stage.stop()
    }
}
