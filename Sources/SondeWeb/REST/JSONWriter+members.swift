import SondeCore

/// A member of an object: its name and its value, null when there is none.
extension JSONWriter {
    mutating func member(_ name: StaticString, _ text: String?) {
        self.name(name)
        if let text { value(text) } else { null() }
    }

    mutating func member(_ name: StaticString, _ number: Int?) {
        self.name(name)
        if let number { value(number) } else { null() }
    }

    mutating func member(_ name: StaticString, _ flag: Bool) {
        self.name(name)
        value(flag)
    }

    mutating func member(_ name: StaticString, _ time: Timestamp?) {
        self.name(name)
        if let time { value(time) } else { null() }
    }

    mutating func member(_ name: StaticString, _ number: Double?, decimals: Int) {
        self.name(name)
        if let number { value(number, decimals: decimals) } else { null() }
    }

    /// A duration in milliseconds, to the microsecond.
    mutating func member(_ name: StaticString, milliseconds duration: Duration?) {
        self.name(name)
        if let duration { value(duration.milliseconds, decimals: 3) } else { null() }
    }

    /// A duration in seconds, to the millisecond.
    mutating func member(_ name: StaticString, seconds duration: Duration?) {
        self.name(name)
        if let duration { value(duration.seconds, decimals: 3) } else { null() }
    }

    mutating func member(_ name: StaticString, _ texts: [String]) {
        self.name(name)
        array(texts) { $0.value($1) }
    }

    mutating func member<Element>(
        _ name: StaticString, _ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void
    ) {
        self.name(name)
        array(elements, write)
    }

    /// A member whose value is an object, null when there is none.
    mutating func member<Value>(_ name: StaticString, _ value: Value?, _ members: (inout JSONWriter, Value) -> Void) {
        self.name(name)
        if let value { object { members(&$0, value) } } else { null() }
    }
}
