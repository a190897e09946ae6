import ArgumentParser

struct ForestCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "forest",
        abstract: "Find anomalies in tables of numbers with an isolation forest.",
        discussion: """
            'sonde forest fit' learns from a CSV file what is usual and saves it as a model; 'sonde forest score' \
            says of each row of another file how unusual it is. It is the forest that Sonde watches APIs with, and \
            its settings have the names and meanings of scikit-learn's IsolationForest.

            DATA
            A CSV file as RFC 4180 has it, in UTF-8, with ',', ';' or a tab between numbers, as it is or compressed \
            with gzip; '-' reads standard input. The first line is a header if a field of it is not a number. A \
            column that the header calls 'label' is passed over, and so is a first column without a name that counts \
            the rows. All other columns take part, so remove identifiers and times first. Numbers have a decimal \
            point and are rounded to 32 bits. Empty fields, NaN, NA, N/A and null are missing values.

            Nothing is written unless all data is sound. What is wrong with it is said as FILE:LINE:COLUMN; 17:3 is \
            the third column on line 17.

            EXAMPLES
              sonde forest fit usual.csv --output usual.sonde
              sonde forest score usual.sonde today.csv --output scores.csv

            EXIT CODES
              0   done
              64  the command line is wrong, or a setting does not go with the data
              65  the data or the model is not what it should be
              66  a file to read is missing or cannot be read
              73  the output cannot be created
              74  the output could not be written to its end
            """,
        subcommands: [ForestFitCommand.self, ForestScoreCommand.self])
}
