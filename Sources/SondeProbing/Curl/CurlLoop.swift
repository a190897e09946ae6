import CCurl
import Foundation
import SondeCore

/// The event loop of `CurlEngine`: one multi handle, one epoll set, one timer. Lives on one thread.
final class CurlLoop {
    /// What the loop does after it took new requests.
    enum Next {
        /// Looks for events, and again for requests: none that arrived meanwhile rings.
        case poll
        /// Waits for events; a request that arrives rings.
        case wait
        case end
    }

    /// Takes new requests through the closure it is given.
    typealias Exchange = (
        (TransferRequest, Timestamp, @escaping (TransferReport) -> Void) -> Void
    ) -> Next

    private let multi = curl_multi_init()
    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    private let wakeup: Int32
    private let exchange: Exchange
    /// When libcurl wants to be called next, on the monotonic clock; nil for never.
    private var timer: ContinuousClock.Instant?
    private var active: [UnsafeMutableRawPointer: CurlTransfer] = [:]
    private var idleHandles: [UnsafeMutableRawPointer] = []

    init(wakeup: Int32, exchange: @escaping Exchange) {
        self.wakeup = wakeup
        self.exchange = exchange
    }

    func run() {
        watch(wakeup, events: EPOLLIN.rawValue, operation: EPOLL_CTL_ADD)
        installCallbacks()
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        while true {
            let next = exchange(begin)
            if next == .end { break }
            let count = epoll_wait(epoll, &events, Int32(events.count), next == .poll ? 0 : pollTimeout())
            for index in 0..<max(0, Int(count)) { handle(events[index]) }
            fireTimer()
            collect()
        }
        tearDown()
    }

    // MARK: Transfers

    private func begin(
        _ request: TransferRequest, at startedAt: Timestamp, completion: @escaping (TransferReport) -> Void
    ) {
        let handle = idleHandles.popLast() ?? curl_easy_init()
        guard let handle else { return completion(.stopped(at: startedAt)) }
        let transfer = CurlTransfer(handle: handle, request: request, startedAt: startedAt, completion: completion)
        transfer.prepare()
        active[handle] = transfer
        curl_multi_add_handle(multi, handle)
    }

    private func collect() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            let code = sonde_message_result(message)
            let transfer = active.removeValue(forKey: handle)
            transfer?.finish(code)
            release(handle)
        }
    }

    private func release(_ handle: UnsafeMutableRawPointer) {
        curl_multi_remove_handle(multi, handle)
        curl_easy_reset(handle)
        idleHandles.append(handle)
    }

    private func tearDown() {
        for (handle, transfer) in active {
            transfer.stop()
            curl_multi_remove_handle(multi, handle)
            curl_easy_cleanup(handle)
        }
        active = [:]
        for handle in idleHandles { curl_easy_cleanup(handle) }
        curl_multi_cleanup(multi)
        close(epoll)
        close(wakeup)
    }

    // MARK: Events

    private func handle(_ event: epoll_event) {
        let descriptor = event.data.fd
        guard descriptor != wakeup else {
            var count: eventfd_t = 0
            eventfd_read(wakeup, &count)
            return
        }
        var mask: Int32 = 0
        if event.events & EPOLLIN.rawValue != 0 { mask |= CURL_CSELECT_IN }
        if event.events & EPOLLOUT.rawValue != 0 { mask |= CURL_CSELECT_OUT }
        if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { mask |= CURL_CSELECT_ERR }
        var running: Int32 = 0
        curl_multi_socket_action(multi, descriptor, mask, &running)
    }

    private func fireTimer() {
        guard let due = timer, due <= .now else { return }
        timer = nil
        var running: Int32 = 0
        curl_multi_socket_action(multi, CURL_SOCKET_BAD, 0, &running)
    }

    /// Milliseconds for epoll_wait, rounded up so that the loop does not spin in the last millisecond.
    private func pollTimeout() -> Int32 {
        guard let timer else { return -1 }
        let away = ContinuousClock.now.duration(to: timer).milliseconds
        return away <= 0 ? 0 : Int32(Swift.min(away.rounded(.up), 60_000))
    }

    private func installCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sonde_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, context)
        sonde_multi_set_pointer(multi, CURLMOPT_TIMERDATA, context)
        sonde_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
        sonde_multi_set_socket_callback(multi) { _, socket, what, context, assigned in
            guard let context else { return 0 }
            let loop = Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue()
            loop.watch(socket, what: what, isKnown: assigned != nil)
            return 0
        }
        sonde_multi_set_timer_callback(multi) { _, milliseconds, context in
            guard let context else { return 0 }
            let loop = Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue()
            loop.timer = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
            return 0
        }
    }

    /// libcurl says what it waits for on a socket; a socket it knows carries a non-nil assignment.
    private func watch(_ socket: curl_socket_t, what: Int32, isKnown: Bool) {
        guard what != CURL_POLL_REMOVE else {
            var unused = epoll_event()
            epoll_ctl(epoll, Int32(EPOLL_CTL_DEL), socket, &unused)
            return
        }
        var events: UInt32 = 0
        if what & CURL_POLL_IN != 0 { events |= EPOLLIN.rawValue }
        if what & CURL_POLL_OUT != 0 { events |= EPOLLOUT.rawValue }
        watch(socket, events: events, operation: isKnown ? EPOLL_CTL_MOD : EPOLL_CTL_ADD)
        if !isKnown { curl_multi_assign(multi, socket, Unmanaged.passUnretained(self).toOpaque()) }
    }

    private func watch(_ descriptor: Int32, events: UInt32, operation: Int32) {
        var event = epoll_event(events: events, data: epoll_data_t(fd: descriptor))
        if epoll_ctl(epoll, operation, descriptor, &event) != 0, errno == EEXIST {
            epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event)
        }
    }
}
