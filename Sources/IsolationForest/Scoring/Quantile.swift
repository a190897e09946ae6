extension [Double] {
    /// The value below which the given share of the values lies, with numpy's default, linear interpolation between the
    /// two nearest (definition 7 of Hyndman and Fan, 1996). The array is not empty and `share` is in 0...1.
    func quantile(_ share: Double) -> Double {
        let sorted = self.sorted()
        let position = share * Double(count - 1)
        let index = Int(position)
        let lower = sorted[index]
        let upper = sorted[Swift.min(index + 1, count - 1)]
        return lower + (upper - lower) * (position - Double(index))
    }
}
