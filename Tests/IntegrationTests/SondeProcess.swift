import Foundation
import Glibc
import Synchronization

/// The `sonde` binary at work, as a person starts it: its lines, its signals, its exit code.
final class SondeProcess: Sendable {
    struct Ended: Sendable {
        /// 128 and the signal's number for a process that a signal ended, as a shell says it.
        var exitCode: Int32
        var output: String
        var errors: String
    }

    struct NotReady: Error {}

    private struct State {
        var output = ""
        var errors = ""
        var ended: Ended?
        var waiters: [(text: String, continuation: CheckedContinuation<Bool, Never>)] = []
        var endWaiters: [CheckedContinuation<Ended, Never>] = []

        func contains(_ text: String) -> Bool { output.contains(text) || errors.contains(text) }
    }

    private let child: SpawnedProcess
    private let state = Mutex(State())

    /// Starts `sonde`, or another program of the package, with these arguments in a folder.
    init(
        _ arguments: [String], in folder: URL, environment: [String: String] = [:], program: String = "sonde"
    ) throws {
        let binary = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent(program)
        child = try SpawnedProcess(
            binary.path, arguments, folder: folder.path,
            environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 })
        let reading = DispatchGroup()
        follow(child.output, reading) { $0.output += $1 }
        follow(child.errors, reading) { $0.errors += $1 }
        Thread.detachNewThread { [self] in
            reading.wait()
            end(with: child.wait())
        }
    }

    func signal(_ number: Int32) {
        child.signal(number)
    }

    /// Waits until the text stands in the output or among the errors; false if the process ended without it.
    @discardableResult
    func wait(for text: String) async -> Bool {
        await withCheckedContinuation { continuation in
            let known: Bool? = state.withLock { state in
                if state.contains(text) { return true }
                if state.ended != nil { return false }
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
                if state.ended == nil { state.endWaiters.append(continuation) }
                return state.ended
            }
            if let ended { continuation.resume(returning: ended) }
        }
    }

    /// The port of the page, once it is said.
    func port() async throws -> Int {
        guard await wait(for: "the page is at http://") else { throw NotReady() }
        let output = state.withLock { $0.output }
        guard let line = output.split(separator: "\n").first(where: { $0.contains("the page is at") }),
            let port = line.split(separator: ":").last.flatMap({ Int($0.dropLast()) })
        else { throw NotReady() }
        return port
    }

    /// Reads a pipe to its end on a thread of its own.
    private func follow(
        _ pipe: Int32, _ reading: DispatchGroup, _ take: @escaping @Sendable (inout State, String) -> Void
    ) {
        reading.enter()
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 64 * 1024)
            while true {
                let count = read(pipe, &buffer, buffer.count)
                guard count > 0 else { break }
                let text = String(decoding: buffer[..<count], as: UTF8.self)
                let found = state.withLock { state in
                    take(&state, text)
                    let waiting = state.waiters
                    state.waiters = waiting.filter { !state.contains($0.text) }
                    return waiting.filter { state.contains($0.text) }
                }
                for waiter in found { waiter.continuation.resume(returning: true) }
            }
            close(pipe)
            reading.leave()
        }
    }

    private func end(with exitCode: Int32) {
        let (ended, exits, lost) = state.withLock { state in
            let ended = Ended(exitCode: exitCode, output: state.output, errors: state.errors)
            state.ended = ended
            defer { (state.endWaiters, state.waiters) = ([], []) }
            return (ended, state.endWaiters, state.waiters)
        }
        for waiter in lost { waiter.continuation.resume(returning: false) }
        for waiter in exits { waiter.resume(returning: ended) }
    }
}
