import NIOCore
import NIOPosix

/// One connection to a proxy: reads the first request, connects to its target, then passes bytes both ways.
final class ProxyConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let credentials: ForwardingProxy.Credentials?
    private let log: ProxyLog

    /// Bytes of the client that the target has not got yet.
    private var buffer = ByteBuffer()
    private var hasOrder = false
    private var target: (any Channel)?

    init(credentials: ForwardingProxy.Credentials?, log: ProxyLog) {
        self.credentials = credentials
        self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if let target { return target.writeAndFlush(bytes, promise: nil) }
        buffer.writeImmutableBuffer(bytes)
        guard !hasOrder else { return }
        do {
            guard let head = try RequestHead.read(from: &buffer) else { return }
            hasOrder = true
            perform(ProxyOrder(head, credentials: credentials), target: head.target, context)
        } catch {
            answer("400 Bad Request", context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        target?.close(promise: nil)
        target = nil
        context.fireChannelInactive()
    }

    /// The target is read from only as fast as the client reads.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        target?.readsOnlyIf(context.channel.isWritable)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func perform(_ order: ProxyOrder, target: String, _ context: ChannelHandlerContext) {
        switch order {
        case .tunnel(let host, let port):
            connect(host, port, context) {
                self.log.record(.tunnelled, target)
                let established = ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n")
                context.writeAndFlush(self.wrapOutboundOut(established), promise: nil)
            }
        case .forward(let host, let port, let head):
            connect(host, port, context) {
                self.log.record(.forwarded, target)
                self.target?.write(ByteBuffer(string: head), promise: nil)
            }
        case .refuse:
            log.record(.refused, target)
            answer("407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"sonde\"", context)
        case .malformed:
            answer("400 Bad Request", context)
        }
    }

    /// Connects on the client's event loop, calls `whenConnected`, and sends the target what the client sent so far.
    private func connect(
        _ host: String, _ port: Int, _ context: ChannelHandlerContext, _ whenConnected: @escaping () -> Void
    ) {
        let client = context.channel
        let connecting = ClientBootstrap(group: context.eventLoop)
            .channelInitializer { target in
                target.eventLoop.makeCompletedFuture {
                    try target.pipeline.syncOperations.addHandler(ProxyReturnPath(client: client))
                }
            }
            .connect(host: host, port: port)
        connecting.assumeIsolated().whenComplete { result in
            guard case .success(let target) = result else { return self.answer("502 Bad Gateway", context) }
            guard client.isActive else { return target.close(promise: nil) }
            self.target = target
            whenConnected()
            target.writeAndFlush(self.buffer, promise: nil)
            self.buffer = ByteBuffer()
        }
    }

    private func answer(_ statusAndHeaders: String, _ context: ChannelHandlerContext) {
        hasOrder = true
        let text = "HTTP/1.1 \(statusAndHeaders)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: sent)
    }
}

/// The way back from a proxy's target to the client.
private final class ProxyReturnPath: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let client: any Channel

    init(client: any Channel) {
        self.client = client
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        client.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        // Bytes that wait for the client to read go first.
        client.writeAndFlush(ByteBuffer()).whenComplete { [client] _ in client.close(promise: nil) }
        context.fireChannelInactive()
    }

    /// The client is read from only as fast as the target reads.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        client.readsOnlyIf(context.channel.isWritable)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

extension Channel {
    fileprivate func readsOnlyIf(_ reads: Bool) {
        setOption(.autoRead, value: reads).whenComplete { _ in }
    }
}
