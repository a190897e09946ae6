import NIOCore

/// A connection that listens and never says a word; on request it closes at the first bytes it hears.
final class SilentConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let closing: FaultyServer.Closing?

    init(closing: FaultyServer.Closing?) {
        self.closing = closing
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let closing else { return }
        try? context.pipeline.syncOperations.handler(type: ConnectionCutter.self).cutNow(closing)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
