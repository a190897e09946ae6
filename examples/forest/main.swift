import IsolationForest

// Learns from a thousand usual responses of an API, and judges two more.
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

// Response time in milliseconds and size in kilobytes, 1,000 rows of them.
var usual: [[Float]] = []
for number in 0..<1_000 {
    let wave = sin(Float(number) / 40)
    usual.append([120 + 30 * wave + Float(number % 7), 48 + Float(number % 5)])
}

var forest = IsolationForest(.init(contamination: .fraction(0.01), seed: 7))
try forest.fit(FeatureMatrix(rows: usual))

for response: [Float] in [[118, 50], [900, 3]] {
    let decision = try forest.decision(of: response)
    print(response, decision < 0 ? "is strange:" : "is usual:", decision)
    if decision < 0 {
        let columns = ["response time", "size"]
        for column in try forest.explain(response).strongest(1) { print("because of its", columns[column]) }
    }
}

// Saved, a forest is the same on every machine.
let copy = try IsolationForest(decoding: forest.encoded())
print(try copy.decision(of: [900, 3]) == forest.decision(of: [900, 3]))
