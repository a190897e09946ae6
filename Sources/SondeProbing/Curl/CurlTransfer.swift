import CCurl
import Foundation
import SondeCore

/// One easy handle at work: the options it is given, and what its callbacks collect.
///
/// Lives on the engine's thread only, from `begin` to `finish`.
final class CurlTransfer {
    /// More header bytes than any honest server sends; beyond it the transfer ends.
    private static let headerLimit = 256 * 1024

    let handle: UnsafeMutableRawPointer
    let request: TransferRequest
    private let startedAt: Timestamp
    private let completion: (TransferReport) -> Void
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private var headers: [(name: String, value: String)] = []
    private var headerBytes = 0
    private var headersComplete = false
    private var body: [UInt8] = []
    private var bodySize = 0
    private var limit: TransferReport.Limit?
    private let begin = ContinuousClock.now
    private var handshakeBegin: ContinuousClock.Instant?

    init(
        handle: UnsafeMutableRawPointer, request: TransferRequest, startedAt: Timestamp,
        completion: @escaping (TransferReport) -> Void
    ) {
        self.handle = handle
        self.request = request
        self.startedAt = startedAt
        self.completion = completion
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_slist_free_all(headerList)
        errorBuffer.deallocate()
    }

    /// Sets every option of the request on the handle; the handle comes fresh or reset.
    func prepare() {
        let options = request.options
        sonde_limit_to_http(handle)
        sonde_do_not_wait_for_resolver(handle)
        set(CURLOPT_URL, request.url)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_TIMEOUT_MS, max(1, Int(request.timeout.milliseconds.rounded(.up))))
        set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(request.timeout.milliseconds.rounded(.up))))
        set(CURLOPT_FOLLOWLOCATION, 0)
        // A name is resolved for each probe, as a new client would; a cached answer would hide a broken resolver.
        set(CURLOPT_DNS_CACHE_TIMEOUT, options.reuseConnections ? 60 : 0)
        set(CURLOPT_FRESH_CONNECT, options.reuseConnections ? 0 : 1)
        set(CURLOPT_FORBID_REUSE, options.reuseConnections ? 0 : 1)
        setVersions(options)
        if request.isTLS || options.proxyURL != nil { setTLS(options) }
        setProxy(options)
        setMethodAndBody()
        setHeaders()
        setCallbacks()
    }

    /// Reads what libcurl knows of the finished transfer and hands the report over.
    func finish(_ code: CURLcode) {
        if limit == nil, code == CURLE_WRITE_ERROR, bodySize > request.options.maxBodyBytes { limit = .body }
        completion(report(code))
    }

    /// Ends the transfer because Sonde stops.
    func stop() {
        limit = .stopped
        completion(report(CURLE_ABORTED_BY_CALLBACK))
    }

    // MARK: Callbacks

    func receiveHeader(_ line: UnsafeRawBufferPointer) -> Int {
        headerBytes += line.count
        guard headerBytes <= Self.headerLimit else {
            limit = .headers
            return 0
        }
        // A new status line begins a new set of headers: after 100 Continue, or after a proxy's answer.
        if line.starts(with: "HTTP/".utf8) {
            headers.removeAll(keepingCapacity: true)
            headersComplete = false
        } else if line.count <= 2 {
            headersComplete = true
        } else if request.keepsHeaders, let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let name = String(decoding: line[..<colon], as: UTF8.self)
            let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
            headers.append((name, value.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
        return line.count
    }

    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        bodySize += bytes.count
        guard bodySize <= request.options.maxBodyBytes else {
            limit = .body
            return 0
        }
        let room = request.keptBodyBytes - body.count
        if room > 0 { body.append(contentsOf: bytes.prefix(room)) }
        return bytes.count
    }

    // MARK: Options

    /// TCP is connected now; libcurl itself tells that only once the handshake is done.
    func handshakeBegins() {
        handshakeBegin = .now
    }

    private func set(_ option: CURLoption, _ value: Int) { sonde_set_long(handle, option, value) }
    private func set(_ option: CURLoption, _ value: String) { sonde_set_string(handle, option, value) }

    private func setVersions(_ options: ClientOptions) {
        switch options.httpVersion {
        case .automatic: set(CURLOPT_HTTP_VERSION, sonde_http_auto)
        case .http1: set(CURLOPT_HTTP_VERSION, sonde_http_1_1)
        case .http2:
            set(CURLOPT_HTTP_VERSION, request.isTLS ? sonde_http_auto : sonde_http_2_prior_knowledge)
        }
        switch options.ipVersion {
        case .any: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_WHATEVER))
        case .v4: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V4))
        case .v6: set(CURLOPT_IPRESOLVE, Int(CURL_IPRESOLVE_V6))
        }
    }

    private func setTLS(_ options: ClientOptions) {
        set(CURLOPT_CERTINFO, 1)
        set(CURLOPT_SSL_SESSIONID_CACHE, options.reuseConnections ? 1 : 0)
        set(CURLOPT_SSL_VERIFYPEER, options.insecure ? 0 : 1)
        set(CURLOPT_SSL_VERIFYHOST, options.insecure ? 0 : 2)
        if let file = options.tls.caFile { set(CURLOPT_CAINFO, file) }
        if let file = options.tls.certificateFile { set(CURLOPT_SSLCERT, file) }
        if let file = options.tls.privateKeyFile { set(CURLOPT_SSLKEY, file) }
    }

    private func setProxy(_ options: ClientOptions) {
        // The empty string keeps libcurl from reading http_proxy: what is probed depends on the configuration alone.
        set(CURLOPT_PROXY, options.proxyURL?.reveal() ?? "")
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func setMethodAndBody() {
        switch request.method {
        case "GET" where request.body == nil: set(CURLOPT_HTTPGET, 1)
        case "HEAD": set(CURLOPT_NOBODY, 1)
        default:
            if request.body != nil || request.method == "POST" {
                let bytes = request.body ?? []
                bytes.withUnsafeBytes {
                    _ = sonde_set_body(handle, $0.baseAddress ?? UnsafeRawPointer(errorBuffer), $0.count)
                }
            }
            set(CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    private func setHeaders() {
        var names: Set<String> = []
        for header in request.headers {
            names.insert(header.name.lowercased())
            let value = header.value.reveal()
            append(value.isEmpty ? "\(header.name);" : "\(header.name): \(value)")
        }
        set(CURLOPT_USERAGENT, CurlProber.userAgent)
        if request.body != nil || request.method == "POST" {
            // libcurl would add a form's content type to every body, and wait for 100 Continue before a long one.
            if !names.contains("content-type") { append("Content-Type:") }
            if !names.contains("expect") { append("Expect:") }
        }
        sonde_set_list(handle, CURLOPT_HTTPHEADER, headerList)
        switch request.credentials {
        case .basic(let username, let password):
            set(CURLOPT_HTTPAUTH, sonde_auth_basic)
            set(CURLOPT_USERNAME, username)
            set(CURLOPT_PASSWORD, password.reveal())
        case .bearer(let token):
            set(CURLOPT_HTTPAUTH, sonde_auth_bearer)
            set(CURLOPT_XOAUTH2_BEARER, token.reveal())
        case nil: break
        }
    }

    private func append(_ header: String) {
        headerList = curl_slist_append(headerList, header)
    }

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sonde_set_pointer(handle, CURLOPT_PRIVATE, context)
        sonde_set_pointer(handle, CURLOPT_WRITEDATA, context)
        sonde_set_pointer(handle, CURLOPT_HEADERDATA, context)
        sonde_set_pointer(handle, CURLOPT_ERRORBUFFER, errorBuffer)
        if request.isTLS {
            sonde_set_pointer(handle, CURLOPT_SSL_CTX_DATA, context)
            sonde_set_handshake_callback(handle) { _, _, context in
                guard let context else { return CURLE_OK }
                Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue().handshakeBegins()
                return CURLE_OK
            }
        }
        sonde_set_data_callback(handle, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            guard let context else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.receiveBody(UnsafeRawBufferPointer(start: data, count: size * count))
        }
        sonde_set_data_callback(handle, CURLOPT_HEADERFUNCTION) { data, size, count, context in
            guard let context else { return 0 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            return transfer.receiveHeader(UnsafeRawBufferPointer(start: data, count: size * count))
        }
    }
}

extension CurlTransfer {
    // MARK: Report

    fileprivate func report(_ code: CURLcode) -> TransferReport {
        TransferReport(
            code: code, detail: String(cString: errorBuffer),
            osError: Int32(truncatingIfNeeded: long(CURLINFO_OS_ERRNO)),
            certificateFault: long(CURLINFO_SSL_VERIFYRESULT), startedAt: startedAt,
            times: times(),
            newConnections: long(CURLINFO_NUM_CONNECTS), status: long(CURLINFO_RESPONSE_CODE),
            httpVersion: long(CURLINFO_HTTP_VERSION), remoteAddress: string(CURLINFO_PRIMARY_IP),
            redirectURL: (300...399).contains(long(CURLINFO_RESPONSE_CODE)) ? string(CURLINFO_REDIRECT_URL) : nil,
            headers: headers, headersComplete: headersComplete,
            body: body, bodySize: bodySize, limit: limit, certificateExpiry: request.isTLS ? certificateExpiry() : nil)
    }

    private func times() -> TransferReport.Times {
        var times = TransferReport.Times(
            nameLookup: offset(CURLINFO_NAMELOOKUP_TIME_T), connect: offset(CURLINFO_CONNECT_TIME_T),
            appConnect: offset(CURLINFO_APPCONNECT_TIME_T), startTransfer: offset(CURLINFO_STARTTRANSFER_TIME_T),
            total: offset(CURLINFO_TOTAL_TIME_T))
        if times.connect == 0, let handshakeBegin {
            times.connect = min(begin.duration(to: handshakeBegin).microseconds, times.total)
        }
        return times
    }

    private func long(_ info: CURLINFO) -> Int {
        var value = 0
        sonde_get_long(handle, info, &value)
        return value
    }

    private func offset(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        sonde_get_offset(handle, info, &value)
        return Int64(value)
    }

    private func string(_ info: CURLINFO) -> String? {
        var value: UnsafePointer<CChar>?
        sonde_get_string(handle, info, &value)
        guard let value, value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// The first certificate is the server's own; its lines read `Name:value`.
    private func certificateExpiry() -> String? {
        var chain: UnsafeMutablePointer<curl_certinfo>?
        sonde_get_certificates(handle, &chain)
        guard let chain, chain.pointee.num_of_certs > 0 else { return nil }
        var line = chain.pointee.certinfo[0]
        let prefix = "Expire date:"
        while let entry = line {
            if let data = entry.pointee.data {
                let text = String(cString: data)
                if text.hasPrefix(prefix) { return String(text.dropFirst(prefix.count)) }
            }
            line = entry.pointee.next
        }
        return nil
    }
}
