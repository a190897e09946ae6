import SondeCore
import Testing

@testable import SondeServer

@Suite("The .env file")
struct ConfigurationEnvironmentFileTests: ReadsConfigurations {
    @Test(
        "reads NAME=value lines",
        arguments: [
            ("A=1", "1"), ("A=", ""), ("A = 1", "1"), ("export A=1", "1"), ("  export\tA=1  ", "1"),
            ("# comment\n\nA=1 # comment", "1"), ("A=1#not a comment", "1#not a comment"), ("A=#nothing", ""),
            ("A='single $HOME \\n # \"'", "single $HOME \\n # \""),
            ("A=\"double \\\"q\\\" \\\\ \\n\\t \\$ \\z\" # comment", "double \"q\" \\ \n\t $ \\z"),
            ("A='two\nlines'", "two\nlines"), ("A=1\nA=2", "2"), ("A=a=b=c", "a=b=c"), ("A=it's", "it's"),
            ("A=1\r\nB=2\r\n", "1"), ("\u{FEFF}A=1", "1"), ("A=käse 🧀", "käse 🧀"), ("A=${B}", "${B}"),
            ("\r\nA=1", "1"),
        ])
    func values(_ text: String, _ expected: String) {
        let file = EnvironmentFile(text, name: ".env")
        #expect(file.problems.isEmpty)
        #expect(file.variables["A"]?.value == expected)
    }

    @Test(
        "tells what is wrong with the line, and never what stands in it",
        arguments: [
            ("A=1\nhunter2\nB=2", ".env:2: this line is not NAME=value; begin a comment with '#'."),
            ("1A=hunter2", ".env:1: this line is not NAME=value; begin a comment with '#'."),
            ("A B=hunter2", ".env:1: this line is not NAME=value; begin a comment with '#'."),
            ("=hunter2", ".env:1: this line is not NAME=value; begin a comment with '#'."),
            ("A='1'\nB='hunter2\nC=3", ".env:2: the quote that begins in this line is not closed."),
            (
                "A=\"two\nlines\"\nB='hunter2'hunter2",
                ".env:3: text follows the closing quote; put the whole value in quotes."
            ),
        ])
    func faults(_ text: String, _ message: String) {
        let file = EnvironmentFile(text, name: ".env")
        #expect(file.problems.map(\.description) == [message])
    }

    @Test("the line of a variable is its first, also after quoted line breaks")
    func lines() {
        let file = EnvironmentFile("A='x\ny'\n\nB=1\n# c\nC=2", name: ".env")
        #expect(["A", "B", "C"].map { file.variables[$0]?.line } == [1, 4, 6])
    }

    @Test("is read beside the configuration, and the environment wins")
    func precedence() throws {
        try withTemporaryFolder { folder in
            try write("export TOKEN='from file'\nOTHER=other\nALERT_COOLDOWN=60\n", to: folder + "/.env")
            let yaml = """
                endpoints:
                  - {name: a, url: "https://a.example.com", headers: {X-A: "${TOKEN}", X-B: "${OTHER}"}}
                """
            try write(yaml, to: folder + "/sonde.yaml")
            let file = folder + "/sonde.yaml"
            let fromFile = try SondeConfiguration.load(file: file, environment: [:])
            #expect(fromFile.endpoints[0].headers.map { $0.value.reveal() } == ["from file", "other"])
            #expect(fromFile.alerting.settings.cooldown == .seconds(60))
            let fromEnvironment = try SondeConfiguration.load(
                file: file, environment: ["TOKEN": "from environment", "ALERT_COOLDOWN": "70"])
            #expect(fromEnvironment.endpoints[0].headers.map { $0.value.reveal() } == ["from environment", "other"])
            #expect(fromEnvironment.alerting.settings.cooldown == .seconds(70))
        }
    }

    @Test("its faults stand before those of the configuration, with their lines")
    func faultsInLoading() throws {
        try withTemporaryFolder { folder in
            try write("A=1\nhunter2\nALERT_COOLDOWN=soon\n", to: folder + "/.env")
            try write("endpoints:\n  - {name: a}\n", to: folder + "/sonde.yaml")
            let error = try #require(throws: ConfigurationError.self) {
                try SondeConfiguration.load(file: folder + "/sonde.yaml", environment: [:])
            }
            let expected = """
                .env:2: this line is not NAME=value; begin a comment with '#'.
                .env:3: ALERT_COOLDOWN: the value is not a number of seconds; write for example ALERT_COOLDOWN=600.
                sonde.yaml:2:5: this endpoint has no url; add url: https://HOST/PATH.
                """
            #expect(error.description.replacing(folder + "/", with: "") == expected)
        }
    }
}
