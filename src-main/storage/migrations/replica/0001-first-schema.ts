import type { Migration } from '../../sqlite/migrate.ts';

/** "OdaP" */
export const replicaApplicationId = 0x4f646150;

export const firstSchema: Migration = {
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
        pin TEXT NOT NULL,
        token TEXT,
        synced_to INTEGER NOT NULL,
        older_bytes INTEGER NOT NULL DEFAULT 0,
        last_opened_at INTEGER NOT NULL,
        seen_id INTEGER NOT NULL DEFAULT 0,
        seen_at INTEGER NOT NULL DEFAULT 0,
        open INTEGER NOT NULL,
        announced INTEGER NOT NULL,
        port_mapped INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE removed_copy (copy INTEGER PRIMARY KEY) STRICT;

      -- said: the request without where it goes, as a JSON object.
      CREATE TABLE outbox (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        room INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
        cid TEXT NOT NULL,
        conversation TEXT NOT NULL,
        said TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        refusal TEXT,
        UNIQUE (room, cid)
      ) STRICT;

      -- What waits in the room to be sent at a time, as it was listed last (JSON).
      CREATE TABLE later_copy (
        room INTEGER PRIMARY KEY REFERENCES room ON DELETE CASCADE,
        messages TEXT NOT NULL
      ) STRICT;

      CREATE TABLE contact (
        room INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
        account TEXT NOT NULL,
        note TEXT NOT NULL,
        favourite INTEGER NOT NULL,
        blocked INTEGER NOT NULL,
        muted INTEGER NOT NULL,
        PRIMARY KEY (room, account)
      ) STRICT, WITHOUT ROWID;

      -- muted_until: none if a muted one stays so until the person ends it.
      CREATE TABLE attention (
        room INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
        conversation TEXT NOT NULL,
        level TEXT NOT NULL CHECK (level IN ('all', 'mentions', 'nothing')),
        is_muted INTEGER NOT NULL,
        muted_until INTEGER,
        PRIMARY KEY (room, conversation)
      ) STRICT, WITHOUT ROWID;

      -- Files that lie on this disk; at: when the last message that is known to have it was said.
      CREATE TABLE file_copy (
        hash TEXT NOT NULL,
        room INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
        at INTEGER NOT NULL,
        PRIMARY KEY (hash, room)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX file_copy_by_room ON file_copy (room, at);

      -- Where the person has saved one, outside of this folder; size, changed_at: of what was written there.
      CREATE TABLE saved_file (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        room INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
        hash TEXT NOT NULL,
        path TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        UNIQUE (room, hash)
      ) STRICT;

      -- members: account ids as JSON.
      CREATE TABLE contact_group (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        room INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
        contact_group TEXT NOT NULL,
        name TEXT NOT NULL,
        members TEXT NOT NULL,
        UNIQUE (room, contact_group)
      ) STRICT;

      CREATE TABLE group_message (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        room INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
        contact_group TEXT NOT NULL,
        text TEXT NOT NULL,
        at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX group_message_by_group ON group_message (room, contact_group);

      -- seq: NULL until the room is heard to have it, 0 where it has it under a number that is not known.
      CREATE TABLE group_message_copy (
        message INTEGER NOT NULL REFERENCES group_message ON DELETE CASCADE,
        position INTEGER NOT NULL,
        room INTEGER NOT NULL,
        account TEXT NOT NULL,
        conversation TEXT NOT NULL,
        cid TEXT NOT NULL,
        seq INTEGER,
        PRIMARY KEY (message, position),
        UNIQUE (room, cid)
      ) STRICT, WITHOUT ROWID;

      -- What the person has put aside; account, at: of the message that had this number then.
      CREATE TABLE saved_message (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        room INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
        conversation TEXT NOT NULL,
        seq INTEGER NOT NULL,
        account TEXT NOT NULL,
        at INTEGER NOT NULL,
        UNIQUE (room, conversation, seq)
      ) STRICT;

      CREATE TABLE member (
        copy INTEGER NOT NULL,
        account TEXT NOT NULL,
        name TEXT NOT NULL,
        guest INTEGER NOT NULL DEFAULT 0,
        role TEXT,
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
        mentions INTEGER NOT NULL DEFAULT 0,
        last_message INTEGER,
        delivered_seq INTEGER NOT NULL DEFAULT 0,
        -- The first number that the room gives this person, as far as that is known.
        oldest_seq INTEGER NOT NULL DEFAULT 1,
        draft TEXT NOT NULL DEFAULT '',
        UNIQUE (copy, name)
      ) STRICT;

      -- Group conversations and topics; members: account ids as JSON. topic: what a topic has besides, as JSON.
      CREATE TABLE group_conversation (
        copy INTEGER NOT NULL,
        conversation TEXT NOT NULL,
        name TEXT NOT NULL,
        owner TEXT NOT NULL,
        members TEXT NOT NULL,
        first_seq INTEGER NOT NULL,
        read_only INTEGER NOT NULL,
        standing TEXT NOT NULL CHECK (standing IN ('member', 'left')),
        topic TEXT,
        -- How long what is said there stays, if not as the room has it (JSON).
        keep TEXT,
        PRIMARY KEY (copy, conversation)
      ) STRICT, WITHOUT ROWID;

      -- A short number for a kind of entry; who: the field of its entries that names an account first of all. Whatever
      -- else is stored gets the next number, without a migration.
      CREATE TABLE kind (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        who TEXT NOT NULL,
        UNIQUE (name, who)
      ) STRICT;
      INSERT INTO kind VALUES (1, 'message', 'from'), (2, 'message-pinned', 'by');

      -- place: copy * 2^40 + position in the room's log. others: 1 for a message of somebody
      -- else, 2 if it mentions this person, 3 if it holds one of this person's words and does not. folded: what is
      -- searched, for messages only. target: the number of the message that it changes. rest: the fields that have no
      -- column of their own, as a JSON object. shown: the same as people see it, if that differs. pinned: 1 while it is.
      -- question: 1 if it ends with one. answers: the number of the message that it answers.
      -- files: of which kinds it has files with it, a bit for each.
      CREATE TABLE entry (
        place INTEGER PRIMARY KEY,
        conversation INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        others INTEGER NOT NULL,
        person INTEGER NOT NULL,
        at INTEGER NOT NULL,
        folded TEXT CHECK ((folded IS NULL) = (kind <> 1)),
        cid TEXT,
        target INTEGER,
        rest TEXT NOT NULL,
        shown TEXT,
        pinned INTEGER,
        question INTEGER,
        answers INTEGER,
        files INTEGER
      ) STRICT;
      CREATE INDEX entry_by_seq ON entry (conversation, seq, others);
      CREATE INDEX entry_shown ON entry (conversation, seq) WHERE target IS NULL OR kind = 2;
      CREATE INDEX entry_by_target ON entry (conversation, target, seq) WHERE target IS NOT NULL;
      CREATE INDEX entry_mention ON entry (place) WHERE others = 2;
      CREATE INDEX entry_question ON entry (place) WHERE question = 1;
      CREATE INDEX entry_answer ON entry (place, conversation, answers) WHERE answers IS NOT NULL;
      CREATE INDEX entry_pinned ON entry (conversation, seq) WHERE pinned = 1;
      CREATE INDEX entry_files_by_seq ON entry (conversation, seq) WHERE files IS NOT NULL;

      -- What is derived from entries, as it was last made; what is missing here is made anew at the next start.
      CREATE TABLE projection (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    `),
};
