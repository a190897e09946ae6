/// What is wrong with a field of a series, and how it is mended.
enum SeriesFault: Error, Equatable {
    case missingTime
    case noTime(String)
    case lateTime(String)
    case negativeTime(String)
    case infinite(String)
    /// With the sentence on it.
    case noNumber(String)
    case noFlag(String)
    case noStatusCode(String)
    case noSize(String)
    case noUTF8

    var sentence: String {
        switch self {
        case .missingTime: "the time is missing; fill it in or remove the row."
        case .noTime(let text):
            "'\(text)' is not a time; write it like 2026-11-22T10:04:05Z, or as seconds since 1970."
        case .lateTime(let text): "'\(text)' is after the year 2200; correct the time or remove the row."
        case .negativeTime(let text): "'\(text)' is below 0, which no time in ms is; correct it or remove the row."
        case .infinite(let text): "'\(text)' is infinite or above 1.8e308; limit it or leave it empty."
        case .noNumber(let sentence): sentence
        case .noFlag(let text): "'\(text)' is neither true nor false; write one of them or leave it empty."
        case .noStatusCode(let text): "'\(text)' is not an HTTP status code; write one such as 200 or leave it empty."
        case .noSize(let text): "'\(text)' is not a number of bytes; write a whole one or leave it empty."
        case .noUTF8: "this text is not UTF-8; save the file as CSV in UTF-8."
        }
    }
}
