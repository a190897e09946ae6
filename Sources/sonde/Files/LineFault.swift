/// What is wrong with a line that has not as many fields as the first one, and how it is mended.
enum LineFault {
    static func tooShort(_ found: Int, of columns: Int) -> String {
        "the line has \(found) of the \(columns) columns of the first line; complete or remove it."
    }

    static func tooLong(_ columns: Int) -> String {
        "the line goes on after the \(columns) columns of the first line; quote what holds a separator, or remove the "
            + "line."
    }
}
