import type { Migration } from '../../sqlite/migrate.ts';

export const groupsAndReceipts: Migration = {
  version: 2,
  up: (database) =>
    database.exec(`
      -- What the host has switched on.
      ALTER TABLE room ADD COLUMN plain INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE room ADD COLUMN log_texts INTEGER NOT NULL DEFAULT 0;

      ALTER TABLE account ADD COLUMN is_guest INTEGER NOT NULL DEFAULT 0;

      -- The conversations of an account besides "everyone", in the order in which they are listed. first_seq:
      -- the first number it may read. last_seq, last_id: of the last entry it may read, once it is out.
      ALTER TABLE direct_member RENAME TO conversation_member;
      ALTER TABLE conversation_member ADD COLUMN first_seq INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE conversation_member ADD COLUMN last_seq INTEGER;
      ALTER TABLE conversation_member ADD COLUMN last_id INTEGER;
      -- Only groups: their names sort after "direct:…" and "everyone".
      CREATE INDEX group_member ON conversation_member (conversation, first_seq)
        WHERE name >= 'group:';

      CREATE TABLE group_conversation (
        conversation INTEGER PRIMARY KEY REFERENCES conversation,
        name TEXT NOT NULL,
        owner TEXT NOT NULL
      ) STRICT;

      -- How far a direct conversation has reached the account's disk.
      CREATE TABLE receipt (
        conversation INTEGER NOT NULL REFERENCES conversation,
        account TEXT NOT NULL,
        delivered INTEGER NOT NULL,
        PRIMARY KEY (conversation, account)
      ) STRICT, WITHOUT ROWID;

      -- kind: 1 message, 2 joined, 3 left, 4 added, 5 removed, 6 renamed; not bounded, so that the next kind
      -- needs no new table. body: the text, the name, the reason, the account, the account, the name.
      CREATE TABLE entry_of_any_kind (
        id INTEGER PRIMARY KEY,
        conversation INTEGER NOT NULL REFERENCES conversation,
        seq INTEGER NOT NULL,
        kind INTEGER NOT NULL CHECK (kind > 0),
        account TEXT NOT NULL,
        at INTEGER NOT NULL,
        cid TEXT CHECK ((cid IS NULL) = (kind <> 1)),
        body TEXT NOT NULL,
        UNIQUE (conversation, seq)
      ) STRICT;
      INSERT INTO entry_of_any_kind (id, conversation, seq, kind, account, at, cid, body)
        SELECT id, conversation, seq, kind, account, at, cid, body FROM entry ORDER BY id;
      DROP TABLE entry;
      ALTER TABLE entry_of_any_kind RENAME TO entry;
      CREATE UNIQUE INDEX entry_by_cid ON entry (cid, account) WHERE cid IS NOT NULL;
    `),
};
