import SondeCore
import Testing

/// The examples in Gatus' documentation: what passes there passes here, what fails there fails here.
@Suite struct ConditionsGatusTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var condition: String
        var passing: [SampleResponse]
        var failing: [SampleResponse]
        var testDescription: String { condition }

        init(_ condition: String, passing: [SampleResponse], failing: [SampleResponse]) {
            self.condition = condition
            self.passing = passing
            self.failing = failing
        }
    }

    private static func statuses(_ codes: Int...) -> [SampleResponse] { codes.map { SampleResponse(status: $0) } }
    private static func bodies(_ texts: String...) -> [SampleResponse] { texts.map { .body($0) } }
    private static func times(_ milliseconds: Int...) -> [SampleResponse] {
        milliseconds.map { SampleResponse(time: .milliseconds($0)) }
    }
    private static func certificates(_ hours: Int...) -> [SampleResponse] {
        hours.map { SampleResponse(certificate: .seconds($0 * 3600)) }
    }

    @Test(arguments: [
        Example("[STATUS] == 200", passing: statuses(200), failing: statuses(201, 404)),
        Example("[STATUS] < 300", passing: statuses(200, 201, 299), failing: statuses(301, 302)),
        Example("[STATUS] <= 299", passing: statuses(200, 201, 299), failing: statuses(301, 302)),
        Example("[STATUS] > 400", passing: statuses(401, 402, 403, 404), failing: statuses(400, 200)),
        Example("[STATUS] == any(200, 429)", passing: statuses(200, 429), failing: statuses(201, 400)),
        Example("[CONNECTED] == true", passing: [SampleResponse()], failing: [.none]),
        Example("[RESPONSE_TIME] < 500", passing: times(100, 200, 300), failing: times(500, 501)),
        Example(
            "[IP] == 127.0.0.1", passing: [SampleResponse(address: "127.0.0.1")],
            failing: [SampleResponse(address: "0.0.0.0")]),
        Example("[BODY] == 1", passing: bodies("1"), failing: bodies("{}", "2")),
        Example("[BODY].user.name == john", passing: bodies(#"{"user":{"name":"john"}}"#), failing: bodies("{}")),
        Example("[BODY].data[0].id == 1", passing: bodies(#"{"data":[{"id":1}]}"#), failing: bodies(#"{"data":[]}"#)),
        Example(
            "[BODY].age == [BODY].id", passing: bodies(#"{"age":1,"id":1}"#), failing: bodies(#"{"age":1,"id":2}"#)),
        Example(
            "len([BODY].data) < 5", passing: bodies(#"{"data":[{"id":1}]}"#), failing: bodies(#"{"data":[1,2,3,4,5]}"#)),
        Example("len([BODY].name) == 8", passing: bodies(#"{"name":"john.doe"}"#), failing: bodies(#"{"name":"bob"}"#)),
        Example(
            "has([BODY].errors) == false", passing: bodies(#"{"name":"john.doe"}"#), failing: bodies(#"{"errors":[]}"#)),
        Example("has([BODY].users) == true", passing: bodies(#"{"users":[]}"#), failing: bodies("{}")),
        Example(
            "[BODY].name == pat(john*)", passing: bodies(#"{"name":"john.doe"}"#), failing: bodies(#"{"name":"bob"}"#)),
        Example(
            "[BODY].id == any(1, 2)", passing: bodies(#"{"id":1}"#, #"{"id":2}"#),
            failing: bodies(#"{"id":3}"#, #"{"id":5}"#)),
        Example("[CERTIFICATE_EXPIRATION] > 48h", passing: certificates(49, 50, 123), failing: certificates(1, 24)),
        Example(
            "[IP] == pat(192.168.*)", passing: [SampleResponse(address: "192.168.0.232")], failing: [SampleResponse()]),
        Example(
            "[BODY].ip == any(127.0.0.1, ::1)", passing: bodies(#"{"ip":"::1"}"#), failing: bodies(#"{"ip":"::2"}"#)),
        Example(
            "len([BODY].username) > 8", passing: bodies(#"{"username":"ada.lovelace"}"#),
            failing: bodies(#"{"username":"ada"}"#)),
        Example("[STATUS] == pat(2*)", passing: statuses(200, 204), failing: statuses(302)),
        Example("[BODY].price == 24.99", passing: bodies(#"{"price":24.99}"#), failing: bodies(#"{"price":25}"#)),
        Example(
            "[BODY].memory.used > 500", passing: bodies(#"{"memory":{"used":501}}"#),
            failing: bodies(#"{"memory":{"used":500}}"#)),
        Example(
            "[BODY].deleted == false", passing: bodies(#"{"deleted":false}"#), failing: bodies(#"{"deleted":true}"#)),
        Example(
            "[BODY] == pat(*<h1>Example Domain</h1>*)", passing: bodies("<body>\n<h1>Example Domain</h1></body>"),
            failing: bodies("<h1></h1>")),
    ])
    func documented(_ example: Example) throws {
        let condition = try Condition(parsing: example.condition)
        for response in example.passing {
            let outcome = condition.evaluate(in: response.context)
            #expect(outcome.held, "\(outcome.resolved)")
        }
        for response in example.failing { #expect(!condition.evaluate(in: response.context).held) }
    }
}
