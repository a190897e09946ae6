import SondeCore
import Yams

extension MappingReader<SpoolKey> {
    func spool(over usual: SpoolConfiguration) -> SpoolConfiguration {
        var spool = usual
        if let path = file() { spool.path = path }
        if let size = bytes(.maxSize, in: 1_000_000...1_000_000_000_000) { spool.maxSize = size }
        if let age = duration(.maxAge, in: .seconds(60) ... .seconds(3_650 * 86_400)) { spool.maxAge = age }
        return spool
    }

    private func file() -> String? {
        guard let text = nonEmptyText(.path) else { return nil }
        let path = context.path(text.value)
        guard !text.value.hasControlCharacter, !path.hasSuffix("/"), !isFolder(path) else {
            report(
                .path, "\(text.shown) is not the name of a file; write for example sonde-spool.db.", at: text.position)
            return nil
        }
        return path
    }
}
