/// The tables of the outbox, of the steps of incidents and of silences, and what an incident carries since there are such.
///
/// What is `json` keeps every text as it is; `jsonb` refuses some.
enum AlertTables {
    static let all = [incidentColumns, notifications, incidentEvents, silences]

    private static let incidentColumns = """
        ALTER TABLE incidents
            ADD COLUMN scope text NOT NULL DEFAULT 'endpoint',
            ADD COLUMN parent text,
            ADD COLUMN flapping boolean NOT NULL DEFAULT false,
            ADD COLUMN acknowledged_at timestamptz,
            ADD COLUMN acknowledged_by text,
            ADD COLUMN quiet text;
        CREATE INDEX incidents_members ON incidents (parent) WHERE parent IS NOT NULL
        """

    /// The incident is kept as it was then.
    private static let notifications = """
        CREATE TABLE notifications (
            id text PRIMARY KEY,
            incident_id text NOT NULL,
            channel text NOT NULL,
            event text NOT NULL,
            created_at timestamptz NOT NULL,
            due_at timestamptz NOT NULL,
            ended_at timestamptz,
            state text NOT NULL,
            attempts integer NOT NULL,
            error text,
            message text,
            receipt text,
            description text,
            incident json NOT NULL
        );
        CREATE INDEX notifications_of_incident ON notifications (incident_id);
        CREATE INDEX notifications_created ON notifications (created_at);
        CREATE INDEX notifications_state ON notifications (state, created_at)
        """

    /// Steps of the same time stay in the order in which they came. A note may be longer than an index takes: of the text
    /// the key has a hash.
    private static let incidentEvents = """
        CREATE TABLE incident_events (
            number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            incident_id text NOT NULL,
            timestamp timestamptz NOT NULL,
            kind text NOT NULL,
            text text NOT NULL,
            author text
        );
        CREATE UNIQUE INDEX incident_events_key
            ON incident_events (incident_id, timestamp, kind, hashtextextended(text, 0))
        """

    /// The times of one that holds once stand apart from its schedule.
    private static let silences = """
        CREATE TABLE silences (
            id text PRIMARY KEY,
            purpose text NOT NULL,
            matcher json NOT NULL,
            schedule json NOT NULL,
            starts_at timestamptz,
            ends_at timestamptz,
            comment text NOT NULL,
            author text NOT NULL,
            created_at timestamptz NOT NULL,
            ended_at timestamptz
        )
        """
}
