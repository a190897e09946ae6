import Foundation
import SondeCore
import SondeProbing
import Testing

@testable import SondeAlerting

/// Programs that are started: shell scripts written for the test.
@Suite struct CommandTests {
    private final class Script: Sendable {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sonde-command-\(UUID().uuidString)")
        var path: String { folder.appending(path: "notify").path }

        init(_ text: String) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try "#!/bin/sh\ncd \"$(dirname \"$0\")\"\n\(text)\n".write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }

        deinit {
            try? FileManager.default.removeItem(at: folder)
        }

        func file(_ name: String) throws -> String {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }

        /// Run by the shell as its argument: a file that was just written may not be started while any other process that
        /// is being started still has it open.
        func fault(
            _ message: AlertMessage = ChannelSamples.message(), arguments: [String] = [],
            _ more: [String: ChannelOptions.Value] = [:]
        ) async throws -> DeliveryFault? {
            let own: [String: ChannelOptions.Value] = [
                "program": .text("/bin/sh"), "arguments": .texts([path] + arguments),
                "timeout": more["timeout"] ?? .duration(.seconds(300)),
            ]
            let channel = try CommandChannel(ChannelOptions(more.merging(own) { $1 }))
            let engine = CurlEngine()
            defer { engine.stop() }
            do throws(DeliveryFault) {
                _ = try await channel.send(message, through: engine)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test("It gets the message on its input, in variables, and its arguments as they are")
    func given() async throws {
        let script = try Script(#"cat > input; env > variables; printf '%s\n' "$@" > arguments"#)
        let arguments = ["a b", "$HOME; touch broken", "*", ""]
        let fault = try await script.fault(
            ChannelSamples.hostile, arguments: arguments,
            ["environment": .headers([.init(name: "TOKEN", value: Secret("t0ken"))])])
        #expect(fault == nil)
        let input = try #require(JSONValue(parsing: Array(try script.file("input").utf8)))
        #expect(input == AlertDocument.value(of: ChannelSamples.hostile))
        #expect(try script.file("arguments") == arguments.joined(separator: "\n") + "\n")
        let lines = try script.file("variables").split(separator: "\n").map(String.init)
        #expect(lines.contains("SONDE_EVENT=opened"))
        #expect(lines.contains("SONDE_SEVERITY=critical"))
        #expect(lines.contains("TOKEN=t0ken"))
        let names = Set(lines.compactMap { $0.wholeMatch(of: /([A-Za-z_]+)=.*/).map { String($0.1) } })
        // PWD, OLDPWD, SHLVL and _ are the shell's own.
        #expect(
            names.filter { !$0.hasPrefix("SONDE_") }.isSubset(of: [
                "PATH", "HOME", "LANG", "TOKEN", "PWD", "OLDPWD", "SHLVL", "_",
            ]))
    }

    @Test(
        "How it ended says whether to try again",
        arguments: [
            ("echo 'no such room' >&2; echo more >&2; exit 1", true, "ended with code 1: no such room"),
            ("exit 75", false, "ended with code 75."),
            ("kill -9 $$", false, "was ended by signal 9."),
            ("echo \"not $TOKEN\" >&2; exit 3", true, "ended with code 3: not ***"),
        ])
    func ends(text: String, isPermanent: Bool, words: String) async throws {
        let script = try Script(text)
        let fault = try await script.fault(
            ChannelSamples.message(), ["environment": .headers([.init(name: "TOKEN", value: Secret("t0ken"))])])
        #expect(fault == DeliveryFault("command /bin/sh \(words)", isPermanent: isPermanent))
    }

    @Test("One that reads nothing, or writes without end, is taken as it ends")
    func deafAndNoisy() async throws {
        let noise = "head -c 300000 /dev/zero | tr '\\0' x >&2; head -c 300000 /dev/zero; exit 0"
        #expect(try await Script(noise).fault(ChannelSamples.group) == nil)
        #expect(try await Script("exec <&-; exit 0").fault(ChannelSamples.group) == nil)
    }

    @Test("What it leaves running in the background is not waited for")
    func background() async throws {
        let script = try Script("mkfifo pipe; (read line < pipe; touch done) & exit 0")
        #expect(try await script.fault() == nil)
        // It still waits, with standard error open. Opening the pipe lets it end.
        try "go\n".write(toFile: script.folder.appending(path: "pipe").path, atomically: false, encoding: .utf8)
    }

    @Test("One that hangs is ended, with all that it started")
    func timeout() async throws {
        let script = try Script("mkfifo pipe; cat pipe & cat pipe")
        let fault = try await script.fault(ChannelSamples.message(), ["timeout": .duration(.milliseconds(200))])
        #expect(fault == DeliveryFault("command /bin/sh ran longer than 200 ms and was ended."))
    }

    @Test("When Sonde stops, it is ended")
    func cancellation() async throws {
        let receiver = try await WebhookReceiver()
        let script = try Script("mkfifo pipe; curl -s \(receiver.url)/started; cat pipe")
        let task = Task { try await script.fault() }
        _ = try await receiver.next()
        task.cancel()
        let fault = try await task.value
        #expect(fault == DeliveryFault("command /bin/sh was ended because Sonde is stopping."))
    }

    @Test("One that can no longer be started is told of")
    func vanished() async throws {
        let script = try Script("exit 0")
        let channel = try CommandChannel(ChannelOptions(["program": .text(script.path)]))
        try FileManager.default.removeItem(atPath: script.path)
        let engine = CurlEngine()
        defer { engine.stop() }
        await #expect(
            throws: DeliveryFault(
                "command \(script.path) could not be started: no such file or directory.", isPermanent: true)
        ) { try await channel.send(ChannelSamples.message(), through: engine) }
    }
}
