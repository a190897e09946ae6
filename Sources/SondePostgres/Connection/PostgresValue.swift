import SondeCore

/// A parameter of a statement, in PostgreSQL's binary form.
struct PostgresValue: Sendable {
    /// Of its type, in pg_type.
    let type: UInt32
    /// Nil for NULL.
    let bytes: [UInt8]?

    static func text(_ text: String?) -> PostgresValue {
        .init(type: PostgresType.text, bytes: text.map(\.postgresBytes))
    }

    static func bigint(_ number: Int64?) -> PostgresValue {
        .init(type: PostgresType.bigint, bytes: number.map { Array(bigEndianBytes: $0) })
    }

    static func bool(_ value: Bool) -> PostgresValue { .init(type: PostgresType.bool, bytes: [value ? 1 : 0]) }

    static func bytes(_ bytes: [UInt8]?) -> PostgresValue { .init(type: PostgresType.bytea, bytes: bytes) }

    static func timestamp(_ time: Timestamp?) -> PostgresValue {
        .init(type: PostgresType.timestamptz, bytes: time.map { Array(bigEndianBytes: $0.sincePostgresEpoch) })
    }
}

/// The numbers of the types in pg_type, which are the same in every server.
enum PostgresType {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let bigint: UInt32 = 20
    static let integer: UInt32 = 23
    static let text: UInt32 = 25
    static let real: UInt32 = 700
    static let double: UInt32 = 701
    static let timestamptz: UInt32 = 1184
}

extension Timestamp {
    /// Microseconds since 2000.
    var sincePostgresEpoch: Int64 { microseconds - Self.postgresEpoch }

    init(sincePostgresEpoch microseconds: Int64) {
        self.init(microseconds: microseconds + Self.postgresEpoch)
    }

    private static let postgresEpoch: Int64 = 946_684_800_000_000
}

extension String {
    /// A zero byte, which PostgreSQL's text cannot hold, becomes the replacement character.
    var postgresBytes: [UInt8] {
        let bytes = Array(utf8)
        return bytes.contains(0) ? Array(replacing("\0", with: "\u{FFFD}").utf8) : bytes
    }
}

extension [UInt8] {
    init(bigEndianBytes number: some FixedWidthInteger) {
        self = []
        append(bigEndian: number)
    }

    mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
        Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
    }
}
