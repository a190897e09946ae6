import CCurl
import Foundation

/// An HTTP client that keeps its connection: libcurl's easy interface and nothing else.
final class KeptConnection {
    struct Answer {
        var body: Data
        /// From the request to the last byte.
        var milliseconds: Double
    }

    /// What comes of the answer under way.
    private final class Received {
        var bytes = Data()
    }

    private let handle = curl_easy_init()
    private let received = Received()

    init() {
        sonde_set_long(handle, CURLOPT_NOSIGNAL, 1)
        sonde_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(received).toOpaque())
        sonde_set_data_callback(handle, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            guard let data, let context else { return 0 }
            Unmanaged<Received>.fromOpaque(context).takeUnretainedValue().bytes
                .append(UnsafeRawPointer(data).assumingMemoryBound(to: UInt8.self), count: size * count)
            return size * count
        }
    }

    deinit { curl_easy_cleanup(handle) }

    /// - Throws: Unless the answer is 200.
    func get(_ url: String) throws -> Answer {
        received.bytes.removeAll(keepingCapacity: true)
        sonde_set_string(handle, CURLOPT_URL, url)
        let start = ContinuousClock.now
        let code = curl_easy_perform(handle)
        let time = start.duration(to: .now)
        var status = 0
        sonde_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        guard code == CURLE_OK, status == 200 else {
            throw BenchError("\(url) answers \(status): \(String(cString: curl_easy_strerror(code)))")
        }
        return Answer(body: received.bytes, milliseconds: time.inSeconds * 1000)
    }
}
