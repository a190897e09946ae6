/// Which column of a series says what: found by the names in the first line, in upper or lower case.
///
/// A `timestamp` or `time` is required, and a `response_time_ms` or `value`. Of both such names, and of the same name
/// twice, the one that comes first here, and in the file, is read. Columns with other names are passed over.
struct SeriesColumns {
    /// What a column says.
    enum Role: CaseIterable {
        case time, value, apiName, success, statusCode, responseSize, errorMessage
        case dns, connect, tls, ttfb, transfer

        /// What such a column may be called, the preferred name first.
        var names: [String] {
            switch self {
            case .time: ["timestamp", "time"]
            case .value: [SeriesColumns.responseTime, "value"]
            case .apiName: ["api_name"]
            case .success: ["success"]
            case .statusCode: ["status_code"]
            case .responseSize: ["response_size_bytes"]
            case .errorMessage: ["error_message"]
            case .dns: ["dns_ms"]
            case .connect: ["connect_ms"]
            case .tls: ["tls_ms"]
            case .ttfb: ["ttfb_ms"]
            case .transfer: ["transfer_ms"]
            }
        }
    }

    /// What the numbers of a series are.
    enum Kind {
        /// In milliseconds, none of them below 0.
        case responseTime
        /// Any finite numbers.
        case value
    }

    static let responseTime = "response_time_ms"
    private static let required: [Role] = [.time, .value]
    /// The most columns, and the most bytes of their names.
    private static let limit = 4096
    private static let byteLimit = 1 << 20

    let kind: Kind
    /// By column of the file; nil where it is passed over.
    let roles: [Role?]
    /// What a person should know of them; nil for nothing.
    let note: String?

    /// Reads the first line that is not blank.
    init(_ fields: inout CSVFields, of file: String) throws(CommandFailure) {
        let header = try Self.header(&fields, of: file)
        let names = header.map { $0.lowercased() }
        var roles = [Role?](repeating: nil, count: names.count)
        for role in Role.allCases {
            if let column = role.names.lazy.compactMap({ names.firstIndex(of: $0) }).first { roles[column] = role }
        }
        let missing = Self.required.filter { !roles.contains($0) }
        guard missing.isEmpty else {
            let wanted = missing.map { $0.names.map { "'\($0)'" }.joined(separator: " or ") }
            let found = NameList.of(header.map { "'\(NameList.quoted($0))'" })
            throw .badData(
                "\(file):\(fields.line): no column is called \(wanted.joined(separator: ", and none ")); the columns "
                    + "are \(found), so name one of them so or add it.")
        }
        self.roles = roles
        kind = names.contains(Self.responseTime) ? .responseTime : .value
        note = Self.note(header: header, names: names, roles: roles, kind: kind)
    }

    private static func header(_ fields: inout CSVFields, of file: String) throws(CommandFailure) -> [String] {
        guard var ending = try fields.beginFilledLine() else {
            throw .badData("\(file) is empty; give it a line with the names of its columns, and rows.")
        }
        var names = [String(decoding: fields.field.trimmed, as: UTF8.self)]
        var length = fields.field.count
        while ending == .separator {
            ending = try fields.next()
            length += fields.field.count
            guard names.count < limit, length <= byteLimit else {
                throw .badData(
                    "\(file): the first line has more than \(limit) columns or is longer than \(byteLimit >> 20) MB; "
                        + "is this a CSV file?")
            }
            names.append(String(decoding: fields.field.trimmed, as: UTF8.self))
        }
        return names
    }
}
