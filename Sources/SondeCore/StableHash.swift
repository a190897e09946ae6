/// A hash that is the same in every process and on every machine, as Swift's seeded `Hasher` is not.
package enum StableHash {
    /// FNV-1a over the UTF-8 of `text`, followed by the finaliser of MurmurHash3: texts that differ in their last
    /// digit alone end up far apart.
    package static func of(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return hash ^ (hash >> 33)
    }
}
