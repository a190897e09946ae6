import SondeCore
import Testing

@Suite struct LEB128Tests {
    @Test(arguments: [0, 1, 127, 128, 16_384, UInt64.max >> 1, UInt64.max >> 1 + 1, .max])
    func everyNumberComesBack(number: UInt64) {
        var bytes: [UInt8] = []
        LEB128.append(number, to: &bytes)
        var rest = bytes[...]
        let found: UInt64? = LEB128.next(&rest)
        #expect(found == number)
        #expect(rest.isEmpty)
    }

    @Test(arguments: [
        [], [0x80], [UInt8](repeating: 0xff, count: 9), [UInt8](repeating: 0x80, count: 9) + [2],
        [UInt8](repeating: 0x80, count: 10) + [0],
    ])
    func whatDoesNotEndOrIsTooLargeIsRefused(bytes: [UInt8]) {
        var rest = bytes[...]
        let found: UInt64? = LEB128.next(&rest)
        #expect(found == nil)
    }

    @Test func aNumberTooLargeForItsTypeIsRefused() {
        var rest: ArraySlice<UInt8> = [0x80, 0x02]
        let found: UInt8? = LEB128.next(&rest)
        #expect(found == nil)
    }
}
