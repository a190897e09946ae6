import ArgumentParser

struct DatabaseCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Look after the database: its size, what is old, its rows as CSV, its roll-ups.",
        discussion: """
            Works on the store of the configuration. A Sonde may be running on it: nothing waits for long, and \
            nothing is lost.

            EXAMPLES
              sonde db size
              sonde db prune --older-than 7d
              sonde db export --from 2026-11-01 --to 2026-12-01 --output november.csv.gz
              sonde db rebuild-rollups --from 7d

            EXIT CODES
              0   done
              1   the database does not answer, or broke off
              64  the command line is wrong
              66  there is no such database, or it cannot be used
              73  the output cannot be created
              74  the output could not be written to its end
              78  the configuration is wrong
            """,
        subcommands: [
            DatabaseSizeCommand.self, DatabasePruneCommand.self, DatabaseExportCommand.self,
            DatabaseRebuildCommand.self,
        ])
}
