import Foundation
import Synchronization

/// The `sonde` binary at work, as a person starts it: its lines, its signals, its exit code.
final class SondeProcess: Sendable {
    struct Ended: Sendable {
        var exitCode: Int32
        var output: String
        var errors: String
    }

    private struct State {
        var output = ""
        var errors = ""
        var waiters: [(text: String, continuation: CheckedContinuation<Bool, Never>)] = []
        var openPipes = 2
        var exitCode: Int32?
        var exitWaiters: [CheckedContinuation<Ended, Never>] = []
    }

    let folder: URL
    private let process: Process
    private let state = Mutex(State())

    /// Starts `sonde` with these arguments in a folder of its own, or in that of an earlier one.
    init(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws {
        self.folder = folder
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("sonde")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ["PATH": "/usr/bin:/bin", "TZ": "UTC"].merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        read(into: \.output) { process.standardOutput = $0 }
        read(into: \.errors) { process.standardError = $0 }
        process.terminationHandler = { [weak self] process in
            // What `Process` calls an uncaught signal is reported as a shell does.
            let signalled = process.terminationReason == .uncaughtSignal
            self?.end { $0.exitCode = signalled ? 128 + process.terminationStatus : process.terminationStatus }
        }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// Waits until the text stands in the output or among the errors; false if the process ended without it.
    @discardableResult
    func wait(for text: String) async -> Bool {
        await withCheckedContinuation { continuation in
            let known: Bool? = state.withLock { state in
                if state.output.contains(text) || state.errors.contains(text) { return true }
                if state.openPipes == 0 { return false }
                state.waiters.append((text, continuation))
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// Waits for the end.
    func ended() async -> Ended {
        await withCheckedContinuation { continuation in
            let ended: Ended? = state.withLock { state in
                if let ended = Self.ended(state) { return ended }
                state.exitWaiters.append(continuation)
                return nil
            }
            if let ended { continuation.resume(returning: ended) }
        }
    }

    /// The port of the page, once it is said.
    func port() async throws -> Int {
        guard await wait(for: "the page is at http://"), await wait(for: "/\n") else { throw NotReady() }
        let output = state.withLock { $0.output }
        guard let line = output.split(separator: "\n").first(where: { $0.contains("the page is at") }),
            let port = line.split(separator: ":").last.flatMap({ Int($0.dropLast()) })
        else { throw NotReady() }
        return port
    }

    struct NotReady: Error {}

    private func read(into text: WritableKeyPath<State, String> & Sendable, _ attach: (Pipe) -> Void) {
        let pipe = Pipe()
        attach(pipe)
        pipe.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            guard !data.isEmpty else {
                handle.readabilityHandler = nil
                self?.end { $0.openPipes -= 1 }
                return
            }
            self?.arrived(String(decoding: data, as: UTF8.self), in: text)
        }
    }

    private func arrived(_ text: String, in stream: WritableKeyPath<State, String> & Sendable) {
        let found = state.withLock { state in
            state[keyPath: stream] += text
            let found = state.waiters.filter { state.output.contains($0.text) || state.errors.contains($0.text) }
            state.waiters.removeAll { state.output.contains($0.text) || state.errors.contains($0.text) }
            return found
        }
        for waiter in found { waiter.continuation.resume(returning: true) }
    }

    private func end(_ change: (inout State) -> Void) {
        let (ended, exits, lost) = state.withLock { state in
            change(&state)
            let ended = Self.ended(state)
            defer {
                if ended != nil { state.exitWaiters = [] }
                if state.openPipes == 0 { state.waiters = [] }
            }
            return (ended, ended == nil ? [] : state.exitWaiters, state.openPipes == 0 ? state.waiters : [])
        }
        for waiter in lost { waiter.continuation.resume(returning: false) }
        if let ended { for waiter in exits { waiter.resume(returning: ended) } }
    }

    private static func ended(_ state: State) -> Ended? {
        guard let exitCode = state.exitCode, state.openPipes == 0 else { return nil }
        return Ended(exitCode: exitCode, output: state.output, errors: state.errors)
    }
}

/// A folder of its own for each test, removed with it.
final class ScratchFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("sonde-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func write(_ text: String, to name: String = "sonde.yaml") throws {
        try text.write(to: url.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
