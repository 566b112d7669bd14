import type { Migration } from '../../sqlite/migrate.ts';

export const peopleAndGroups: Migration = {
  version: 2,
  up: (database) =>
    database.exec(`
      ALTER TABLE member ADD COLUMN guest INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE conversation ADD COLUMN delivered_seq INTEGER NOT NULL DEFAULT 0;

      -- Group conversations; members: account ids as JSON.
      CREATE TABLE group_conversation (
        copy INTEGER NOT NULL,
        conversation TEXT NOT NULL,
        name TEXT NOT NULL,
        owner TEXT NOT NULL,
        members TEXT NOT NULL,
        first_seq INTEGER NOT NULL,
        standing TEXT NOT NULL CHECK (standing IN ('member', 'left')),
        PRIMARY KEY (copy, conversation)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE contact (
        room INTEGER NOT NULL REFERENCES room ON DELETE CASCADE,
        account TEXT NOT NULL,
        note TEXT NOT NULL,
        favourite INTEGER NOT NULL,
        blocked INTEGER NOT NULL,
        muted INTEGER NOT NULL,
        PRIMARY KEY (room, account)
      ) STRICT, WITHOUT ROWID;

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

      -- kind: 1 message, 2 joined, 3 left, 4 added, 5 removed, 6 renamed; not bounded, so that the next kind
      -- needs no new table. The full-text index knows it by its name and its places, which stay.
      CREATE TABLE entry_of_any_kind (
        place INTEGER PRIMARY KEY,
        conversation INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        kind INTEGER NOT NULL CHECK (kind > 0),
        others INTEGER NOT NULL,
        person INTEGER NOT NULL,
        at INTEGER NOT NULL,
        folded TEXT CHECK ((folded IS NULL) = (kind <> 1)),
        cid TEXT,
        body TEXT NOT NULL
      ) STRICT;
      INSERT INTO entry_of_any_kind
          (place, conversation, seq, kind, others, person, at, folded, cid, body)
        SELECT place, conversation, seq, kind, others, person, at, folded, cid, body
        FROM entry ORDER BY place;
      DROP TABLE entry;
      ALTER TABLE entry_of_any_kind RENAME TO entry;
      CREATE INDEX entry_by_seq ON entry (conversation, seq, others);
      CREATE INDEX message_by_person ON entry (person) WHERE kind = 1;
    `),
};
