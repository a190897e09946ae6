import HTTPTypes
import Hummingbird
import SondeCore

/// A file that a page loads.
struct Asset: Sendable {
    let name: String
    let contentType: String
    let body: ByteBuffer
    /// Changes whenever the content does; quoted, as `ETag` wants it.
    let tag: String

    init(name: String, bytes: [UInt8]) {
        self.name = name
        contentType = Self.contentType(of: name)
        body = ByteBuffer(bytes: bytes)
        tag = "\"\(String(StableHash.of(String(decoding: bytes, as: UTF8.self)), radix: 16))\""
    }

    /// The address that pages use. It changes with the content, so that a browser may keep what it names for ever.
    var address: String {
        "/assets/\(name)?v=\(tag.dropFirst().dropLast())"
    }

    /// The asset, or 304 when the reader has it already.
    func response(to request: Request) -> Response {
        var headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if request.uri.query?.hasPrefix("v=") == true {
            headers[.cacheControl] = "public, max-age=31536000, immutable"
        }
        if request.headers[.ifNoneMatch]?.contains(tag) == true {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = contentType
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    private static func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }
}
