#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The charting library, from the operating system's package.
struct Dygraphs: Sendable {
    let script: Asset
    let style: Asset

    var scriptAddress: String { script.address }
    var styleAddress: String { style.address }

    static let howToInstall =
        "The charts need dygraphs: install the package libjs-dygraphs (sudo apt install libjs-dygraphs) and restart "
        + "Sonde."

    /// Looks in the folder that `SONDE_DYGRAPHS_DIR` names, or else where distributions put it; nil when it is nowhere.
    init?(environment: [String: String]) {
        let named = environment["SONDE_DYGRAPHS_DIR"].flatMap { $0.isEmpty ? nil : [$0] }
        let found = (named ?? Self.customaryFolders).lazy.compactMap(Self.files).first
        guard let found else { return nil }
        script = Asset(name: "dygraph.min.js", bytes: found.script)
        style = Asset(name: "dygraph.css", bytes: found.style)
    }

    private static func files(in folder: String) -> (script: [UInt8], style: [UInt8])? {
        guard let script = try? Data(contentsOf: URL(filePath: folder + "/dygraph.min.js")),
            let style = try? Data(contentsOf: URL(filePath: folder + "/dygraph.css"))
        else { return nil }
        return (Array(script), Array(style))
    }

    private static let customaryFolders = [
        "/usr/share/javascript/dygraphs", "/usr/share/javascript/dygraphs/dist", "/usr/share/nodejs/dygraphs/dist",
        "/usr/local/share/dygraphs",
    ]
}
