#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Shares work out over threads of the operating system.
enum Parallel {
    /// Calls `body` with ranges that together cover `0..<count`, each on a thread of its own and the last on the
    /// caller's; returns what they return, in order, when all have returned.
    @discardableResult
    static func map<Part: Sendable>(
        over count: Int, threads: Int, _ body: @escaping @Sendable (Range<Int>) -> Part
    ) -> [Part] {
        let parts = max(1, min(threads, count))
        guard parts > 1 else { return [body(0..<count)] }
        return Array(unsafeUninitializedCapacity: parts) { results, initialized in
            let results = Results(buffer: results)
            var started: [pthread_t] = []
            for part in 0..<parts {
                let work: @Sendable () -> Void = {
                    results.put(body(count * part / parts..<count * (part + 1) / parts), at: part)
                }
                // A thread that cannot be had costs time, not the result.
                if part < parts - 1, let thread = start(work) { started.append(thread) } else { work() }
            }
            for thread in started { pthread_join(thread, nil) }
            initialized = parts
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
