import SondeCore
import Testing

@testable import SondeServer

@Suite("Variables")
struct ConfigurationVariableTests: ReadsConfigurations {
    private let variables = ConfigurationVariables(
        environment: ["NAME": "value", "EMPTY": "", "YAML": "a: [b, {c", "_X1": "x", "MONEY": "$NAME ${NAME} $$"])

    @Test(
        "are filled in",
        arguments: [
            ("", ""), ("plain", "plain"), ("${NAME}", "value"), ("a${NAME}b${NAME}c", "avaluebvaluec"),
            ("${_X1}", "x"), ("${EMPTY}", ""), ("${EMPTY:-default}", "default"), ("${NAME:-default}", "value"),
            ("${MISSING:-default}", "default"), ("${MISSING:-}", ""), ("${MISSING:-a:-b}", "a:-b"),
            ("${MISSING:-${NAME}}", "value"), ("${MISSING:-${ALSO:-deep}}", "deep"),
            ("${MISSING:-{\"a\": {\"b\": 1}}}", "{\"a\": {\"b\": 1}}"), ("${MISSING:-$$}", "$"),
            ("$$", "$"), ("$$$$", "$$"), ("$${NAME}", "${NAME}"), ("$$${NAME}", "$value"), ("$NAME", "$NAME"),
            ("cost: 5$", "cost: 5$"), ("$", "$"), ("^a$|b", "^a$|b"), ("}${NAME}{", "}value{"),
            // What a variable holds is not looked at again.
            ("${MONEY}", "$NAME ${NAME} $$"), ("${YAML}", "a: [b, {c"), ("Grüße ${NAME} 🚀", "Grüße value 🚀"),
        ])
    func expansion(_ text: String, _ expected: String) throws {
        #expect(try variables.expand(text) == expected)
    }

    @Test(
        "that cannot be filled in are named",
        arguments: [
            ("${MISSING}", "the environment variable MISSING is not set; set it, or write ${MISSING:-default}."),
            ("${A:-${B}}", "the environment variable B is not set; set it, or write ${B:-default}."),
            ("${NAME", "a '${' is not closed with '}'; write $${ if you mean the characters."),
            ("${A:-${B}", "a '${' is not closed with '}'; write $${ if you mean the characters."),
            (
                "${}",
                "'${' begins a variable; write ${NAME} or ${NAME:-default}, or $${ if you mean the characters."
            ),
            (
                "${1A}",
                "'${' begins a variable; write ${NAME} or ${NAME:-default}, or $${ if you mean the characters."
            ),
            (
                "${NAME-x}",
                "'${' begins a variable; write ${NAME} or ${NAME:-default}, or $${ if you mean the characters."
            ),
        ])
    func fault(_ text: String, _ sentence: String) throws {
        let fault = try #require(throws: VariableFault.self) { try variables.expand(text) }
        #expect(fault.sentence == sentence)
    }

    @Test("never inject YAML")
    func injection() throws {
        let evil = "x\n  - name: evil\n    url: http://evil.example.com\n#"
        let message = complaint(
            "endpoints:\n  - name: ${EVIL}\n    url: https://a.example.com", environment: ["EVIL": evil])
        #expect(message.hasPrefix("sonde.yaml:2:11: name: the name has a line break"))
        let loaded = try endpoint("body: ${EVIL}\nheaders: {X-A: \"${H}\"}", environment: ["EVIL": evil, "H": "a: {b"])
        #expect(loaded.body == evil)
        #expect(loaded.headers[0].value.reveal() == "a: {b")
    }

    @Test("work in values of every kind")
    func kinds() throws {
        let lines = """
            enabled: ${ON}
            interval: ${INTERVAL:-20s}
            client: {max-redirects: "${MAX}", http-version: "${HTTP}", max-body-size: "${SIZE}KiB"}
            anomaly: {contamination: "${SHARE}"}
            conditions: ["[STATUS] == ${STATUS}"]
            """
        let loaded = try endpoint(
            lines,
            environment: ["ON": "false", "MAX": "2", "HTTP": "1.1", "SIZE": "4", "SHARE": "0.2", "STATUS": "204"])
        #expect((loaded.enabled, loaded.interval, loaded.client.maxRedirects) == (false, .seconds(20), 2))
        #expect((loaded.client.httpVersion, loaded.client.maxBodyBytes) == (.http1, 4_096))
        #expect(loaded.anomaly.contamination == 0.2)
        #expect(loaded.conditions.map(\.source) == ["[STATUS] == 204"])
    }

    @Test("are not needed where nothing is read")
    func unread() throws {
        let loaded = try endpoint("ui: {hide: \"${MISSING}\"}\nextra-labels: {a: \"${MISSING}\"}")
        #expect(loaded.name == "orders")
    }
}
