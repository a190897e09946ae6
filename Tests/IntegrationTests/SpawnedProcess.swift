import Glibc
import Synchronization

/// A child process with pipes that no other child inherits.
///
/// Foundation's `Process` hands the pipes of one child to the next when several are started at once, and then waits
/// for the end of both.
final class SpawnedProcess: Sendable {
    struct CannotStart: Error {
        var code: Int32
    }

    /// Where the child's standard output and standard error are read; the reader closes them.
    let output: Int32
    let errors: Int32
    private let identifier: pid_t
    private let isRunning = Mutex(true)

    /// Held while pipes are made and a child started: no other child may see them before they are marked.
    private static let spawning = Mutex(())

    init(_ path: String, _ arguments: [String], folder: String, environment: [String: String]) throws {
        (identifier, output, errors) = try Self.spawning.withLock { _ in
            // env -C changes the folder and becomes the program.
            try Self.spawn(["/usr/bin/env", "-C", folder, path] + arguments, environment)
        }
    }

    private static func spawn(
        _ command: [String], _ environment: [String: String]
    ) throws -> (identifier: pid_t, output: Int32, errors: Int32) {
        let (output, errors) = (try Self.pipe(), try Self.pipe())
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.write, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors.write, STDERR_FILENO)
        var words = command.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var identifier = pid_t()
        let code = posix_spawn(&identifier, command[0], &actions, nil, &words, &variables)
        close(output.write)
        close(errors.write)
        guard code == 0 else { throw CannotStart(code: code) }
        return (identifier, output.read, errors.read)
    }

    deinit {
        signal(SIGKILL)
    }

    func signal(_ number: Int32) {
        // A number that has been waited for may belong to another process by now.
        isRunning.withLock { isRunning in if isRunning { _ = kill(identifier, number) } }
    }

    /// Blocks until the child has ended.
    func wait() -> Int32 {
        var status: Int32 = 0
        var information = siginfo_t()
        // Without reaping first, so that no signal is sent to a number that is free again.
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        isRunning.withLock { isRunning in
            isRunning = false
            waitpid(identifier, &status, 0)
        }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw CannotStart(code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
