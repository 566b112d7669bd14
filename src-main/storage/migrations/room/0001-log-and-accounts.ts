import type { Migration } from '../../sqlite/migrate.ts';

/** "OdaR" */
export const roomApplicationId = 0x4f646152;

export const logAndAccounts: Migration = {
  version: 1,
  up: (database) =>
    database.exec(`
      PRAGMA application_id = ${roomApplicationId};

      CREATE TABLE room (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        room TEXT NOT NULL,
        name TEXT NOT NULL,
        epoch TEXT NOT NULL
      ) STRICT;

      CREATE TABLE conversation (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        last_seq INTEGER NOT NULL,
        last_id INTEGER NOT NULL
      ) STRICT;

      -- The direct conversations of an account, in the order in which they are listed.
      CREATE TABLE direct_member (
        account TEXT NOT NULL,
        name TEXT NOT NULL,
        conversation INTEGER NOT NULL REFERENCES conversation,
        PRIMARY KEY (account, name)
      ) STRICT, WITHOUT ROWID;

      -- kind: 1 message, 2 joined, 3 left. body: the text, the name, the reason.
      CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        conversation INTEGER NOT NULL REFERENCES conversation,
        seq INTEGER NOT NULL,
        kind INTEGER NOT NULL CHECK (kind IN (1, 2, 3)),
        account TEXT NOT NULL,
        at INTEGER NOT NULL,
        cid TEXT CHECK ((cid IS NULL) = (kind <> 1)),
        body TEXT NOT NULL,
        UNIQUE (conversation, seq)
      ) STRICT;
      -- The cid first: where it begins with the time, as ours do, all accounts write the same few pages.
      CREATE UNIQUE INDEX entry_by_cid ON entry (cid, account) WHERE cid IS NOT NULL;

      CREATE TABLE account (
        number INTEGER PRIMARY KEY,
        account TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE,
        password_hash TEXT,
        last_seen_at INTEGER
      ) STRICT;

      CREATE TABLE device (
        account TEXT NOT NULL,
        device TEXT NOT NULL,
        key_hash TEXT NOT NULL,
        PRIMARY KEY (account, device)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE token (
        device TEXT PRIMARY KEY,
        account TEXT NOT NULL,
        token_hash TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        previous_hash TEXT,
        previous_expires_at INTEGER
      ) STRICT, WITHOUT ROWID;
    `),
};
