import SondeCore
import SondeServer

/// What a command does with the store of a configuration, beside a Sonde that may be running on it.
enum DatabaseWork {
    /// Opens the store, does the work and closes it; a failure is printed and ends the command with its exit code.
    static func run(
        _ option: ConfigurationOption, for access: StoreConfiguration.Access,
        _ work: (any Store, SondeConfiguration) async throws -> Void
    ) async throws {
        let configuration = try option.load()
        do {
            let store = try configuration.store.open(for: access)
            do {
                try await work(store, configuration)
            } catch {
                try? await store.close()
                throw error
            }
            // The running Sonde may be in the way of tidying up, which it does itself then.
            try? await store.close()
        } catch let failure as CommandFailure {
            Terminal.printError(failure.sentence)
            throw failure.exitCode
        } catch let error as StoreError {
            let failure = failure(error)
            Terminal.printError(failure.sentence)
            throw failure.exitCode
        }
    }

    private static func failure(_ error: StoreError) -> CommandFailure {
        let sentence = TerminalText.safe("\(error)")
        return switch error {
        case .unavailable: .unreachable(sentence + " This command did not finish; run it again.")
        case .newerSchema, .unusable: .noInput(sentence)
        }
    }
}
