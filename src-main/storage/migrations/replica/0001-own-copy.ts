import type { Migration } from '../../sqlite/migrate.ts';

/** "OdaP" */
export const replicaApplicationId = 0x4f646150;

export const ownCopy: Migration = {
  version: 1,
  up: (database) =>
    database.exec(`
      PRAGMA application_id = ${replicaApplicationId};

      CREATE TABLE profile (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        device TEXT NOT NULL,
        device_secret TEXT NOT NULL
      ) STRICT;

      CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

      -- copy: the number under which this room's entries, members and conversations are kept. A full
      -- resync gives the room another one and leaves the old rows to be removed bit by bit.
      CREATE TABLE room (
        key INTEGER PRIMARY KEY,
        room TEXT NOT NULL UNIQUE,
        copy INTEGER NOT NULL UNIQUE CHECK (copy BETWEEN 1 AND 8191),
        name TEXT NOT NULL,
        epoch TEXT NOT NULL,
        account TEXT NOT NULL,
        own_name TEXT NOT NULL,
        hosted INTEGER NOT NULL,
        host TEXT NOT NULL,
        port INTEGER NOT NULL,
        token TEXT,
        synced_to INTEGER NOT NULL,
        older_bytes INTEGER NOT NULL DEFAULT 0,
        last_opened_at INTEGER NOT NULL,
        open INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE removed_copy (copy INTEGER PRIMARY KEY) STRICT;

      CREATE TABLE outbox (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        room INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
        cid TEXT NOT NULL,
        conversation TEXT NOT NULL,
        text TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        refusal TEXT,
        UNIQUE (room, cid)
      ) STRICT;

      CREATE TABLE member (
        copy INTEGER NOT NULL,
        account TEXT NOT NULL,
        name TEXT NOT NULL,
        last_seen_at INTEGER,
        PRIMARY KEY (copy, account)
      ) STRICT, WITHOUT ROWID;

      -- A short number for an account of a room, so that a million entries stay small.
      CREATE TABLE person (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        copy INTEGER NOT NULL,
        account TEXT NOT NULL,
        UNIQUE (copy, account)
      ) STRICT;

      CREATE TABLE conversation (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        copy INTEGER NOT NULL,
        name TEXT NOT NULL,
        first_seq INTEGER NOT NULL DEFAULT 0,
        last_seq INTEGER NOT NULL DEFAULT 0,
        read_seq INTEGER NOT NULL DEFAULT 0,
        unread INTEGER NOT NULL DEFAULT 0,
        last_message INTEGER,
        draft TEXT NOT NULL DEFAULT '',
        UNIQUE (copy, name)
      ) STRICT;

      -- place: copy * 2^40 + position in the room's log. kind: 1 message, 2 joined, 3 left.
      -- others: 1 for a message of somebody else. folded: what is searched, for messages only.
      CREATE TABLE entry (
        place INTEGER PRIMARY KEY,
        conversation INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        kind INTEGER NOT NULL CHECK (kind IN (1, 2, 3)),
        others INTEGER NOT NULL,
        person INTEGER NOT NULL,
        at INTEGER NOT NULL,
        folded TEXT CHECK ((folded IS NULL) = (kind <> 1)),
        cid TEXT,
        body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX entry_by_seq ON entry (conversation, seq, others);
      CREATE INDEX message_by_person ON entry (person) WHERE kind = 1;

      -- What a run of 4,096 places holds (number: place / 4096), so that a search skips most of them.
      CREATE TABLE block (
        number INTEGER PRIMARY KEY,
        oldest_at INTEGER NOT NULL,
        newest_at INTEGER NOT NULL,
        grams INTEGER NOT NULL
      ) STRICT;

      -- One and two letters that occur in the messages of a block.
      CREATE TABLE gram (
        gram TEXT NOT NULL,
        block INTEGER NOT NULL,
        PRIMARY KEY (gram, block)
      ) STRICT, WITHOUT ROWID;

      -- 'stale' where a program without full text wrote after one that had it.
      CREATE TABLE text_index (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        state TEXT NOT NULL CHECK (state IN ('missing', 'complete', 'stale'))
      ) STRICT;
      INSERT INTO text_index VALUES (1, 'missing');
    `),
};
