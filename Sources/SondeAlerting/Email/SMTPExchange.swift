import CCurl
import Foundation
import SondeCore

/// One easy handle at work. Lives on the transfer's thread only.
final class SMTPExchange {
    private let transfer: SMTPTransfer
    private let isCancelled: SMTPTransfer.Flag
    private let bytes: [UInt8]
    private var position = 0
    private var dialogue = SMTPDialogue()
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private var recipientList: UnsafeMutablePointer<curl_slist>?
    /// Those that libcurl holds open.
    private var sockets: Set<curl_socket_t> = []

    init(_ transfer: SMTPTransfer, _ isCancelled: SMTPTransfer.Flag) {
        self.transfer = transfer
        self.isCancelled = isCancelled
        bytes = Array(transfer.data.utf8)
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_slist_free_all(recipientList)
        errorBuffer.deallocate()
    }

    func perform() -> SMTPTransfer.Report {
        Self.initialiseOnce
        guard let handle = curl_easy_init() else { return report(CURLE_FAILED_INIT, nil) }
        defer {
            endReading()
            curl_easy_cleanup(handle)
        }
        setEnvelope(handle)
        setSecurity(handle)
        setLogin(handle)
        setCallbacks(handle)
        return report(curl_easy_perform(handle), handle)
    }

    private func setEnvelope(_ handle: UnsafeMutableRawPointer) {
        let server = transfer.server
        sonde_limit_to_mail(handle)
        sonde_do_not_wait_for_resolver(handle)
        set(handle, CURLOPT_URL, server.url)
        set(handle, CURLOPT_NOSIGNAL, 1)
        // A server that is not there is given up sooner than one that is slow.
        let milliseconds = max(2, Int(server.timeout.milliseconds))
        set(handle, CURLOPT_TIMEOUT_MS, milliseconds)
        set(handle, CURLOPT_CONNECTTIMEOUT_MS, milliseconds / 2)
        // The empty string keeps libcurl from reading all_proxy.
        set(handle, CURLOPT_PROXY, "")
        set(handle, CURLOPT_MAIL_FROM, "<\(transfer.sender)>")
        for recipient in transfer.recipients { recipientList = curl_slist_append(recipientList, "<\(recipient)>") }
        sonde_set_list(handle, CURLOPT_MAIL_RCPT, recipientList)
        sonde_accept_refused_recipients(handle)
        set(handle, CURLOPT_UPLOAD, 1)
        set(handle, CURLOPT_INFILESIZE, bytes.count)
    }

    private func setSecurity(_ handle: UnsafeMutableRawPointer) {
        let server = transfer.server
        // With STARTTLS nothing but TLS will do: nobody on the way may talk a server out of it.
        if server.security != .none { set(handle, CURLOPT_USE_SSL, sonde_tls_required) }
        set(handle, CURLOPT_SSL_VERIFYPEER, server.isInsecure ? 0 : 1)
        set(handle, CURLOPT_SSL_VERIFYHOST, server.isInsecure ? 0 : 2)
        if let file = server.caFile { set(handle, CURLOPT_CAINFO, file) }
    }

    private func setLogin(_ handle: UnsafeMutableRawPointer) {
        guard let login = transfer.server.login else { return }
        set(handle, CURLOPT_LOGIN_OPTIONS, login.options)
        set(handle, CURLOPT_USERNAME, login.username)
        // Both stay in this process: libcurl sends them to the server, and what it logs of that is not kept.
        switch login.proof {
        case .password(let password): set(handle, CURLOPT_PASSWORD, password.reveal())
        case .accessToken(let token): set(handle, CURLOPT_XOAUTH2_BEARER, token.reveal())
        }
    }

    private func setCallbacks(_ handle: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sonde_set_pointer(handle, CURLOPT_ERRORBUFFER, errorBuffer)
        sonde_set_pointer(handle, CURLOPT_READDATA, context)
        sonde_set_data_callback(handle, CURLOPT_READFUNCTION) { data, size, count, context in
            guard let data, let exchange = SMTPExchange.from(context) else { return 0 }
            return exchange.read(into: UnsafeMutableRawBufferPointer(start: data, count: size * count))
        }
        set(handle, CURLOPT_NOPROGRESS, 0)
        sonde_set_pointer(handle, CURLOPT_XFERINFODATA, context)
        sonde_set_progress_callback(handle) { context, _, _, _, _ in
            SMTPExchange.from(context)?.isCancelled.isRaised == true ? 1 : 0
        }
        // Without this the answers would go to the standard output.
        sonde_set_data_callback(handle, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
        set(handle, CURLOPT_VERBOSE, 1)
        sonde_set_pointer(handle, CURLOPT_DEBUGDATA, context)
        sonde_set_debug_callback(handle) { _, kind, data, size, context in
            guard let data else { return 0 }
            SMTPExchange.from(context)?.heard(kind, UnsafeRawBufferPointer(start: data, count: size))
            return 0
        }
        setSocketCallbacks(handle, context)
    }

    private func setSocketCallbacks(_ handle: UnsafeMutableRawPointer, _ context: UnsafeMutableRawPointer) {
        sonde_set_socket_callbacks(
            handle,
            { context, socket, _ in
                SMTPExchange.from(context)?.sockets.insert(socket)
                return 0
            },
            { context, socket in
                SMTPExchange.from(context)?.sockets.remove(socket)
                return close(socket)
            }, context)
    }

    /// What libcurl hands back to a callback.
    private static func from(_ context: UnsafeMutableRawPointer?) -> SMTPExchange? {
        context.map { Unmanaged<SMTPExchange>.fromOpaque($0).takeUnretainedValue() }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - position)
        bytes.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[position..<position + count]))
        }
        position += count
        return count
    }

    private func heard(_ kind: curl_infotype, _ data: UnsafeRawBufferPointer) {
        switch kind {
        case CURLINFO_HEADER_OUT:
            dialogue.said(String(decoding: data, as: UTF8.self))
            if dialogue.isQuitting { endReading() }
        case CURLINFO_HEADER_IN: dialogue.answered(String(decoding: data, as: UTF8.self))
        default: break
        }
    }

    /// libcurl would wait two minutes for the answer to QUIT, whatever the time-out and whoever cancels: nobody needs it.
    private func endReading() {
        for socket in sockets { shutdown(socket, Int32(SHUT_RD)) }
    }

    private func report(_ code: CURLcode, _ handle: UnsafeMutableRawPointer?) -> SMTPTransfer.Report {
        var (osError, certificate) = (0, 0)
        if let handle {
            sonde_get_long(handle, CURLINFO_OS_ERRNO, &osError)
            sonde_get_long(handle, CURLINFO_SSL_VERIFYRESULT, &certificate)
        }
        return SMTPTransfer.Report(
            code: code, detail: String(cString: errorBuffer), osError: Int32(truncatingIfNeeded: osError),
            certificateFault: certificate, dialogue: dialogue)
    }

    private func set(_ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: Int) {
        sonde_set_long(handle, option, value)
    }

    private func set(_ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: String) {
        sonde_set_string(handle, option, value)
    }

    private static let initialiseOnce: Void = {
        curl_global_init(Int(CURL_GLOBAL_ALL))
    }()
}
