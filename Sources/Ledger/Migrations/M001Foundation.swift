import GRDB

/// The first schema. Times are seconds since the epoch, except slots, which are minutes.
enum M001Foundation: Migration {
    static let name = "M001 foundation"

    static func apply(to db: Database) throws {
        try db.execute(sql: tables)
        try db.execute(sql: edges)
        try db.execute(sql: triggers)
    }

    private static let tables = """
        CREATE TABLE meta (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            identity TEXT NOT NULL,
            created INTEGER NOT NULL
        ) STRICT;

        -- What was recorded by hand or brought in. The same line again changes nothing.
        CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            content TEXT NOT NULL UNIQUE,
            account TEXT NOT NULL, post TEXT, kind TEXT NOT NULL, at INTEGER NOT NULL,
            link TEXT, topics TEXT NOT NULL, source TEXT, campaign TEXT, url TEXT,
            recorded INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX history_at ON history (account, at);

        CREATE TABLE plan (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            json TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            now INTEGER NOT NULL,
            stored INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE placement (
            account TEXT NOT NULL, at INTEGER NOT NULL, post TEXT NOT NULL,
            PRIMARY KEY (account, at)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE edge (
            source TEXT NOT NULL, target TEXT NOT NULL,
            PRIMARY KEY (source, target)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY,
            account TEXT NOT NULL, post TEXT NOT NULL, occurrence INTEGER NOT NULL CHECK (occurrence >= 0),
            key TEXT NOT NULL UNIQUE,
            planned_at INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('planned', 'sending', 'posted', 'unknown', 'held', 'missed',
                'rejected', 'needs_resolve', 'expired', 'cancelled')),
            attempt INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            not_before INTEGER NOT NULL DEFAULT 0,
            begun INTEGER,                          -- microseconds
            first_sent INTEGER, visible_since INTEGER,
            facts TEXT NOT NULL,
            message BLOB, message_digest TEXT,
            handles TEXT NOT NULL DEFAULT '{}',
            step TEXT, request BLOB, request_digest TEXT, step_first_sent INTEGER, step_last_sent INTEGER,
            doubted INTEGER NOT NULL DEFAULT 0,
            unknown_since INTEGER, lookups INTEGER NOT NULL DEFAULT 0, next_lookup INTEGER NOT NULL DEFAULT 0,
            absent_scans INTEGER NOT NULL DEFAULT 0, absent_at INTEGER,
            remote_id TEXT, url TEXT, reason TEXT,
            changed INTEGER NOT NULL,
            UNIQUE (account, post, occurrence),
            UNIQUE (account, remote_id),
            CHECK (state NOT IN ('sending', 'unknown') OR (step IS NOT NULL AND request IS NOT NULL
                AND message IS NOT NULL AND first_sent IS NOT NULL AND step_first_sent IS NOT NULL AND step_last_sent IS NOT NULL)),
            CHECK (state <> 'posted' OR visible_since IS NOT NULL)
        ) STRICT;
        CREATE UNIQUE INDEX one_in_flight ON delivery (account) WHERE state IN ('sending', 'unknown');
        CREATE INDEX delivery_state ON delivery (state);

        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY,
            delivery INTEGER NOT NULL REFERENCES delivery (id),
            attempt INTEGER NOT NULL,
            at INTEGER NOT NULL,
            source TEXT, target TEXT NOT NULL,
            step TEXT, note TEXT, owner TEXT
        ) STRICT;
        CREATE INDEX attempt_delivery ON attempt (delivery);

        CREATE TABLE hold (
            account TEXT PRIMARY KEY,               -- '*' for all
            since INTEGER NOT NULL, why TEXT NOT NULL,
            origin TEXT NOT NULL CHECK (origin IN ('person', 'network'))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE account_fact (
            account TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (account, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE waiting (
            account TEXT PRIMARY KEY, since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE tick (
            id INTEGER PRIMARY KEY,
            started INTEGER NOT NULL, ended INTEGER,
            boot_milliseconds INTEGER NOT NULL, boot_id TEXT NOT NULL,
            accepted INTEGER NOT NULL DEFAULT 1,    -- whether its clock was believed
            outcome TEXT
        ) STRICT;
        CREATE INDEX tick_started ON tick (started);
        """

