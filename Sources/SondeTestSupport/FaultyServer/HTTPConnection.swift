import NIOCore
import NIOSSL

/// Who decides on the response.
enum Responder: Sendable {
    case immediate(@Sendable (FaultyServer.Request) -> FaultyServer.Response)
    case awaited(@Sendable (FaultyServer.Request) async -> FaultyServer.Response)
}

/// One connection of the server: reads requests and has them answered one after the other.
final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let number: Int
    private let responder: Responder
    private let log: RequestLog

    private var parser = RequestParser()
    private var requestsSeen = 0
    private var clientCertificate: String?
    private var isAnswering = false
    private var deciding: Task<Void, Never>?
    private var writer: ResponseWriter?

    init(number: Int, responder: Responder, log: RequestLog) {
        self.number = number
        self.responder = responder
        self.log = log
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        parser.append(unwrapInboundIn(data).readableBytesView)
        readRequests(context)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        writer?.resume()
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deciding?.cancel()
        writer?.cancel()
        writer = nil
        context.fireChannelInactive()
    }

    /// A failed handshake or a reset by the client; both end the connection and concern nobody here.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func readRequests(_ context: ChannelHandlerContext) {
        do {
            while !isAnswering && context.channel.isActive {
                switch try parser.next() {
                case .needsBytes:
                    return
                case .awaitsContinue:
                    let interim = ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")
                    context.writeAndFlush(wrapOutboundOut(interim), promise: nil)
                case .request(let message):
                    answer(message, context)
                }
            }
        } catch {
            context.close(promise: nil)
        }
    }

    private func answer(_ message: RequestParser.Message, _ context: ChannelHandlerContext) {
        if requestsSeen == 0 { clientCertificate = context.clientCertificateName }
        requestsSeen += 1
        isAnswering = true
        let request = FaultyServer.Request(
            message, connection: number, number: requestsSeen, clientCertificate: clientCertificate)
        log.record(request)
        switch responder {
        case .immediate(let respond):
            send(respond(request), to: request, context)
        case .awaited(let respond):
            let bound = NIOLoopBound((connection: self, context: context), eventLoop: context.eventLoop)
            let loop = context.eventLoop
            deciding = Task {
                let response = await respond(request)
                loop.execute { bound.value.connection.send(response, to: request, bound.value.context) }
            }
        }
    }

    private func send(
        _ response: FaultyServer.Response, to request: FaultyServer.Request, _ context: ChannelHandlerContext
    ) {
        guard context.channel.isActive else { return }
        let writer = ResponseWriter(ResponsePlan(response, to: request), to: context.channel) { keepAlive in
            self.finish(keepAlive: keepAlive, context)
        }
        self.writer = writer
        writer.resume()
    }

    private func finish(keepAlive: Bool, _ context: ChannelHandlerContext) {
        writer = nil
        isAnswering = false
        if keepAlive {
            readRequests(context)
        } else {
            context.close(promise: nil)
        }
    }
}

extension ChannelHandlerContext {
    /// The common name of the peer's TLS certificate, if it sent one.
    fileprivate var clientCertificateName: String? {
        guard let tls = try? pipeline.syncOperations.handler(type: NIOSSLServerHandler.self) else { return nil }
        return tls.peerCertificate.flatMap(commonName)
    }
}
