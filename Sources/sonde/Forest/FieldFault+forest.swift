/// What is wrong with a field that holds no number to learn from or to score.
extension FieldFault {
    static let missing = "a value is missing; fill it in, remove the row, or fit with --missing larger-child."

    static func infinite(_ field: UnsafeBufferPointer<UInt8>) -> String {
        "'\(field.excerpt)' is infinite or above 3.4e38; limit it or remove the row."
    }
}
