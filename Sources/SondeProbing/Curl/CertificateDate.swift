import SondeCore

/// Reads the date that OpenSSL prints: `Nov 22 19:28:01 2027 GMT`.
enum CertificateDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func parse(_ text: String) -> Timestamp? {
        let fields = text.split(separator: " ")
        guard fields.count >= 4, let month = months.firstIndex(of: String(fields[0])),
            let day = Int(fields[1]), let year = Int(fields[3])
        else { return nil }
        return Timestamp(parsing: "\(year)-\(twoDigits(month + 1))-\(twoDigits(day))T\(fields[2])Z")
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}
