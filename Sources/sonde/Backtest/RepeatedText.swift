/// Text that is often the same from row to row, so that one String stands for all of them.
struct RepeatedText {
    private var bytes: [UInt8] = []
    private var text: String? = ""

    /// The text of a field; nil where it is not UTF-8.
    mutating func text(of field: UnsafeBufferPointer<UInt8>) -> String? {
        if !field.elementsEqual(bytes) {
            bytes = Array(field)
            text = String(validating: field, as: UTF8.self)
        }
        return text
    }
}
