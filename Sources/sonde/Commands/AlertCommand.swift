import ArgumentParser

struct AlertCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "alert",
        abstract: "See and do what is to be done about incidents and alerts.",
        discussion: """
            'test' and 'preview' need no running Sonde: they read the configuration. The others ask the Sonde that \
            runs with it, or the one that --url names.

            EXAMPLES
              sonde alert list
              sonde alert ack hoerv142qt-1x2f8q0z9k3ab
              sonde alert silence --endpoint 'orders*' --for 2h --comment 'New release'
              sonde alert test team

            EXIT CODES
              0   done
              1   no Sonde answers; 'test': the channel did not take the message
              64  the command line is wrong, or there is no such channel
              65  there is no such incident, silence or dead letter, or it cannot be changed
              78  the configuration is wrong
            """,
        subcommands: [
            AlertListCommand.self, AlertAckCommand.self, AlertNoteCommand.self, AlertSilenceCommand.self,
            AlertUnsilenceCommand.self, AlertSilencesCommand.self, AlertRetryCommand.self, AlertTestCommand.self,
            AlertPreviewCommand.self,
        ])
}
