extension Duration {
    /// How long something lasted, as coarse as a person tells it: `56 s`, `7 min`, `3 h 20 min`, `2 d 4 h`.
    package var span: String {
        let seconds = Int(max(0, seconds).rounded())
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min"
        case ..<86_400: return pair(seconds / 3600, "h", seconds % 3600 / 60, "min")
        default: return pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h")
        }
    }
}

private func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
    "\(large) \(largeUnit)" + (small == 0 ? "" : " \(small) \(smallUnit)")
}
