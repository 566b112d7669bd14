import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AccountId, DeviceId } from '../../../src-shared/protocol/ids.ts';
import type {
  Account,
  DeviceProof,
  NewAccount,
  PasswordChange,
  TokenRecord,
  TokenReplacement,
} from '../../room/ports.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { releasedKey } from './released-key.ts';

/** Accounts, the devices that belong to them and their resume tokens, in SQL. */
export class AccountTable {
  readonly #list: StatementSync;
  readonly #create: StatementSync;
  readonly #releaseName: StatementSync;
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

  constructor(database: DatabaseSync) {
    this.#list = database.prepare(`
      SELECT account, name, name_key, last_seen_at, password_hash IS NOT NULL AS has_password,
        is_guest
      FROM account ORDER BY number`);
    this.#create = database.prepare(`
      INSERT INTO account (account, name, name_key, password_hash, is_guest) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (name_key) DO NOTHING`);
    this.#releaseName = database.prepare(
      'UPDATE account SET name_key = ? WHERE account = ? AND is_guest = 1',
    );
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
      `INSERT OR REPLACE INTO token
        (account, device, token_hash, expires_at) VALUES (?, ?, ?, ?)`,
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

  list(): Account[] {
    return this.#list.all().map((row) => ({
      account: row['account'] as AccountId,
      name: String(row['name']),
      nameKey: String(row['name_key']),
      ...(row['last_seen_at'] === null ? {} : { lastSeenAt: Number(row['last_seen_at']) }),
      hasPassword: row['has_password'] === 1,
      isGuest: row['is_guest'] === 1,
    }));
  }

  create(added: NewAccount): 'created' | 'name-taken' {
    const { account, name, nameKey, passwordHash = null, isGuest } = added;
    const { changes } = this.#create.run(account, name, nameKey, passwordHash, isGuest ? 1 : 0);
    return changes === 1 ? 'created' : 'name-taken';
  }

  releaseName(account: AccountId): void {
    this.#releaseName.run(releasedKey(account), account);
  }

  readPasswordHash(account: AccountId): string | undefined {
    const hash = this.#readPasswordHash.get(account)?.['password_hash'];
    return typeof hash === 'string' ? hash : undefined;
  }

  changePassword({ passwordHash, ...proof }: PasswordChange): void {
    this.#changePassword.run(passwordHash ?? null, proof.account);
    this.#forgetDevices.run(proof.account);
    this.#endOtherTokens.run(proof.account, proof.device);
    this.saveDevice(proof, passwordHash);
  }

  saveDevice({ account, device, keyHash }: DeviceProof, passwordHash?: string): void {
    this.#saveDevice.run({
      account,
      device,
      keyHash,
      passwordHash: passwordHash ?? null,
      most: limits.devicesPerAccount,
    });
  }

  hasDevice({ account, device, keyHash }: DeviceProof): boolean {
    return this.#hasDevice.get(account, device, keyHash) !== undefined;
  }

  saveToken({ account, device, tokenHash, expiresAt }: TokenRecord): void {
    this.#saveToken.run(account, device, tokenHash, expiresAt);
    this.#forgetTokens.run({ account, device, most: limits.devicesPerAccount });
  }

  replaceToken({ device, tokenHash, now, next }: TokenReplacement): AccountId | undefined {
    const used = { device, hash: tokenHash, now };
    const row = this.#replaceToken.get({
      ...used,
      next: next.tokenHash,
      nextExpiresAt: next.expiresAt,
    });
    return row?.['account'] as AccountId | undefined;
  }

  confirmToken(account: AccountId, device: DeviceId): void {
    this.#confirmToken.run(account, device);
  }

  endToken(account: AccountId, device: DeviceId): void {
    this.#endToken.run(account, device);
  }

  saveLastSeen(account: AccountId, at: number): void {
    this.#saveLastSeen.run(at, account);
  }
}
