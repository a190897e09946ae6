import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Shares work out over threads of the operating system.
enum Parallel {
    /// Calls `body` with ranges that together cover `0..<count` on threads of their own and on the caller's; returns
    /// what they return, in order, when all have returned.
    ///
    /// - Parameter partsPerThread: Several let a thread that has a processor to itself do more than one that has not.
    @discardableResult
    static func map<Part: Sendable>(
        over count: Int, threads: Int, partsPerThread: Int = 1, _ body: @escaping @Sendable (Range<Int>) -> Part
    ) -> [Part] {
        let threads = max(1, min(threads, count))
        guard threads > 1 else { return [body(0..<count)] }
        let parts = min(count, threads * partsPerThread)
        return Array(unsafeUninitializedCapacity: parts) { results, initialized in
            let results = Results(buffer: results)
            let next = Counter()
            let work: @Sendable () -> Void = {
                while let part = next.take(below: parts) {
                    results.put(body(count * part / parts..<count * (part + 1) / parts), at: part)
                }
            }
            // A thread that cannot be had costs time, not the result.
            let started = (1..<threads).compactMap { _ in start(work) }
            work()
            for thread in started { pthread_join(thread, nil) }
            initialized = parts
        }
    }

    /// Hands out each number once.
    private final class Counter: Sendable {
        private let next = Atomic(0)

        func take(below limit: Int) -> Int? {
            let number = next.add(1, ordering: .relaxed).oldValue
            return number < limit ? number : nil
        }
    }

    /// SAFETY: each thread writes a place of its own, and all are joined before the buffer is read.
    private struct Results<Part>: @unchecked Sendable {
        let buffer: UnsafeMutableBufferPointer<Part>

        func put(_ part: Part, at index: Int) { buffer.initializeElement(at: index, to: part) }
    }

    private final class Work {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
        let work = Unmanaged.passRetained(Work(body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let code = pthread_create(
                &thread, nil,
                { argument in
                    Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                    return nil
                }, work.toOpaque())
        #else
            var thread = pthread_t()
            let code = pthread_create(
                &thread, nil,
                { argument in
                    if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                    return nil
                }, work.toOpaque())
        #endif
        guard code == 0 else {
            work.release()
            return nil
        }
        return thread
    }
}
