import Hummingbird
import Logging
import SondeCore

/// Everything that the server answers.
struct Routes {
    let board: any StatusBoard
    let store: any Store
    let clock: any WallClock
    let feed: LiveFeed
    /// Nil where the library is not installed.
    let dygraphs: Dygraphs?
    let logger: Logger

    func responder() -> ReadingResponder {
        let router = Router(context: WebContext.self)
        let token = SameSiteToken()
        let templates = Templates(assets: AssetRoutes.addresses, token: token)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorAnswers(page: ErrorPage(templates: templates), logger: logger))
        router.add(middleware: ReadingOnly())
        EndpointRoutes(board: board, store: store, clock: clock).add(to: router)
        TroubleRoutes(board: board, store: store, clock: clock).add(to: router)
        FeedbackRoutes(board: board, store: store, token: token).add(to: router)
        token.add(to: router)
        HealthRoutes(board: board).add(to: router)
        EventRoutes(board: board, feed: feed, clock: clock).add(to: router)
        AssetRoutes(dygraphs: dygraphs).add(to: router)
        OverviewPage(board: board, templates: templates).add(to: router)
        EndpointPage(
            board: board, store: store, clock: clock, templates: templates, dygraphs: dygraphs, logger: logger
        ).add(to: router)
        IncidentsPage(board: board, store: store, clock: clock, templates: templates, logger: logger).add(to: router)
        return ReadingResponder(routes: router.buildResponder())
    }
}
