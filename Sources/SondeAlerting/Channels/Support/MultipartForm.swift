/// A form with a file in it (RFC 7578).
struct MultipartForm {
    private var parts: [UInt8] = []
    private let boundary: String

    /// - Parameter key: Of the message: the same message makes the same bytes each time it is sent.
    init(key: String) {
        boundary = "sonde-" + key.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.suffix(50)
    }

    mutating func add(_ name: String, _ value: String, contentType: String? = nil) {
        add("name=\"\(name)\"", contentType, value)
    }

    /// - Parameter file: Its name, of letters that need no quoting.
    mutating func add(_ name: String, file: String, _ text: String) {
        add("name=\"\(name)\"; filename=\"\(file)\"", "text/plain; charset=utf-8", text)
    }

    var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    var bytes: [UInt8] { parts + "--\(boundary)--\r\n".utf8 }

    private mutating func add(_ disposition: String, _ contentType: String?, _ value: String) {
        let type = contentType.map { "Content-Type: \($0)\r\n" } ?? ""
        // A text that held the boundary would end its part; no honest one does.
        let value = value.replacing("--\(boundary)", with: boundary)
        parts += "--\(boundary)\r\nContent-Disposition: form-data; \(disposition)\r\n\(type)\r\n\(value)\r\n".utf8
    }
}
