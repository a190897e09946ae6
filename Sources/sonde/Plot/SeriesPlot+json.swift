import SondeCore

extension SeriesPlot {
    /// What the page needs of each series from the start: its name, its counts and its pages.
    ///
    /// Times are milliseconds since 1970.
    func writeSummary(to json: inout ScriptJSON) {
        json.object { json in
            json.key("name")
            json.text(name)
            json.key("isResponseTime")
            json.flag(isResponseTime)
            json.key("points")
            json.number(Int64(points))
            json.key("failures")
            json.number(envelope.buckets.reduce(0) { $0 + Int64($1.failures) })
            json.key("marks")
            json.number(Int64(marks.total))
            json.key("from")
            json.number(envelope.buckets.first?.start.milliseconds)
            json.key("to")
            json.number(envelope.buckets.last?.end.milliseconds)
            json.key("pages")
            json.array(of: pages.sorted { $0.opened < $1.opened }) { $1.write(to: &$0) }
        }
    }

    /// What the page reads once the series is chosen: its buckets, by column, and its marks.
    ///
    /// - Parameter buckets: The most buckets that are written.
    func writeDetail(to json: inout ScriptJSON, buckets limit: Int) {
        let envelope = envelope.coarsened(to: limit)
        json.object { json in
            json.key("pause")
            json.number(envelope.longestPause.map { Int64($0.milliseconds.rounded()) })
            envelope.buckets.writeColumns(to: &json)
            json.key("marks")
            json.array(of: marks.kept) { $1.write(to: &$0) }
            json.key("leftOut")
            json.number(Int64(marks.leftOut))
        }
    }
}

extension [PlotBucket] {
    /// `at` holds the first time and then each bucket's distance from the one before. A column that would say nothing
    /// is left out: without `least` and `greatest` all values are `last`.
    fileprivate func writeColumns(to json: inout ScriptJSON) {
        json.key("at")
        var previous: Int64 = 0
        json.array(of: self) { json, bucket in
            json.number(bucket.start.milliseconds - previous)
            previous = bucket.start.milliseconds
        }
        json.key("last")
        json.array(of: self) { $0.number($1.last) }
        if contains(where: { $0.count > 1 }) {
            json.key("length")
            json.array(of: self) { $0.number($1.end.milliseconds - $1.start.milliseconds) }
            json.key("count")
            json.array(of: self) { $0.number(Int64($1.count)) }
            json.key("least")
            json.array(of: self) { $0.number($1.range?.lowerBound) }
            json.key("greatest")
            json.array(of: self) { $0.number($1.range?.upperBound) }
        }
        if contains(where: { $0.expected != nil }) {
            json.key("low")
            json.array(of: self) { $0.number($1.expected?.lowerBound) }
            json.key("high")
            json.array(of: self) { $0.number($1.expected?.upperBound) }
        }
        if contains(where: { $0.failures > 0 }) {
            json.key("failures")
            json.array(of: self) { $0.number(Int64($1.failures)) }
        }
    }
}

extension PlotMark {
    fileprivate func write(to json: inout ScriptJSON) {
        json.object { json in
            json.key("time")
            json.number(time.milliseconds)
            json.key("value")
            json.number(value)
            json.key("surprise")
            json.number(surprise)
            json.key("score")
            json.number(score)
            json.key("reasons")
            json.array(of: reasons) { $0.text($1) }
        }
    }
}

extension PlotPage {
    fileprivate func write(to json: inout ScriptJSON) {
        json.object { json in
            json.key("from")
            json.number(opened.milliseconds)
            json.key("to")
            json.number(closed?.milliseconds)
            json.key("severity")
            json.text(severity)
            json.key("kind")
            json.text(kind)
            json.key("reasons")
            json.array(of: reasons) { $0.text($1) }
        }
    }
}
