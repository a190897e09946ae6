import Foundation
import SondeCore
import Testing

@testable import SondeServer

@Suite("What is accepted and most likely not meant")
struct ConfigurationNoteTests: ReadsConfigurations {
    private func notes(_ lines: String, environment: [String: String] = [:]) throws -> [String] {
        try configuration(oneEndpoint(lines), environment: environment).notes.map(\.description)
    }

    @Test(
        "a timeout longer than the interval",
        arguments: [
            ("interval: 2s", 4, "5s", "2s"), ("client: {timeout: 20s}", 4, "20s", "15s"),
            ("interval: 1m\nclient: {timeout: 90s}", 4, "90s", "1m"),
        ])
    func timeout(_ lines: String, _ line: Int, _ timeout: String, _ interval: String) throws {
        let sentence =
            "the timeout of \(timeout) is longer than the interval of \(interval); turns that come while a probe is "
            + "under way are skipped."
        #expect(try notes(lines) == ["sonde.yaml:\(line): \(sentence)"])
    }

    @Test(
        "a timeout that fits", arguments: ["interval: 5s", "client: {timeout: 15s}", "interval: 1s\nenabled: false"])
    func timeoutThatFits(_ lines: String) throws {
        #expect(try notes(lines).isEmpty)
    }

    @Test(
        "a certificate's validity without a unit",
        arguments: [
            ("[CERTIFICATE_EXPIRATION] > 30", "30d for days or 30h for hours"),
            ("[CERTIFICATE_EXPIRATION] > 172800000", "2d"),
            ("[CERTIFICATE_EXPIRATION] > -1", "for example 48h or 30d"),
        ])
    func certificate(_ condition: String, _ example: String) throws {
        let sentence = "a number without a unit counts milliseconds, as in Gatus; write \(example)."
        #expect(
            try notes("conditions: [\"\(condition)\"]") == ["sonde.yaml:4: conditions: in '\(condition)' \(sentence)"])
    }

    @Test("what a variable holds is not shown")
    func variable() throws {
        let note = try #require(
            try notes("conditions: [\"[CERTIFICATE_EXPIRATION] > ${DAYS}\"]", environment: ["DAYS": "31"]).first)
        #expect(
            note.hasSuffix(
                "> ${DAYS}' a number without a unit counts milliseconds, as in Gatus; "
                    + "write for example 48h or 30d."))
    }

    @Test(
        "a certificate's validity with a unit",
        arguments: ["[CERTIFICATE_EXPIRATION] > 48h", "[CERTIFICATE_EXPIRATION] > 0", "[RESPONSE_TIME] < 300"])
    func certificateWithUnit(_ condition: String) throws {
        #expect(try notes("conditions: [\"\(condition)\"]").isEmpty)
    }

    @Test("a folder is no database")
    func folder() throws {
        try withTemporaryFolder { folder in
            for path in [folder, folder + "/", folder + "/none/"] {
                let message = complaint(oneEndpoint("") + "\nstore: {url: \"sqlite:\(path)\"}")
                let example = path.hasSuffix("/") ? path + "sonde.db" : path + "/sonde.db"
                let sentence = "is a folder; name the database's file in it, as in sqlite:\(example)."
                #expect(message == "sonde.yaml:5:14: store.url: 'sqlite:\(path)' \(sentence)")
            }
        }
    }
}
