import ArgumentParser

/// Why a command ended without its result: one sentence, and a number of sysexits.h.
enum CommandFailure: Error, Equatable {
    /// The settings do not go with the data: EX_USAGE.
    case unfitSettings(String)
    /// What was read is not what it should be: EX_DATAERR.
    case badData(String)
    /// A file to read is missing or cannot be read: EX_NOINPUT.
    case noInput(String)
    /// A file cannot be created where it was asked for: EX_CANTCREAT.
    case noOutput(String)
    /// Writing failed on the way, as on a full disk: EX_IOERR.
    case unwritten(String)
    /// Another Sonde or the database that is asked does not answer: 1.
    case unreachable(String)

    var sentence: String {
        switch self {
        case .unfitSettings(let text), .badData(let text), .noInput(let text): text
        case .noOutput(let text), .unwritten(let text), .unreachable(let text): text
        }
    }

    var exitCode: ExitCode {
        switch self {
        case .unfitSettings: ExitCode(64)
        case .badData: ExitCode(65)
        case .noInput: ExitCode(66)
        case .noOutput: ExitCode(73)
        case .unwritten: ExitCode(74)
        case .unreachable: ExitCode(1)
        }
    }

    /// Runs a command's work; a failure is printed and ends the command with its exit code.
    static func reported(_ work: () throws(CommandFailure) -> Void) throws {
        do {
            try work()
        } catch {
            Terminal.printError(error.sentence)
            throw error.exitCode
        }
    }
}
