import Foundation

/// The addresses of a host, in the order in which they are to be tried; empty where its name is not known.
///
/// A host whose first address does not answer is reached at its second: libpq's own loop over them has a patience for each
/// only where it cannot be told to give the SQLSTATE of a refusal.
func hostAddresses(_ host: String) -> [String] {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    #if os(Linux)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
        hints.ai_socktype = SOCK_STREAM
    #endif
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &found) == 0 else { return [] }
    defer { freeaddrinfo(found) }
    var addresses: [String] = []
    var next = found
    while let address = next?.pointee {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let length = socklen_t(text.count)
        if getnameinfo(address.ai_addr, address.ai_addrlen, &text, length, nil, 0, NI_NUMERICHOST) == 0 {
            addresses.append(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
        }
        next = address.ai_next
    }
    return addresses
}
