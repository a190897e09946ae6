extension FaultyServer {
    /// Header fields in order; names compare without regard to case, and a name may occur more than once.
    package struct Headers: Sendable, Hashable, ExpressibleByDictionaryLiteral {
        package struct Field: Sendable, Hashable {
            package var name: String
            package var value: String

            package init(name: String, value: String) {
                self.name = name
                self.value = value
            }
        }

        package var fields: [Field] = []

        package init() {}

        package init(dictionaryLiteral elements: (String, String)...) {
            fields = elements.map { Field(name: $0.0, value: $0.1) }
        }

        /// The first value of `name`; setting replaces all of that name, and nil removes them.
        package subscript(name: String) -> String? {
            get { fields.first { $0.name.matches(name) }?.value }
            set {
                fields.removeAll { $0.name.matches(name) }
                if let newValue { append(name, newValue) }
            }
        }

        /// Every value of `name`, in order.
        package func values(_ name: String) -> [String] {
            fields.filter { $0.name.matches(name) }.map(\.value)
        }

        /// Adds a field after those that are there, of the same name too.
        package mutating func append(_ name: String, _ value: String) {
            fields.append(Field(name: name, value: value))
        }
    }
}

extension String {
    /// Whether both are the same field name: equal but for the case of ASCII letters.
    fileprivate func matches(_ other: String) -> Bool {
        utf8.count == other.utf8.count && zip(utf8, other.utf8).allSatisfy { lowercase($0) == lowercase($1) }
    }
}

private func lowercase(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}
