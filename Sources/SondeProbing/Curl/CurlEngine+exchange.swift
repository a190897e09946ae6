import CCurl
import Foundation
package import SondeCore

extension CurlEngine: HTTPClient {
    /// Bytes of an answer's body that are kept.
    private static let keptBody = 1 << 20

    /// Sends one request that is no probe; see `HTTPClient`.
    package func send(_ request: HTTPRequest) async throws(ProbeFailure) -> HTTPAnswer {
        let transfer = Self.transfer(for: request)
        let report = await perform(transfer, clock: SystemClock())
        if let failure = Self.failure(of: transfer, report) { throw failure }
        return HTTPAnswer(
            status: report.status, headers: report.headers.map { HTTPAnswer.Header(name: $0.name, value: $0.value) },
            body: report.body)
    }

    /// Sends one request that is no probe, such as to another Sonde's interface.
    ///
    /// - Returns: The answer, whatever its status, with at most a mebibyte of its body; or why there was none, in
    ///   libcurl's words.
    package func exchange(
        _ method: String, _ url: String, headers: [Endpoint.Header] = [], body: [UInt8]? = nil, clock: any WallClock
    ) async -> Result<HTTPAnswer, ProbeFailure> {
        let request = HTTPRequest(method, Secret(url), headers: headers, body: body)
        let report = await perform(Self.transfer(for: request), clock: clock)
        guard report.isComplete else {
            return .failure(ProbeFailure(.other, String(cString: curl_easy_strerror(report.code))))
        }
        return .success(HTTPAnswer(status: report.status, body: report.body))
    }

    private static func transfer(for request: HTTPRequest) -> TransferRequest {
        var options = request.options
        // A longer body is read to its end, but not kept.
        options.maxBodyBytes = .max
        // The reason to reveal: it is sent there.
        var transfer = TransferRequest(
            url: request.url.reveal(), method: request.method, headers: request.headers, body: request.body,
            timeout: options.timeout, options: options, keptBodyBytes: keptBody, keepsHeaders: true)
        switch options.authentication {
        case .basic(let username, let password)?: transfer.credentials = .basic(username: username, password: password)
        case .bearer(let token)?: transfer.credentials = .bearer(token)
        case .oauth2?, nil: break
        }
        return transfer
    }

    /// Host and port are told; the rest of the URL may hold a token.
    private static func failure(of transfer: TransferRequest, _ report: TransferReport) -> ProbeFailure? {
        let url = URLComponents(string: transfer.url)
        let host = url?.host ?? "the host"
        let port = url?.port ?? (transfer.isTLS ? 443 : 80)
        return FailureClassifier(
            report: report, target: "\(host):\(port)", host: host, isTLS: transfer.isTLS, options: transfer.options,
            timeout: transfer.timeout
        ).failure()
    }
}
