import Foundation
import Synchronization

extension ChildProcess {
    /// Where the program's standard input is written, its standard error read, and its end awaited.
    struct Pipes {
        var input: Descriptor
        var errors: Descriptor
        /// Written to by the thread that awaits the end, and read by the one that must not wait for that alone.
        var end: (read: Descriptor, write: Descriptor)
    }

    /// Held while pipes are made and a program started: no other may see them before they are marked.
    private static let spawning = Mutex(())

    static func spawn(_ run: CommandRun) throws(CommandRun.CannotStart) -> (identifier: pid_t, pipes: Pipes) {
        try spawning.withLock { _ throws(CommandRun.CannotStart) in
            let (input, errors) = (try Descriptor.pipe(), try Descriptor.pipe())
            let end = try Descriptor.pipe()
            let identifier = try spawn(run, input: input.read.number, errors: errors.write.number)
            for descriptor in [input.write, errors.read] { descriptor.becomeImpatient() }
            return (identifier, Pipes(input: input.write, errors: errors.read, end: end))
        }
    }

    private static func spawn(
        _ run: CommandRun, input: Int32, errors: Int32
    ) throws(CommandRun.CannotStart) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        var attributes = attributes()
        defer { posix_spawnattr_destroy(&attributes) }
        var words = run.command.map { strdup($0) } + [nil]
        var variables = run.environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var identifier = pid_t()
        let code = posix_spawn(&identifier, run.command[0], &actions, &attributes, &words, &variables)
        guard code == 0 else { throw CommandRun.CannotStart(code: code) }
        return identifier
    }

    /// A process group of its own, and every signal as a new program expects it, whatever Sonde ignores or blocks.
    private static func attributes() -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        return attributes
    }
}
