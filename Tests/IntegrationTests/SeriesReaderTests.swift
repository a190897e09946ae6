import Foundation
import SondeCore
import Testing

@testable import sonde

/// How the rows of a series are read.
@Suite struct SeriesReaderTests {
    private let kit: SeriesKit

    init() throws {
        kit = try SeriesKit()
    }

    private static let wide =
        "timestamp,api_name,response_time_ms,success,status_code,response_size_bytes,error_message,"
        + "dns_ms,connect_ms,tls_ms,ttfb_ms,transfer_ms\n"

    @Test func everyColumnIsTaken() throws {
        let text =
            Self.wide
            + "2026-11-22T10:04:05Z,\"Orders, EU\",12.25,True,200,512,,1,2.5,3,4,1.75\n"
            + "2026-11-22 10:05:05,\"Orders, EU\",,f,503.0,,\"said \"\"no\"\",\nthen hung up\",,,,,\n"
            + "1795342505.5,Søk,NaN,,,,NULL,NA,null,N/A,nan,\n"
        let rows = try kit.rows(text)
        #expect(
            rows == [
                SeriesRow(
                    timestampText: "2026-11-22T10:04:05Z", time: Timestamp(microseconds: 1_795_341_845_000_000),
                    apiName: "Orders, EU", value: 12.25, success: true, statusCode: 200, responseSize: 512,
                    phases: .init(dns: 1, connect: 2.5, tls: 3, ttfb: 4, transfer: 1.75)),
                SeriesRow(
                    timestampText: "2026-11-22 10:05:05", time: Timestamp(microseconds: 1_795_341_905_000_000),
                    apiName: "Orders, EU", success: false, statusCode: 503,
                    errorMessage: "said \"no\",\nthen hung up"),
                SeriesRow(
                    timestampText: "1795342505.5", time: Timestamp(microseconds: 1_795_342_505_500_000),
                    apiName: "Søk", errorMessage: "NULL"),
            ])
    }

    @Test(arguments: [
        "timestamp,value\n1,10\n2,-20.5\n3,0\n", "timestamp,value\r\n1,10\r\n2,-20.5\r\n3,0\r\n",
        "timestamp,value\r1,10\r2,-20.5\r3,0\r", "\u{FEFF}timestamp,value\n1,10\n2,-20.5\n3,0",
        "timestamp,value\n\n1,10\n   \n\t\n2,-20.5\n\n\n3,0\n\n",
        "\u{FEFF}\"timestamp\",value\r\n1,10\r\n\r\n2,-20.5\r\n3,0",
        "timestamp;value\n1;\"10\"\n\"2\";-20.5\n3;0\n", "value\ttimestamp\n10\t1\n-20.5\t2\n0\t3\n",
    ])
    func everySpellingGivesTheSameRows(text: String) throws {
        let rows = try kit.rows(text)
        #expect(rows.map(\.time.seconds) == [1, 2, 3])
        #expect(rows.map(\.value) == [10, -20.5, 0])
        #expect(rows.map(\.timestampText) == ["1", "2", "3"])
    }

    @Test func aFileMayHaveNoRows() throws {
        #expect(try kit.rows("timestamp,value\n\n").isEmpty)
    }

    /// Numbers that a Float does not hold.
    @Test(arguments: ["0.1", "16777217", "1e300", "-123456789.123456789", "0.30000000000000004", "9007199254740993"])
    func numbersHaveTheirFullPrecision(text: String) throws {
        let value = try #require(try kit.rows("timestamp,value\n1,\(text)\n").first?.value)
        #expect(value == Double(text))
    }

    @Test(
        arguments: [
            ("true", true), ("TRUE", true), ("t", true), ("T", true), ("1", true), ("yes", true), ("Yes", true),
            (" true ", true), ("false", false), ("False", false), ("f", false), ("F", false), ("0", false),
            ("no", false),
            ("NO", false), ("", nil), ("  ", nil), ("NaN", nil), ("null", nil), ("NA", nil),
        ] as [(String, Bool?)])
    func successIsAWord(text: String, expected: Bool?) throws {
        #expect(try kit.rows("timestamp,value,success\n1,2,\(text)\n").map(\.success) == [expected])
    }

    private static let number = "is not a number; correct it or remove the row."

    private static let late = "is after the year 2200; correct the time or remove the row."

    private static let rowFaults: [(String, String)] = [
        ("5,6\n7\n", "3:2: the line has 1 of the 2 columns of the first line; complete or remove it."),
        (
            "5,6\n7,8,9\n",
            "3:3: the line goes on after the 2 columns of the first line; quote what holds a separator, or remove the "
                + "line."
        ),
        ("5,6\n\n\nx,8\n", "5:1: 'x' is not a time; write it like 2026-11-22T10:04:05Z, or as seconds since 1970."),
        (
            "2026-02-30 10:00:00,6\n",
            "2:1: '2026-02-30 10:00:00' is not a time; write it like 2026-11-22T10:04:05Z, or as seconds since 1970."
        ),
        ("2201-01-01T00:00:00Z,6\n", "2:1: '2201-01-01T00:00:00Z' \(late)"),
        ("99999999999,6\n", "2:1: '99999999999' \(late)"),
        (",6\n", "2:1: the time is missing; fill it in or remove the row."),
        ("5,abc\n", "2:2: 'abc' \(number)"), ("5,0x10\n", "2:2: '0x10' \(number)"),
        ("5,\"1,5\"\n", "2:2: '1,5' is not a number; write it with a decimal point."),
        ("5,inf\n", "2:2: 'inf' is infinite or above 1.8e308; limit it or leave it empty."),
        ("5,-Infinity\n", "2:2: '-Infinity' is infinite or above 1.8e308; limit it or leave it empty."),
        ("5,1e400\n", "2:2: '1e400' is infinite or above 1.8e308; limit it or leave it empty."),
        ("5,\"6\n", "2:2: the quote that opens this field is never closed; close it."),
        ("5,\u{1b}[2J\n", "2:2: ' [2J' \(number)"),
    ]

    @Test(arguments: rowFaults)
    func aBadRowIsNamedByItsPlace(row: String, sentence: String) throws {
        #expect(try kit.fault("timestamp,value\n" + row) == "data.csv:" + sentence)
    }

    private static let negative = "is below 0, which no time in ms is; correct it or remove the row."
    private static let status = "is not an HTTP status code; write one such as 200 or leave it empty."
    private static let size = "is not a number of bytes; write a whole one or leave it empty."

    private static let fieldFaults: [(String, String, String)] = [
        ("response_time_ms", "-0.5", "'-0.5' \(negative)"), ("dns_ms", "-1", "'-1' \(negative)"),
        ("connect_ms", "-1e-9", "'-1e-9' \(negative)"), ("tls_ms", "-1", "'-1' \(negative)"),
        ("ttfb_ms", "-1", "'-1' \(negative)"), ("transfer_ms", "x", "'x' \(number)"),
        ("response_time_ms", "inf", "'inf' is infinite or above 1.8e308; limit it or leave it empty."),
        ("success", "maybe", "'maybe' is neither true nor false; write one of them or leave it empty."),
        ("success", "2", "'2' is neither true nor false; write one of them or leave it empty."),
        ("success", "falsehood", "'falsehood' is neither true nor false; write one of them or leave it empty."),
        ("status_code", "200.5", "'200.5' \(status)"), ("status_code", "1000", "'1000' \(status)"),
        ("status_code", "-1", "'-1' \(status)"), ("status_code", "OK", "'OK' \(status)"),
        ("status_code", "inf", "'inf' \(status)"), ("response_size_bytes", "-1", "'-1' \(size)"),
        ("response_size_bytes", "1.5", "'1.5' \(size)"), ("response_size_bytes", "1e30", "'1e30' \(size)"),
    ]

    @Test(arguments: fieldFaults)
    func aFieldThatDoesNotFitItsColumnIsNamed(column: String, text: String, sentence: String) throws {
        let header = column == "response_time_ms" ? "timestamp,\(column),x" : "timestamp,\(column),value"
        #expect(try kit.fault("\(header)\n1,,3\n2,\(text),3\n") == "data.csv:3:2: \(sentence)")
    }

    @Test(arguments: ["api_name", "error_message"])
    func textThatIsNotUTF8IsNamed(column: String) throws {
        let bytes = Array("timestamp,value,\(column)\n1,2,S".utf8) + [0xF8] + Array("k\n".utf8)
        try Data(bytes).write(to: kit.folder.url.appendingPathComponent("latin.csv"))
        let input = try InputFile(kit.folder.path("latin.csv"))
        let place = "\(kit.folder.path("latin.csv")):2:3"
        #expect(throws: CommandFailure.badData("\(place): this text is not UTF-8; save the file as CSV in UTF-8.")) {
            try kit.rows(of: input)
        }
    }

    @Test func theLastTimeIsThatOfTheYear2200() throws {
        #expect(try kit.rows("timestamp,value\n2200-12-31T23:59:59Z,6\n").map(\.time.seconds) == [7_289_654_399])
    }

    @Test func theKindOfNumbersDecidesWhetherTheyMayBeNegative() throws {
        #expect(try kit.rows("timestamp,value\n1,-0.5\n").map(\.value) == [-0.5])
        #expect(try kit.fault("timestamp,response_time_ms\n1,-0.5\n") == "data.csv:2:2: '-0.5' \(Self.negative)")
    }

    /// Names that change and come back, longer than what a String holds without memory of its own.
    @Test func everyRowHasItsOwnName() throws {
        let names = (0..<3000).map { "an API with a long name, number \($0 / 7 % 5)" }
        let text = names.map { "1,2,\"\($0)\"\n" }.joined()
        #expect(try kit.rows("timestamp,value,api_name\n" + text).map(\.apiName) == names)
    }

    @Test func howMuchHasBeenReadIsKnown() throws {
        let text = "timestamp,value\n" + (0..<200_000).map { "\($0),\($0 % 7)\n" }.joined()
        let input = try kit.input(text)
        var reader = try SeriesReader(input)
        var last = reader.consumed
        #expect(last == 16)
        var count = 0
        while let row = try reader.next() {
            if count % 10_000 == 0 { #expect(reader.consumed == last + "\(count),\(count % 7)\n".utf8.count) }
            last = reader.consumed
            if row.time.seconds != Double(count) { Issue.record("row \(count) says \(row.timestampText)") }
            count += 1
        }
        #expect(count == 200_000)
        #expect(reader.consumed == text.utf8.count && input.size == text.utf8.count)
        #expect(reader.place == "\(kit.folder.path("data.csv")):200001")
    }
}
