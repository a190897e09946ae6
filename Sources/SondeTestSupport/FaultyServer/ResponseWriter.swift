import NIOCore
import SondeCore

/// Performs a `ResponsePlan` on a channel, no faster than the client reads. Lives on the channel's event loop.
final class ResponseWriter {
    private static let pieceSize = 65_536

    private let plan: ResponsePlan
    private let channel: any Channel
    private let whenFinished: (_ keepAlive: Bool) -> Void

    private var nextStep = 0
    /// Bytes of the current `body` step that were written.
    private var sentOfStep = 0
    private var timer: Scheduled<Void>?
    private var isRunning = false
    private var isOver = false
    private lazy var repeated = repeatedBytes()

    init(_ plan: ResponsePlan, to channel: any Channel, whenFinished: @escaping (_ keepAlive: Bool) -> Void) {
        self.plan = plan
        self.channel = channel
        self.whenFinished = whenFinished
    }

    /// Goes on as far as the plan and the client allow; called to begin, and when the channel is writable again.
    func resume() {
        // A flush may report writability from within.
        guard !isRunning, !isOver, timer == nil else { return }
        isRunning = true
        var goesOn = true
        while goesOn && nextStep < plan.steps.count {
            goesOn = perform(plan.steps[nextStep])
        }
        isRunning = false
    }

    /// Drops the rest of the plan.
    func cancel() {
        isOver = true
        timer?.cancel()
        timer = nil
    }

    /// Returns false when the next step has to wait, or there is none.
    private func perform(_ step: ResponsePlan.Step) -> Bool {
        switch step {
        case .pause(let duration):
            nextStep += 1
            pause(for: duration)
            return false
        case .hang:
            channel.flush()
            isOver = true
            return false
        case .write(let bytes):
            nextStep += 1
            channel.write(ByteBuffer(bytes: bytes), promise: nil)
            return true
        case .body(let range):
            guard writeBody(range) else { return false }
            nextStep += 1
            sentOfStep = 0
            return true
        case .cut(let closing):
            isOver = true
            channel.flush()
            try? channel.pipeline.syncOperations.handler(type: ConnectionCutter.self).cut(closing)
            return false
        case .finish(let keepAlive):
            isOver = true
            channel.flush()
            whenFinished(keepAlive)
            return false
        }
    }

    /// Returns false when it has to wait with some of the range unsent.
    private func writeBody(_ range: Range<Int>) -> Bool {
        while sentOfStep < range.count {
            if !channel.isWritable {
                channel.flush()
                guard channel.isWritable else { return false }
            }
            let start = range.lowerBound + sentOfStep
            let size = min(plan.drip?.bytes ?? Self.pieceSize, Self.pieceSize, range.upperBound - start)
            writePiece(start..<start + size)
            sentOfStep += size
            if let drip = plan.drip, sentOfStep < range.count {
                pause(for: drip.pause)
                return false
            }
        }
        return true
    }

    private func writePiece(_ range: Range<Int>) {
        let piece =
            switch plan.body {
            case .bytes(let bytes): ByteBuffer(bytes: bytes[range])
            // A slice shares the storage of the one buffer.
            case .repeating: repeated.getSlice(at: 0, length: range.count) ?? ByteBuffer()
            }
        guard plan.isChunked else { return channel.write(piece, promise: nil) }
        channel.write(ByteBuffer(string: String(range.count, radix: 16) + "\r\n"), promise: nil)
        channel.write(piece, promise: nil)
        channel.write(ByteBuffer(string: "\r\n"), promise: nil)
    }

    private func repeatedBytes() -> ByteBuffer {
        guard case .repeating(let byte, let count) = plan.body else { return ByteBuffer() }
        return ByteBuffer(repeating: byte, count: min(count, Self.pieceSize))
    }

    private func pause(for duration: Duration) {
        channel.flush()
        let delay = TimeAmount.microseconds(max(0, duration.microseconds))
        timer = channel.eventLoop.assumeIsolated().scheduleTask(in: delay) {
            self.timer = nil
            self.resume()
        }
    }
}
