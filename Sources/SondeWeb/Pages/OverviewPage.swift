import Hummingbird
import SondeCore

/// `/`: every API in a row, the worst first.
struct OverviewPage {
    let board: any StatusBoard
    let templates: Templates

    func add(to router: Router<WebContext>) {
        router.get("/") { request, _ in
            let query = try OverviewQuery(Query(of: request))
            return await page(query)
        }
    }

    private func page(_ query: OverviewQuery) async -> Response {
        let statuses = await board.statuses()
        let health = await board.health()
        let totals = Totals(of: statuses)
        let selected = query.select(from: statuses)
        let window = Paging(count: selected.count, page: query.page)
        var model: [String: Any] = [
            "title": title(totals), "onOverview": true, "hasTroubles": !health.troubles.isEmpty,
            "troubles": health.troubles, "totals": tiles(totals, query), "q": query.text, "sorts": sorts(query),
            "hasRows": !selected.isEmpty, "rows": selected[window.range].map(OverviewRow.init),
            "sort": query.sort.rawValue, "pages": window.pages, "system": system(health),
        ]
        model["chosenState"] = query.state?.rawValue
        if query.sort != .worst { model["chosenSort"] = query.sort.rawValue }
        if window.pages > 1 { model["paging"] = paging(window, query) }
        if selected.isEmpty { model["empty"] = empty(query) }
        return templates.page("overview", model)
    }

    /// Trouble stands in the title, so that a tab tells of it.
    private func title(_ totals: Totals) -> String {
        let down = totals.count(.down)
        return down > 0 ? "\(down) down · Sonde" : "Sonde"
    }

    private func tiles(_ totals: Totals, _ query: OverviewQuery) -> [[String: Any]] {
        let all: [String: Any] = [
            "href": query.address { ($0.state, $0.page) = (nil, 1) }, "state": "endpoints",
            "count": Wording.count(totals.endpoints), "label": totals.endpoints == 1 ? "API" : "APIs",
            "chosen": query.state == nil,
        ]
        let always: [EndpointStatus.State] = [.down, .degraded, .up]
        let states = always + [.pending, .disabled].filter { totals.count($0) > 0 }
        return [all]
            + states.map { state in
                [
                    "href": query.address { ($0.state, $0.page) = (state, 1) }, "state": state.rawValue,
                    "symbol": state.rawValue, "count": Wording.count(totals.count(state)),
                    "label": Wording.state(state), "chosen": query.state == state,
                ]
            }
    }

    private func sorts(_ query: OverviewQuery) -> [[String: Any]] {
        let sorts: [(OverviewQuery.Sort, String)] = [(.worst, "Worst first"), (.name, "By name")]
        return sorts.map { sort, label in
            [
                "href": query.address { ($0.sort, $0.page) = (sort, 1) }, "label": label,
                "chosen": query.sort == sort,
            ]
        }
    }

    private func paging(_ window: Paging, _ query: OverviewQuery) -> [String: Any] {
        var model: [String: Any] = [
            "first": Wording.count(window.range.lowerBound + 1), "last": Wording.count(window.range.upperBound),
            "of": Wording.count(window.count),
        ]
        if window.page > 1 { model["previous"] = query.address { $0.page = window.page - 1 } }
        if window.page < window.pages { model["next"] = query.address { $0.page = window.page + 1 } }
        return model
    }

    private func empty(_ query: OverviewQuery) -> [String: Any] {
        if !query.text.isEmpty {
            return [
                "message": "No API matches “\(query.text)”.", "showAll": query.address { ($0.text, $0.page) = ("", 1) },
            ]
        }
        if let state = query.state {
            return ["message": "No API is \(state.rawValue) now.", "showAll": query.address { $0.state = nil }]
        }
        return [
            "message": "No API is watched yet.",
            "hint": "Add one under endpoints in the configuration; Sonde takes it up without a restart.",
        ]
    }

    private func system(_ health: SystemHealth) -> [String: Any] {
        var more = ["schedule lag p99 \(health.scheduleLagP99.text)"]
        if health.skippedTurns > 0 { more.append(Wording.count(health.skippedTurns, "turn skipped", "turns skipped")) }
        if health.droppedRows > 0 { more.append(Wording.count(health.droppedRows, "row dropped", "rows dropped")) }
        if let store = health.store {
            if let rows = store.spool?.rows, rows > 0 {
                more.append("\(Wording.count(rows, "row", "rows")) in the spool")
            }
            more.append("stored in \(store.kind) at \(store.place)")
        }
        return [
            "probes": Wording.count(health.probes, "probe", "probes"), "startedAt": health.startedAt.rfc3339,
            "startedText": Wording.time(health.startedAt), "more": more,
        ]
    }
}

/// The rows of one page of the list.
struct Paging: Equatable {
    let count: Int
    let pages: Int
    /// From 1; the last page when there are fewer than asked for.
    let page: Int

    init(count: Int, page: Int) {
        self.count = count
        pages = max(1, (count + OverviewQuery.rowsPerPage - 1) / OverviewQuery.rowsPerPage)
        self.page = min(page, pages)
    }

    var range: Range<Int> {
        let start = (page - 1) * OverviewQuery.rowsPerPage
        return start..<min(count, start + OverviewQuery.rowsPerPage)
    }
}
