import type { Migration } from '../../sqlite/migrate.ts';

/** "OdaR" */
export const roomApplicationId = 0x4f646152;

export const firstSchema: Migration = {
  version: 1,
  up: (database) =>
    database.exec(`
      PRAGMA application_id = ${roomApplicationId};

      -- plain, log_texts: what the host has switched on.
      CREATE TABLE room (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        room TEXT NOT NULL,
        name TEXT NOT NULL,
        epoch TEXT NOT NULL,
        tls_key BLOB NOT NULL,
        tls_certificate BLOB NOT NULL,
        plain INTEGER NOT NULL DEFAULT 0,
        log_texts INTEGER NOT NULL DEFAULT 0,
        access TEXT NOT NULL DEFAULT 'open',
        -- As JSON; what is usual without it.
        file_terms TEXT,
        -- What the owner and moderators have set; forbidden: as JSON.
        password_hash TEXT,
        read_only INTEGER NOT NULL DEFAULT 0,
        slow_mode_seconds INTEGER NOT NULL DEFAULT 0,
        edit_seconds INTEGER NOT NULL DEFAULT 0,
        forbidden TEXT NOT NULL DEFAULT '["guest-topics"]',
        -- In days; everything without it.
        newcomers_read INTEGER,
        -- How long what is said stays, as JSON; for ever without it.
        keep TEXT
      ) STRICT;

      -- first_seq: what was before is gone by a rule.
      CREATE TABLE conversation (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        first_seq INTEGER NOT NULL DEFAULT 1,
        last_seq INTEGER NOT NULL,
        last_id INTEGER NOT NULL
      ) STRICT;

      -- The conversations of an account besides "everyone", in the order in which they are listed. first_seq:
      -- the number with which it came in, the first that it may read unless reads_from says otherwise. last_seq, last_id: of the last entry it may read, once it is out.
      CREATE TABLE conversation_member (
        account TEXT NOT NULL,
        name TEXT NOT NULL,
        conversation INTEGER NOT NULL REFERENCES conversation,
        first_seq INTEGER NOT NULL DEFAULT 1,
        last_seq INTEGER,
        last_id INTEGER,
        reads_from INTEGER,
        PRIMARY KEY (account, name)
      ) STRICT, WITHOUT ROWID;
      -- Only groups and topics: their names sort after "direct:…" and "everyone".
      CREATE INDEX group_member ON conversation_member (conversation, first_seq)
        WHERE name >= 'group:';

      -- name_key: of a topic alone, what no two of them have in common. last_message: the number of what was said last.
      CREATE TABLE group_conversation (
        conversation INTEGER PRIMARY KEY REFERENCES conversation,
        name TEXT NOT NULL,
        owner TEXT NOT NULL,
        read_only INTEGER NOT NULL DEFAULT 0,
        name_key TEXT,
        about TEXT NOT NULL DEFAULT '',
        is_archived INTEGER NOT NULL DEFAULT 0,
        last_message INTEGER,
        -- As JSON; what the room has without it.
        keep TEXT
      ) STRICT;
      CREATE UNIQUE INDEX topic_by_name ON group_conversation (name_key) WHERE name_key IS NOT NULL;

      -- A short number for a kind of entry; who: the field of its entries that names an account first of all. Whatever
      -- else is stored gets the next number, without a migration.
      CREATE TABLE kind (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        who TEXT NOT NULL,
        UNIQUE (name, who)
      ) STRICT;
      INSERT INTO kind VALUES (1, 'message', 'from');

      -- target: the number of the message that it changes. rest: the fields that have no column of their own, as a
      -- JSON object.
      CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        conversation INTEGER NOT NULL REFERENCES conversation,
        seq INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        account TEXT NOT NULL,
        at INTEGER NOT NULL,
        cid TEXT,
        target INTEGER,
        rest TEXT NOT NULL,
        UNIQUE (conversation, seq)
      ) STRICT;
      -- The cid first: where it begins with the time, as ours do, all accounts write the same few pages.
      CREATE UNIQUE INDEX entry_by_cid ON entry (cid, account) WHERE cid IS NOT NULL;

      CREATE INDEX entry_by_target ON entry (conversation, target, seq) WHERE target IS NOT NULL;

      -- By which what is gone is known when it is sent once more; hash: 128 bits of SHA-256 of place, account and cid.
      CREATE TABLE expired_cid (
        hash BLOB PRIMARY KEY,
        id INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- What is pinned now.
      CREATE TABLE pin (
        conversation INTEGER NOT NULL REFERENCES conversation,
        seq INTEGER NOT NULL,
        PRIMARY KEY (conversation, seq)
      ) STRICT, WITHOUT ROWID;

      -- How far a direct conversation has reached the account's disk, and how far it, or a group, was read there.
      CREATE TABLE receipt (
        conversation INTEGER NOT NULL REFERENCES conversation,
        account TEXT NOT NULL,
        delivered INTEGER NOT NULL,
        read INTEGER NOT NULL,
        PRIMARY KEY (conversation, account)
      ) STRICT, WITHOUT ROWID;

      -- What is sent at a time; refusal: why it could not be.
      CREATE TABLE later (
        account TEXT NOT NULL,
        cid TEXT NOT NULL,
        conversation TEXT NOT NULL,
        text TEXT NOT NULL,
        reply INTEGER,
        at INTEGER NOT NULL,
        refusal TEXT,
        PRIMARY KEY (account, cid)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX later_by_time ON later (at) WHERE refusal IS NULL;

      -- Files that somebody has offered; is_begun: it is on its way, or some of it has come; is_whole: it is on disk, and may go with a message of the account; is_used: it has gone with one since it was offered last.
      CREATE TABLE file_offer (
        hash TEXT NOT NULL,
        account TEXT NOT NULL,
        size INTEGER NOT NULL,
        at INTEGER NOT NULL,
        is_begun INTEGER NOT NULL DEFAULT 0,
        is_whole INTEGER NOT NULL DEFAULT 0,
        is_used INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (hash, account)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX file_offer_by_account ON file_offer (account, size);
      CREATE INDEX file_offer_by_time ON file_offer (at);
      -- Which messages have it with them, and when they were said; is_kept: not too old yet.
      CREATE TABLE file_use (
        conversation INTEGER NOT NULL REFERENCES conversation,
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL,
        size INTEGER NOT NULL,
        at INTEGER NOT NULL,
        is_kept INTEGER NOT NULL DEFAULT 1,
        PRIMARY KEY (conversation, seq, hash)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX file_use_by_hash ON file_use (hash, size) WHERE is_kept = 1;
      CREATE INDEX file_use_by_time ON file_use (at) WHERE is_kept = 1;

      -- owner: an account, or room.
      CREATE TABLE picture (
        owner TEXT PRIMARY KEY,
        hash TEXT NOT NULL,
        size INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX picture_by_hash ON picture (hash, size);

      CREATE TABLE account (
        number INTEGER PRIMARY KEY,
        account TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,
        password_hash TEXT,
        is_guest INTEGER NOT NULL DEFAULT 0,
        -- None of a member.
        role TEXT,
        -- By which the person has come.
        invite TEXT,
        -- muted_until: none if it is for ever.
        is_muted INTEGER NOT NULL DEFAULT 0,
        muted_until INTEGER,
        -- As JSON; one whose time is over may still be here.
        status TEXT,
        -- The first entry that it may read, and its number in "everyone"; none of who reads all.
        reads_from_id INTEGER,
        reads_from_seq INTEGER,
        last_seen_at INTEGER
      ) STRICT;
      CREATE INDEX account_by_invite ON account (invite, number) WHERE invite IS NOT NULL;

      -- Invites that were not revoked, each by the SHA-256 of its secret; who hosts can hand on its link again.
      CREATE TABLE invite (
        number INTEGER PRIMARY KEY,
        invite TEXT NOT NULL UNIQUE,
        secret TEXT NOT NULL,
        role TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        expires_at INTEGER,
        uses INTEGER,
        used INTEGER NOT NULL DEFAULT 0
      ) STRICT;

      -- Those in force; number: the entry's id. devices, addresses: as JSON.
      CREATE TABLE ban (
        number INTEGER PRIMARY KEY,
        account TEXT NOT NULL,
        made_by TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        until INTEGER,
        reason TEXT,
        devices TEXT NOT NULL,
        addresses TEXT NOT NULL,
        invite TEXT
      ) STRICT;

      -- Before which entry all was stored at that time or earlier, and how late it was by the room's own time.
      CREATE TABLE noted_time (
        entry INTEGER PRIMARY KEY,
        time INTEGER NOT NULL,
        now INTEGER NOT NULL
      ) STRICT;

      -- Which entries the record tells of.
      CREATE TABLE record (entry INTEGER PRIMARY KEY) STRICT;

      CREATE TABLE device (
        account TEXT NOT NULL,
        device TEXT NOT NULL,
        key_hash TEXT NOT NULL,
        -- What its program calls the computer.
        computer TEXT,
        since INTEGER NOT NULL,
        last_seen_at INTEGER NOT NULL,
        PRIMARY KEY (account, device)
      ) STRICT, WITHOUT ROWID;

      -- By the SHA-256 of a code somebody may set a new password, once.
      CREATE TABLE reset_code (
        account TEXT PRIMARY KEY,
        code_hash TEXT NOT NULL,
        expires_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- A token is one account's on one device: another account that names the same device has its own.
      CREATE TABLE token (
        account TEXT NOT NULL,
        device TEXT NOT NULL,
        token_hash TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        previous_hash TEXT,
        previous_expires_at INTEGER,
        PRIMARY KEY (device, account)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX token_by_account ON token (account, expires_at);
    `),
};
