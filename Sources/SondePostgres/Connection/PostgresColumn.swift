import SondeCore

/// The values of one column of many rows, as one array parameter: `unnest` makes rows of them in a single statement.
struct PostgresColumn {
    /// The array's type and that of its elements.
    private let type: UInt32
    private let element: UInt32
    private var count: Int32 = 0
    private var body: [UInt8] = []

    static func texts(reserving count: Int) -> PostgresColumn {
        .init(type: 1009, element: PostgresType.text, reserving: 24 * count)
    }
    static func timestamps(reserving count: Int) -> PostgresColumn {
        .init(type: 1185, element: PostgresType.timestamptz, reserving: 12 * count)
    }
    static func bools(reserving count: Int) -> PostgresColumn {
        .init(type: 1000, element: PostgresType.bool, reserving: 5 * count)
    }
    static func integers(reserving count: Int) -> PostgresColumn {
        .init(type: 1007, element: PostgresType.integer, reserving: 8 * count)
    }
    static func reals(reserving count: Int) -> PostgresColumn {
        .init(type: 1021, element: PostgresType.real, reserving: 8 * count)
    }
    static func doubles(reserving count: Int) -> PostgresColumn {
        .init(type: 1022, element: PostgresType.double, reserving: 12 * count)
    }

    private init(type: UInt32, element: UInt32, reserving bytes: Int) {
        self.type = type
        self.element = element
        body.reserveCapacity(bytes)
    }

    mutating func append(_ text: String?) {
        guard let bytes = text?.postgresBytes else { return appendNull() }
        begin(bytes.count)
        body.append(contentsOf: bytes)
    }

    mutating func append(_ time: Timestamp) { appendNumber(time.sincePostgresEpoch) }

    mutating func append(_ value: Bool) { appendNumber(value ? 1 as UInt8 : 0) }

    mutating func append(_ value: Int32?) { appendNumber(value) }

    mutating func append(_ value: Double?) { appendNumber(value?.bitPattern) }

    mutating func append(_ value: Float?) { appendNumber(value?.bitPattern) }

    private mutating func appendNumber(_ number: (some FixedWidthInteger)?) {
        guard let number else { return appendNull() }
        begin(number.bitWidth / 8)
        body.append(bigEndian: number)
    }

    private mutating func appendNull() {
        count += 1
        body.append(bigEndian: Int32(-1))
    }

    private mutating func begin(_ size: Int) {
        count += 1
        body.append(bigEndian: Int32(size))
    }

    /// One dimension from 1, of which some elements may be NULL.
    var value: PostgresValue {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20 + body.count)
        bytes.append(bigEndian: Int32(1))
        bytes.append(bigEndian: Int32(1))
        bytes.append(bigEndian: element)
        bytes.append(bigEndian: count)
        bytes.append(bigEndian: Int32(1))
        bytes.append(contentsOf: body)
        return PostgresValue(type: type, bytes: bytes)
    }
}
