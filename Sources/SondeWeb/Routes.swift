import Hummingbird
import Logging
import SondeCore

/// Everything that the server answers.
struct Routes {
    let board: any StatusBoard
    let store: any Store
    let desk: any AlertDesk & SilenceCalendar
    let clock: any WallClock
    let feed: LiveFeed
    /// Nil where the library is not installed.
    let dygraphs: Dygraphs?
    let logger: Logger

    private let token = SameSiteToken()
    private var work: DeskWork { DeskWork(board: board, desk: desk, store: store, clock: clock) }
    private var feedback: FeedbackRoutes { FeedbackRoutes(board: board, store: store, token: token) }

    init(
        board: any StatusBoard, store: any Store, desk: any AlertDesk & SilenceCalendar, clock: any WallClock,
        feed: LiveFeed,
        dygraphs: Dygraphs?, logger: Logger
    ) {
        self.board = board
        self.store = store
        self.desk = desk
        self.clock = clock
        self.feed = feed
        self.dygraphs = dygraphs
        self.logger = logger
    }

    func responder() -> MethodResponder {
        let router = Router(context: WebContext.self)
        let templates = Templates(assets: AssetRoutes.addresses, token: token)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorAnswers(page: ErrorPage(templates: templates), logger: logger))
        router.add(middleware: AllowedMethods())
        addInterface(to: router)
        AssetRoutes(dygraphs: dygraphs).add(to: router)
        addPages(templates, to: router)
        return MethodResponder(routes: router.buildResponder())
    }

    private func addInterface(to router: Router<WebContext>) {
        EndpointRoutes(board: board, store: store, clock: clock).add(to: router)
        TroubleRoutes(board: board, store: store, clock: clock).add(to: router)
        IncidentRoutes(store: store, work: work, token: token).add(to: router)
        feedback.add(to: router)
        SilenceRoutes(work: work, token: token).add(to: router)
        AlertRoutes(desk: desk, store: store, work: work, token: token).add(to: router)
        PushRoutes(desk: desk).add(to: router)
        token.add(to: router)
        HealthRoutes(board: board).add(to: router)
        EventRoutes(board: board, feed: feed, clock: clock).add(to: router)
    }

    private func addPages(_ templates: Templates, to router: Router<WebContext>) {
        let frame = PageFrame(board: board, templates: templates, logger: logger)
        OverviewPage(board: board, templates: templates).add(to: router)
        EndpointPage(
            board: board, store: store, clock: clock, templates: templates, dygraphs: dygraphs, logger: logger
        ).add(to: router)
        IncidentsPage(frame: frame, store: store, clock: clock).add(to: router)
        IncidentPage(frame: frame, store: store, clock: clock).add(to: router)
        IncidentForms(store: store, desk: desk, work: work, feedback: feedback, clock: clock, token: token)
            .add(to: router)
        AlertsPage(frame: frame, store: store, work: work, clock: clock).add(to: router)
        AlertForms(work: work, token: token).add(to: router)
    }
}
