/// The tables of the outbox, of the steps of incidents and of silences, and what an incident carries since there are such.
enum AlertSchema {
    static let statements =
        ["DROP VIEW incidents", incidentColumns, members, notices, timeline, silences]
        + [incidentsView, notificationsView, eventsView, silencesView]

    private static let incidentColumns = """
        ALTER TABLE incident_rows ADD COLUMN scope TEXT NOT NULL DEFAULT 'endpoint';
        ALTER TABLE incident_rows ADD COLUMN parent TEXT;
        ALTER TABLE incident_rows ADD COLUMN flapping INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE incident_rows ADD COLUMN acknowledged_at INTEGER;
        ALTER TABLE incident_rows ADD COLUMN acknowledged_by TEXT;
        ALTER TABLE incident_rows ADD COLUMN quiet TEXT;
        """

    private static let members = """
        CREATE INDEX members_of_incidents ON incident_rows (parent) WHERE parent IS NOT NULL
        """

    /// The incident of a notice is kept as it was then, as JSON. Rows are long, so they lie apart from the key.
    private static let notices = """
        CREATE TABLE notice_rows (
            id TEXT PRIMARY KEY NOT NULL,
            incident_id TEXT NOT NULL,
            channel TEXT NOT NULL,
            event TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            state TEXT NOT NULL,
            ended_at INTEGER,
            attempts INTEGER NOT NULL,
            fault TEXT,
            message TEXT,
            receipt TEXT,
            description TEXT,
            incident TEXT NOT NULL
        );
        CREATE INDEX notices_of_incidents ON notice_rows (incident_id);
        CREATE INDEX notices_by_time ON notice_rows (created_at);
        CREATE INDEX notices_by_state ON notice_rows (state, created_at);
        """

    /// Steps of the same time stay in the order in which they came.
    private static let timeline = """
        CREATE TABLE timeline_rows (
            number INTEGER PRIMARY KEY,
            incident_id TEXT NOT NULL,
            timestamp INTEGER NOT NULL,
            kind TEXT NOT NULL,
            text TEXT NOT NULL,
            author TEXT
        );
        CREATE INDEX timelines_of_incidents ON timeline_rows (incident_id, timestamp);
        """

    /// The times of one that holds once stand apart from its schedule, which is JSON.
    private static let silences = """
        CREATE TABLE silence_rows (
            id TEXT PRIMARY KEY NOT NULL,
            purpose TEXT NOT NULL,
            matcher TEXT NOT NULL,
            schedule TEXT NOT NULL,
            starts_at INTEGER,
            ends_at INTEGER,
            comment TEXT NOT NULL,
            author TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            ended_at INTEGER
        )
        """

    // MARK: The views that carry the promised names

    private static let incidentsView = """
        CREATE VIEW incidents AS
        SELECT i.id AS id,
               e.name AS api_name,
               i.kind AS kind,
               \(SQLiteViews.severity("i.severity")) AS severity,
               \(SQLiteViews.time("i.opened_at")) AS opened_at,
               \(SQLiteViews.time("i.closed_at")) AS closed_at,
               i.reason AS reason,
               \(SQLiteViews.time("i.excused_at")) AS excused_at,
               i.scope AS scope,
               i.parent AS parent,
               i.flapping AS flapping,
               \(SQLiteViews.time("i.acknowledged_at")) AS acknowledged_at,
               i.acknowledged_by AS acknowledged_by,
               i.quiet AS quiet
        FROM incident_rows i JOIN endpoints e ON e.id = i.endpoint_id
        """

    private static let notificationsView = """
        CREATE VIEW notifications AS
        SELECT id,
               incident_id,
               channel,
               event,
               \(SQLiteViews.time("created_at")) AS created_at,
               \(SQLiteViews.time("due_at")) AS due_at,
               \(SQLiteViews.time("ended_at")) AS ended_at,
               state,
               attempts,
               fault AS error
        FROM notice_rows
        """

    private static let eventsView = """
        CREATE VIEW incident_events AS
        SELECT incident_id, \(SQLiteViews.time("timestamp")) AS timestamp, kind, text, author FROM timeline_rows
        """

    private static let silencesView = """
        CREATE VIEW silences AS
        SELECT id,
               purpose,
               matcher,
               schedule,
               \(SQLiteViews.time("starts_at")) AS starts_at,
               \(SQLiteViews.time("ends_at")) AS ends_at,
               comment,
               author,
               \(SQLiteViews.time("created_at")) AS created_at,
               \(SQLiteViews.time("ended_at")) AS ended_at
        FROM silence_rows
        """
}
