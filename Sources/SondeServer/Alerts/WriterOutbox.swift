import SondeAlerting
import SondeCore

/// What becomes of notices goes the way of all that is stored.
struct WriterOutbox: Outbox {
    let writer: StoreWriter

    func note(_ notices: [Notice]) { writer.enqueue(WriteBatch(notices: notices)) }

    func store(_ notices: [Notice]) async -> Bool { await writer.commit(WriteBatch(notices: notices)) }
}
