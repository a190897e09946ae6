import Foundation
import GRDB
import SondeTestSupport
import Testing

/// Sonde is killed again and again while alerts are on their way: what was committed is told, and what is told twice has the
/// same key.
@Suite(.timeLimit(.minutes(15))) struct AlertKillTests {
    private static let kills = 50
    private static let endpoints = 60

    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    /// - Parameter least: So many that fail together are told as one; with 1,000 none ever are.
    @Test(arguments: [1000, 3]) func aStormLosesNoNotification(least: Int) async throws {
        let stage = try await AlertStage()
        try configuration(stage.port, least: least).write(
            to: folder.url.appendingPathComponent("sonde.yaml"), atomically: true, encoding: .utf8)
        stage.refuse(oneIn: 7)
        // Each fails for some seconds and is well for many, all at different times: not so often that failures become a
        // fault that lasts.
        stage.fail { number in (Int(Date().timeIntervalSince1970) + number * 2) % 40 < 4 }
        for _ in 0..<Self.kills {
            let sonde = try SondeProcess(["run"], in: folder.url)
            let (messages, probes) = (stage.messageCount, stage.probeCount)
            // Somewhere between a message and the next, or in the middle of one.
            try await stage.wait(forMessages: messages + Int.random(in: 1...4))
            try await stage.wait(forProbes: probes + Int.random(in: 0...40))
            sonde.signal(SIGKILL)
            let ended = await sonde.ended()
            #expect(ended.exitCode == 128 + SIGKILL, "\(ended.errors)")
        }
        stage.refuse(oneIn: 0)
        stage.fail { _ in false }
        let rows = try await rowsAtRest(stage)
        let received = stage.received
        await stage.stop()
        check(rows, received)
        if least > Self.endpoints { checkKeys(received) }
    }

    /// Lets Sonde run until nothing is open and nothing waits, and ends it.
    private func rowsAtRest(_ stage: AlertStage) async throws -> [OutboxRow] {
        let sonde = try SondeProcess(["run"], in: folder.url)
        let file = folder.url.appendingPathComponent("storm.db").path
        while true {
            // A round of probes may have closed something.
            try await stage.wait(forProbes: stage.probeCount + Self.endpoints)
            let open = try await DatabaseQueue(path: file).read { db in
                try Int.fetchOne(db, sql: "SELECT count(*) FROM incidents WHERE closed_at IS NULL") ?? 0
            }
            if open == 0, try OutboxRow.all(in: file).allSatisfy({ $0.state != "waiting" }) { break }
        }
        sonde.signal(SIGTERM)
        let ended = await sonde.ended()
        #expect(ended.exitCode == 0, "\(ended.errors)")
        return try OutboxRow.all(in: file)
    }

    private func check(_ rows: [OutboxRow], _ received: [AlertStage.Received]) {
        #expect(!received.contains { $0.event == "malformed" || $0.key.isEmpty })
        #expect(rows.count { $0.state == "sent" } > Self.kills)
        #expect(rows.allSatisfy { $0.state == "sent" || $0.state == "dropped" })
        for row in rows where row.state == "sent" {
            let told = received.contains { message in
                message.channel == row.channel && message.threads.contains(row.thread)
                    && (message.event == "resolve" || message.event == "resolved") == (row.event == "resolved")
                    && (row.channel == "pager" || message.key == row.message)
            }
            #expect(told, "\(row) was not received")
        }
        // What was told as opened was told as over.
        let opened = rows.filter { $0.state == "sent" && $0.event == "opened" }
        for row in opened {
            let isEnded = rows.contains {
                $0.thread == row.thread && $0.channel == row.channel && $0.event == "resolved" && $0.state == "sent"
            }
            #expect(isEnded, "nobody was told of the end of \(row)")
        }
        let repeated = received.count - Set(received.map { $0.channel + $0.key }).count
        print("\(received.count) messages after \(Self.kills) kills, \(repeated) of them repeated under their own key")
        for (key, messages) in Dictionary(grouping: received, by: \.key) {
            #expect(Set(messages.map(\.threads)).count == 1, "\(key) tells different things")
        }
    }

    /// What is told of one endpoint is told again under its own key only.
    private func checkKeys(_ received: [AlertStage.Received]) {
        for event in ["opened", "resolved"] {
            let chat = Set(received.filter { $0.channel == "chat" && $0.event == event })
            for incident in Set(chat.flatMap(\.threads)) {
                let keys = Set(chat.filter { $0.threads.contains(incident) }.map(\.key))
                #expect(keys.count == 1, "\(incident) was told as \(event) under \(keys.count) keys")
            }
        }
    }

    private func configuration(_ port: Int, least: Int) -> String {
        var text = """
            web: {enabled: false}
            store: {url: "sqlite:storm.db"}
            alerting:
              cooldown: 1s
              grouping: {window: 2s, least: \(least)}
              channels:
                - {name: chat, type: webhook, url: "http://127.0.0.1:\(port)/chat"}
                - name: pager
                  type: pagerduty
                  integration-key: 0123456789abcdef0123456789abcdef
                  api-url: "http://127.0.0.1:\(port)/pager"
            defaults:
              interval: 1s
              incidents: {failure-threshold: 2, success-threshold: 2, flapping: false}
            endpoints:

            """
        for number in 0..<Self.endpoints {
            text += "  - name: api-\(number)\n    url: http://127.0.0.1:\(port)/api/\(number)\n"
            text += "    alerts: [{channel: chat}, {channel: pager}]\n"
        }
        return text
    }
}
