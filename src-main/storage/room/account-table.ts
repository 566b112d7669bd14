import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { AccountId, DeviceId } from '../../../src-shared/protocol/ids.ts';
import type {
  Account,
  AccountStore,
  DeviceProof,
  TokenRecord,
  TokenReplacement,
} from '../../room/ports.ts';
import type { LogDraft, SystemDraftOf } from '../../room/system-entries.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import type { LogProjection } from './log-projection.ts';

/** Accounts as the log's entries have made them, the devices that belong to them and their resume tokens, in SQL. */
export class AccountTable implements AccountStore, LogProjection {
  readonly #kept: KeptDatabase;
  readonly #list: StatementSync;
  readonly #hasName: StatementSync;
  readonly #guestName: StatementSync;
  readonly #create: StatementSync;
  readonly #freeName: StatementSync;
  readonly #readPasswordHash: StatementSync;
  readonly #changePassword: StatementSync;
  readonly #forgetDevices: StatementSync;
  readonly #endOtherTokens: StatementSync;
  readonly #saveDevice: StatementSync;
  readonly #hasDevice: StatementSync;
  readonly #saveToken: StatementSync;
  readonly #forgetTokens: StatementSync;
  readonly #replaceToken: StatementSync;
  readonly #confirmToken: StatementSync;
  readonly #endToken: StatementSync;
  readonly #saveLastSeen: StatementSync;

