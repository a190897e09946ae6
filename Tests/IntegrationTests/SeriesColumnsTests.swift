import SondeCore
import Testing

@testable import sonde

/// How the first line of a series says what its columns are.
@Suite struct SeriesColumnsTests {
    private let kit: SeriesKit

    init() throws {
        kit = try SeriesKit()
    }

    @Test(arguments: [
        "timestamp,value\n5,7\n", "time,value\n5,7\n", "value,time\n7,5\n", "TimeStamp,VALUE\n5,7\n",
        " timestamp , value \n5,7\n", "\"timestamp\",\"value\"\n5,7\n", "timestamp;value\n5;7\n",
        "timestamp\tvalue\n5\t7\n", "label,timestamp,extra,value,label\nx,5,,7,\n", "\n\ntimestamp,value\n5,7\n",
        // The preferred name, and the first of two.
        "time,timestamp,value\n1,5,7\n", "timestamp,value,timestamp,Value\n5,7,x,x\n",
        "timestamp,\"name, with comma\",value\n5,x,7\n", "timestamp,\"two\nlines\",value\n5,x,7\n",
    ])
    func columnsAreFoundByName(text: String) throws {
        let rows = try kit.rows(text)
        #expect(rows.map(\.time.microseconds) == [5_000_000])
        #expect(rows.map(\.value) == [7])
        #expect(try kit.kind(text) == .value)
    }

    @Test(arguments: ["timestamp,response_time_ms\n5,7\n", "timestamp,value,Response_Time_MS\n5,-1,7\n"])
    func aResponseTimeGoesBeforeAValue(text: String) throws {
        #expect(try kit.kind(text) == .responseTime)
        #expect(try kit.rows(text).map(\.value) == [7])
    }

    private static let notes: [(String, String?)] = [
        ("response_time_ms,succes", "the column 'succes' is passed over; did you mean 'success'?"),
        (
            "response_time_ms,Succes,error",
            "the columns 'Succes' and 'error' are passed over; did you mean 'success' and 'error_message'?"
        ),
        (
            "response_time_ms,succes,error,name,code",
            "the columns 'succes', 'error' and 2 more are passed over; did you mean 'success', 'error_message' and "
                + "2 more?"
        ),
        ("value,response_time", "the column 'response_time' is passed over; did you mean 'response_time_ms'?"),
        ("value,response_time_ms", "'response_time_ms' is read, not 'value'."),
        ("time,value", "'timestamp' is read, not 'time'."),
        ("value,Value", "'value' is there twice: the first is read."),
        ("value,success,success,success", "'success' is there 3 times: the first is read."),
        (
            "value,VALUE,api_nam",
            "the column 'api_nam' is passed over; did you mean 'api_name'? 'value' is there twice: the first is read."
        ),
        ("response_time_ms", nil), ("value,label,label", nil),
        // What is nearly a name that is there, too, is something else.
        ("response_time_ms,success,success_rate,error_message,error", nil),
        ("value,anomaly_score,surprise,is_anomaly,severity,reasons", nil),
        ("response_time_ms,id,region,location,host,method,url,path,count,user,hour,weekday,comment,,x", nil),
        ("value,\(String(repeating: "succes", count: 20))", nil),
    ]

    @Test(arguments: notes)
    func slipsOfThePenAndDoublesAreNoted(columns: String, note: String?) throws {
        #expect(try SeriesReader(kit.input("timestamp,\(columns)\n")).columns.note == note)
    }

    private static let flood =
        "data.csv: the first line has more than 4096 columns or is longer than 1 MB; is this a CSV file?"

    private static let faults: [(String, String)] = [
        (
            "when,value,label\n5,7,0\n",
            "data.csv:1: no column is called 'timestamp' or 'time'; the columns are 'when', 'value', 'label', so name "
                + "one of them so or add it."
        ),
        (
            "time,latency\n5,7\n",
            "data.csv:1: no column is called 'response_time_ms' or 'value'; the columns are 'time', 'latency', so name "
                + "one of them so or add it."
        ),
        (
            "\n5,7\n5,8\n",
            "data.csv:2: no column is called 'timestamp' or 'time', and none 'response_time_ms' or 'value'; the "
                + "columns are '5', '7', so name one of them so or add it."
        ),
        ("", "data.csv is empty; give it a line with the names of its columns, and rows."),
        ("\u{FEFF}\n\r\n", "data.csv is empty; give it a line with the names of its columns, and rows."),
        (String(repeating: "a,", count: 5000), flood),
        (String(repeating: String(repeating: "a", count: 60_000) + ",", count: 20), flood),
        (
            "\u{1b}[2J\(String(repeating: "x", count: 50)),value\n",
            "data.csv:1: no column is called 'timestamp' or 'time'; the columns are ' [2J"
                + "\(String(repeating: "x", count: 36))…', 'value', so name one of them so or add it."
        ),
    ]

    @Test(arguments: faults)
    func whatIsMissingIsSaid(text: String, sentence: String) throws {
        #expect(try kit.fault(text) == sentence)
    }

    @Test func theWidestHeaderIsRead() throws {
        let text = String(repeating: "a,", count: 4094) + "time,value\n" + String(repeating: ",", count: 4094) + "5,7\n"
        #expect(try kit.rows(text).map(\.value) == [7])
    }
}
