import CCurl
import Foundation

/// The yardstick: libcurl's multi interface and nothing else, fetching one URL over and over, each time on a new
/// connection.
struct BareCurlLoop {
    let url: String
    let parallel: Int

    /// Requests finished per second.
    func run(seconds: Int) -> Double {
        let multi = curl_multi_init()
        defer { curl_multi_cleanup(multi) }
        for _ in 0..<parallel {
            guard let handle = curl_easy_init() else { continue }
            sonde_set_string(handle, CURLOPT_URL, url)
            sonde_set_long(handle, CURLOPT_FRESH_CONNECT, 1)
            sonde_set_long(handle, CURLOPT_FORBID_REUSE, 1)
            sonde_set_long(handle, CURLOPT_NOSIGNAL, 1)
            sonde_set_data_callback(handle, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
            curl_multi_add_handle(multi, handle)
        }
        let start = ContinuousClock.now
        var finished = 0
        var running: Int32 = 0
        while start.duration(to: .now) < .seconds(seconds) {
            curl_multi_perform(multi, &running)
            var left: Int32 = 0
            while let message = curl_multi_info_read(multi, &left) {
                guard let handle = message.pointee.easy_handle else { continue }
                if sonde_message_result(message) == CURLE_OK { finished += 1 }
                curl_multi_remove_handle(multi, handle)
                curl_multi_add_handle(multi, handle)
            }
            curl_multi_poll(multi, nil, 0, 100, nil)
        }
        return Double(finished) / start.duration(to: .now).inSeconds
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
