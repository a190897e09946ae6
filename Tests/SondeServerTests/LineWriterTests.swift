import Foundation
import Testing

@testable import SondeServer

/// With real pipes, which hold 64 KiB before a write waits.
@Suite(.timeLimit(.minutes(1))) struct LineWriterTests {
    private let pipe = Pipe()

    private func writer(capacity: Int = 4_096) -> LineWriter {
        LineWriter(to: pipe.fileHandleForWriting.fileDescriptor, capacity: capacity) { "\($0) dropped" }
    }

    /// Reads until the pipe ends or a line is `last`.
    private func lines(upTo last: String) async -> [String] {
        let handle = pipe.fileHandleForReading
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var text = ""
                while !text.hasSuffix("\(last)\n") {
                    let data = handle.availableData
                    if data.isEmpty { break }
                    text += String(decoding: data, as: UTF8.self)
                }
                continuation.resume(returning: text.split(separator: "\n").map(String.init))
            }
        }
    }

    @Test func keepsTheOrder() async {
        let writer = writer()
        let sent = (1...1_000).map { "line \($0)" }
        for line in sent { writer.write(line) }
        #expect(await lines(upTo: "line 1000") == sent)
    }

    @Test func aFlushWaitsForAllLines() async {
        let writer = writer()
        for number in 1...500 { writer.write("line \(number)") }
        writer.flush()
        // All is in the pipe, so that what is there can be read without waiting.
        let text = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        #expect(text.split(separator: "\n").count == 500)
    }

    @Test func aReaderThatDoesNotReadHoldsNobodyUp() async throws {
        let writer = writer(capacity: 10)
        // The first one fills the pipe.
        let long = String(repeating: "x", count: 100_000)
        // All of this returns although nobody reads.
        for number in 1...1_000 { writer.write("\(number) \(long)") }
        writer.flush()
        writer.write("not there either")

        // Once it is read again, it says once what is missing, where it is missing.
        let beginning = await lines(upTo: "dropped")
        writer.write("after")
        let read = beginning + (await lines(upTo: "after"))
        let kept = read.dropLast(2)
        #expect(kept.map { Int($0.prefix { $0 != " " }) ?? 0 } == Array(1...kept.count))
        #expect(read.dropLast().last == "\(1_001 - kept.count) dropped")
        #expect(read.last == "after")
    }

    @Test func aPipeWithoutAReaderIsNoError() throws {
        let writer = writer()
        try pipe.fileHandleForReading.close()
        for number in 1...100 { writer.write("line \(number)") }
        writer.flush()
    }
}