  constructor(kept: KeptDatabase) {
    const { database } = kept;
    this.#kept = kept;
    this.#list = database.prepare(`
      SELECT account, name, name_key, last_seen_at, password_hash IS NOT NULL AS has_password,
        is_guest
      FROM account ORDER BY number`);
    this.#hasName = database.prepare('SELECT 1 FROM account WHERE name_key = ?');
    this.#guestName = database.prepare(
      'SELECT 1 FROM account WHERE account = ? AND is_guest = 1 AND name_key >= char(32)',
    );
    this.#create = database.prepare(
      'INSERT INTO account (account, name, name_key, password_hash, is_guest) VALUES (?, ?, ?, ?, ?)',
    );
    this.#freeName = database.prepare('UPDATE account SET name_key = ? WHERE account = ?');
    this.#readPasswordHash = database.prepare(
      'SELECT password_hash FROM account WHERE account = ?',
    );
    this.#changePassword = database.prepare(
      'UPDATE account SET password_hash = ? WHERE account = ? AND is_guest = 0',
    );
    this.#forgetDevices = database.prepare('DELETE FROM device WHERE account = ?');
    this.#endOtherTokens = database.prepare('DELETE FROM token WHERE account = ? AND device <> ?');
    this.#saveDevice = database.prepare(
      `INSERT OR REPLACE INTO device (account, device, key_hash)
        SELECT :account, :device, :keyHash WHERE :most >
          (SELECT count(*) FROM device WHERE account = :account AND device <> :device)
        AND (SELECT password_hash FROM account WHERE account = :account) IS :passwordHash`,
    );
    this.#hasDevice = database.prepare(
      'SELECT 1 FROM device WHERE account = ? AND device = ? AND key_hash = ?',
    );
    this.#saveToken = database.prepare(
      `INSERT OR REPLACE INTO token (account, device, token_hash, expires_at)
        SELECT :account, :device, :tokenHash, :expiresAt
        WHERE (SELECT password_hash FROM account WHERE account = :account) IS :passwordHash`,
    );
    this.#forgetTokens = database.prepare(
      `DELETE FROM token WHERE account = :account AND device <> :device AND device NOT IN
        (SELECT device FROM token WHERE account = :account AND device <> :device
          ORDER BY expires_at DESC LIMIT :most - 1)`,
    );
    this.#replaceToken = database.prepare(
      `UPDATE token SET token_hash = :next, expires_at = :nextExpiresAt, previous_hash = :hash,
          previous_expires_at = iif(token_hash = :hash, expires_at, previous_expires_at)
        WHERE device = :device AND :hash IN (token_hash, previous_hash)
          AND iif(token_hash = :hash, expires_at, previous_expires_at) > :now
        RETURNING account`,
    );
    this.#confirmToken = database.prepare(
      `UPDATE token SET previous_hash = NULL, previous_expires_at = NULL
        WHERE account = ? AND device = ?`,
    );
    this.#endToken = database.prepare('DELETE FROM token WHERE account = ? AND device = ?');
    this.#saveLastSeen = database.prepare('UPDATE account SET last_seen_at = ? WHERE account = ?');
  }

  /** Within a transaction, or a read. */
  list(): Account[] {
    return this.#list.all().map((row) => ({
      account: row['account'] as AccountId,
      name: String(row['name']),
      nameKey: isReleased(row['name_key']) ? undefined : String(row['name_key']),
      ...(row['last_seen_at'] === null ? {} : { lastSeenAt: Number(row['last_seen_at']) }),
      hasPassword: row['has_password'] === 1,
      isGuest: row['is_guest'] === 1,
    }));
  }

  /** Of two that want one name at once, at whatever hosts, the first in the log has it (R1.3). */
  refuse(draft: LogDraft): 'name-taken' | undefined {
    const isTaken =
      (draft.type === 'account-made' && this.#hasName.get(draft.nameKey) !== undefined) ||
      (draft.type === 'name-freed' && this.#guestName.get(draft.account) === undefined);
    return isTaken ? 'name-taken' : undefined;
  }

  follow(draft: LogDraft): void {
    switch (draft.type) {
      case 'account-made': {
        const { account, name, nameKey, isGuest, secret } = draft;
        const hash = secret?.passwordHash ?? null;
        this.#create.run(account, name, nameKey, hash, isGuest ? 1 : 0);
        return;
      }
      case 'name-freed':
        this.#freeName.run(releasedKey(draft.account), draft.account);
        return;
      case 'password-changed':
        this.#followPassword(draft);
        return;
      default:
    }
  }

  readPasswordHash(account: AccountId): Promise<string | undefined> {
    return this.#kept.read(() => {
      const hash = this.#readPasswordHash.get(account)?.['password_hash'];
      return typeof hash === 'string' ? hash : undefined;
    });
  }

  saveDevice(proof: DeviceProof, passwordHash?: string): Promise<void> {
    return this.#kept.write(() => {
      this.#saveDevice.run(deviceValues(proof, passwordHash));
    });
  }

  hasDevice({ account, device, keyHash }: DeviceProof): Promise<boolean> {
    return this.#kept.read(() => this.#hasDevice.get(account, device, keyHash) !== undefined);
  }

  saveToken(token: TokenRecord, passwordHash?: string): Promise<boolean> {
    const { account, device } = token;
    return this.#kept.write(() => {
      const { changes } = this.#saveToken.run({ ...token, passwordHash: passwordHash ?? null });
      this.#forgetTokens.run({ account, device, most: limits.devicesPerAccount });
      return changes > 0;
    });
  }

  replaceToken({ device, tokenHash, now, next }: TokenReplacement): Promise<AccountId | undefined> {
    const used = { device, hash: tokenHash, now };
    const replacement = { ...used, next: next.tokenHash, nextExpiresAt: next.expiresAt };
    return this.#kept.write(
      () => this.#replaceToken.get(replacement)?.['account'] as AccountId | undefined,
    );
  }

  confirmToken(account: AccountId, device: DeviceId): Promise<void> {
    return this.#run(this.#confirmToken, account, device);
  }

  endToken(account: AccountId, device: DeviceId): Promise<void> {
    return this.#run(this.#endToken, account, device);
  }

  saveLastSeen(account: AccountId, at: number): Promise<void> {
    return this.#run(this.#saveLastSeen, at, account);
  }

  /** From now on this device alone is known, and all tokens of others are worth nothing. */
  #followPassword({ account, device, secret }: SystemDraftOf<'password-changed'>): void {
    const { passwordHash, keyHash } = secret;
    this.#changePassword.run(passwordHash ?? null, account);
    this.#forgetDevices.run(account);
    this.#endOtherTokens.run(account, device);
    this.#saveDevice.run(deviceValues({ account, device, keyHash }, passwordHash));
  }

  #run(statement: StatementSync, ...values: SQLInputValue[]): Promise<void> {
    return this.#kept.write(() => {
      statement.run(...values);
    });
  }
}

/** The key of a guest whose name is free: no name holds a line feed, so nobody can claim it. */
function releasedKey(account: AccountId): string {
  return `\n${account}`;
}

function isReleased(nameKey: unknown): boolean {
  return typeof nameKey === 'string' && nameKey.startsWith('\n');
}

function deviceValues({ account, device, keyHash }: DeviceProof, passwordHash: string | undefined) {
  const most = limits.devicesPerAccount;
  return { account, device, keyHash, passwordHash: passwordHash ?? null, most };
}
