import CCurl
package import SondeCore

/// The answer to a request that is no probe.
package struct HTTPAnswer: Sendable {
    package var status: Int
    package var body: [UInt8]
}

extension CurlEngine {
    /// Sends one request that is no probe, such as to another Sonde's interface.
    ///
    /// - Returns: The answer, whatever its status, with at most a mebibyte of its body; or why there was none.
    package func exchange(
        _ method: String, _ url: String, headers: [Endpoint.Header] = [], body: [UInt8]? = nil, clock: any WallClock
    ) async -> Result<HTTPAnswer, ProbeFailure> {
        let request = TransferRequest(
            url: url, method: method, headers: headers, body: body, timeout: .seconds(10), options: ClientOptions(),
            keptBodyBytes: 1 << 20)
        let report = await perform(request, clock: clock)
        guard report.isComplete else {
            return .failure(ProbeFailure(.other, String(cString: curl_easy_strerror(report.code))))
        }
        return .success(HTTPAnswer(status: report.status, body: report.body))
    }
}
