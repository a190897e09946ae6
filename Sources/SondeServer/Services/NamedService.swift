import ServiceLifecycle

/// A service that describes itself by its type alone.
///
/// `ServiceGroup` describes each service for its log; the reflected description of one that holds 10,000 endpoints takes
/// seconds, and would show what the endpoints hold.
struct NamedService: Service, CustomStringConvertible {
    let base: any Service

    var description: String { "\(type(of: base))" }

    func run() async throws { try await base.run() }
}
