import ArgumentParser
import SondeCore

@main
struct Sonde: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sonde",
        abstract: "Watches HTTP APIs: probes them, learns what is normal, and tells you when something is not.",
        discussion: """
            Start with 'sonde check URL' to see one probe from end to end, write a sonde.yaml, check it with \
            'sonde validate', and run it with 'sonde run'.

            EXIT CODES
              0   done; for 'check': the probe succeeded
              1   Sonde could not do its work (port in use, database not writable, ...)
              2   'check': the probe failed
              64  the command line is wrong
              65  'backtest', 'forest': the data or the saved forest cannot be used; 'feedback', 'alert': no such incident
              66  'backtest', 'forest', 'db': a file, or the database, cannot be read
              73  'backtest', 'forest', 'db': the output cannot be made
              74  'backtest', 'forest', 'db': writing the output broke off
              78  the configuration is wrong
            """,
        version: "sonde \(SondeVersion.current)",
        subcommands: [
            RunCommand.self, CheckCommand.self, ValidateCommand.self, HealthcheckCommand.self, FeedbackCommand.self,
            AlertCommand.self, BacktestCommand.self, ForestCommand.self, DatabaseCommand.self,
        ])
}