    private static let edges = """
        INSERT INTO edge (source, target) VALUES
            ('planned', 'sending'), ('planned', 'posted'), ('planned', 'held'), ('planned', 'missed'),
            ('planned', 'rejected'), ('planned', 'needs_resolve'), ('planned', 'expired'), ('planned', 'cancelled'),
            ('sending', 'planned'), ('sending', 'posted'), ('sending', 'unknown'), ('sending', 'held'),
            ('sending', 'rejected'), ('sending', 'needs_resolve'),
            ('unknown', 'planned'), ('unknown', 'sending'), ('unknown', 'posted'), ('unknown', 'missed'),
            ('unknown', 'needs_resolve'), ('unknown', 'cancelled'),
            ('held', 'planned'), ('held', 'missed'), ('held', 'expired'), ('held', 'cancelled'),
            ('missed', 'planned'), ('missed', 'expired'), ('missed', 'cancelled'),
            ('rejected', 'planned'), ('rejected', 'missed'), ('rejected', 'cancelled'),
            ('needs_resolve', 'planned'), ('needs_resolve', 'posted'), ('needs_resolve', 'missed'),
            ('needs_resolve', 'cancelled'),
            ('expired', 'planned'), ('expired', 'cancelled');
        """

    private static let triggers = """
        CREATE TRIGGER delivery_begins_planned BEFORE INSERT ON delivery WHEN NEW.state <> 'planned'
            BEGIN SELECT RAISE(ABORT, 'a delivery begins planned'); END;
        CREATE TRIGGER delivery_transition BEFORE UPDATE ON delivery
            WHEN OLD.state <> NEW.state
                AND NOT EXISTS (SELECT 1 FROM edge WHERE source = OLD.state AND target = NEW.state)
            BEGIN SELECT RAISE(ABORT, 'no such transition'); END;
        CREATE TRIGGER delivery_posted BEFORE UPDATE ON delivery WHEN OLD.state = 'posted'
            BEGIN SELECT RAISE(ABORT, 'what is posted does not change'); END;
        CREATE TRIGGER delivery_planned_posted BEFORE UPDATE ON delivery
            WHEN OLD.state = 'planned' AND NEW.state = 'posted' AND OLD.visible_since IS NULL
            BEGIN SELECT RAISE(ABORT, 'nothing is posted that was not sent'); END;
        CREATE TRIGGER delivery_names BEFORE UPDATE ON delivery
            WHEN OLD.id <> NEW.id OR OLD.account <> NEW.account OR OLD.post <> NEW.post
                OR OLD.occurrence <> NEW.occurrence OR OLD.key <> NEW.key
                OR (OLD.begun IS NOT NULL AND NEW.begun IS NOT OLD.begun)
                OR (OLD.visible_since IS NOT NULL AND NEW.visible_since IS NOT OLD.visible_since)
            BEGIN SELECT RAISE(ABORT, 'what names a delivery does not change'); END;
        CREATE TRIGGER delivery_frozen BEFORE UPDATE ON delivery
            WHEN OLD.state IN ('sending', 'unknown') AND NEW.state IN ('sending', 'unknown')
                AND (NEW.request IS NOT OLD.request OR NEW.message IS NOT OLD.message OR NEW.step IS NOT OLD.step
                    OR NEW.step_first_sent IS NOT OLD.step_first_sent)
            BEGIN SELECT RAISE(ABORT, 'what was sent does not change'); END;
        CREATE TRIGGER delivery_kept BEFORE DELETE ON delivery
            BEGIN SELECT RAISE(ABORT, 'deliveries are kept'); END;

        CREATE TRIGGER attempt_unchanged BEFORE UPDATE ON attempt
            BEGIN SELECT RAISE(ABORT, 'records do not change'); END;
        CREATE TRIGGER attempt_kept BEFORE DELETE ON attempt
            BEGIN SELECT RAISE(ABORT, 'records are kept'); END;
        CREATE TRIGGER edge_fixed_insert BEFORE INSERT ON edge
            BEGIN SELECT RAISE(ABORT, 'transitions are fixed'); END;
        CREATE TRIGGER edge_fixed_update BEFORE UPDATE ON edge
            BEGIN SELECT RAISE(ABORT, 'transitions are fixed'); END;
        CREATE TRIGGER edge_fixed_delete BEFORE DELETE ON edge
            BEGIN SELECT RAISE(ABORT, 'transitions are fixed'); END;
        """
}
