import type { Migration } from '../../sqlite/migrate.ts';

/** A token is one account's on one device: another account that names the same device has a token of its own. */
export const tokensOfAccounts: Migration = {
  version: 3,
  up: (database) =>
    database.exec(`
      ALTER TABLE token RENAME TO token_by_device;
      CREATE TABLE token (
        account TEXT NOT NULL,
        device TEXT NOT NULL,
        token_hash TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        previous_hash TEXT,
        previous_expires_at INTEGER,
        PRIMARY KEY (device, account)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO token (account, device, token_hash, expires_at, previous_hash, previous_expires_at)
        SELECT account, device, token_hash, expires_at, previous_hash, previous_expires_at
        FROM token_by_device;
      DROP TABLE token_by_device;
      CREATE INDEX token_by_account ON token (account, expires_at);
    `),
};
