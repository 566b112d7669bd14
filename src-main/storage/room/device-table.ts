import type { StatementSync } from 'node:sqlite';
import type { AccountId, DeviceId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { AccountStore, DeviceRecord, KnownDevice } from '../../room/ports.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';

const statements = {
  forgetOtherDevices: 'DELETE FROM device WHERE account = ? AND device <> ?',
  endOtherTokens: 'DELETE FROM token WHERE account = ? AND device <> ?',
  saveDevice: `
    INSERT INTO device (account, device, key_hash, computer, since, last_seen_at)
      SELECT :account, :device, :keyHash, :computer, :at, :at
      WHERE (SELECT password_hash FROM account WHERE account = :account) IS :passwordHash
    ON CONFLICT (account, device) DO UPDATE SET key_hash = excluded.key_hash,
      computer = coalesce(excluded.computer, computer), last_seen_at = excluded.last_seen_at`,
  forgetDevices: `
    DELETE FROM device WHERE account = :account AND device <> :device AND device NOT IN
      (SELECT device FROM device WHERE account = :account AND device <> :device
        ORDER BY last_seen_at DESC, since DESC LIMIT :most - 1)
    RETURNING device`,
  seen: 'UPDATE device SET last_seen_at = ? WHERE account = ? AND device = ?',
  listDevices: `
    SELECT device, computer, since, last_seen_at AS lastSeenAt FROM device
    WHERE account = ? ORDER BY last_seen_at DESC, since DESC`,
  knowsDevice: 'SELECT 1 FROM device WHERE account = ? AND device = ?',
  endDevice: 'DELETE FROM device WHERE account = ? AND device = ?',
  hasResetCode: 'SELECT 1 FROM reset_code WHERE account = ? AND code_hash = ? AND expires_at > ?',
  saveResetCode: `
    INSERT OR REPLACE INTO reset_code (account, code_hash, expires_at) VALUES (?, ?, ?)`,
  endResetCode: 'DELETE FROM reset_code WHERE account = ?',
  hasDevice: 'SELECT 1 FROM device WHERE account = ? AND device = ? AND key_hash = ?',
  saveToken: `
    INSERT OR REPLACE INTO token (account, device, token_hash, expires_at)
      SELECT :account, :device, :tokenHash, :expiresAt
      WHERE (SELECT password_hash FROM account WHERE account = :account) IS :passwordHash`,
  forgetTokens: `
    DELETE FROM token WHERE account = :account AND device <> :device AND device NOT IN
      (SELECT device FROM token WHERE account = :account AND device <> :device
        ORDER BY expires_at DESC LIMIT :most - 1)`,
  replaceToken: `
    UPDATE token SET token_hash = :next, expires_at = :nextExpiresAt, previous_hash = :hash,
        previous_expires_at = iif(token_hash = :hash, expires_at, previous_expires_at)
      WHERE device = :device AND :hash IN (token_hash, previous_hash)
        AND iif(token_hash = :hash, expires_at, previous_expires_at) > :now
      RETURNING account`,
  confirmToken: `
    UPDATE token SET previous_hash = NULL, previous_expires_at = NULL
    WHERE account = ? AND device = ?`,
  endToken: 'DELETE FROM token WHERE account = ? AND device = ?',
};

type DeviceStore = Omit<AccountStore, 'readPasswordHash' | 'readRoomPasswordHash' | 'saveLastSeen'>;
type DeviceTable = LogProjection & {
  store: DeviceStore;
  /** Within a transaction. */
  seen: (at: number, account: AccountId, device: DeviceId) => void;
};

/** What opens accounts besides a password: their devices, resume tokens, and codes for a new password, in SQL. */
export function deviceTable(kept: KeptDatabase): DeviceTable {
  const sql = prepareAll(kept.database, statements);
  return {
    seen: (at, account, device) => void sql.seen.run(at, account, device),
    refuse(draft) {
      switch (draft.type) {
        case 'password-changed': {
          const { resetHash } = draft.secret;
          const isUsed =
            resetHash !== undefined && !sql.hasResetCode.get(draft.account, resetHash, draft.at);
          return isUsed ? 'reset-code-wrong' : undefined;
        }
        case 'device-ended':
          return sql.knowsDevice.get(draft.account, draft.device) ? undefined : 'no-such-device';
        default:
          return undefined;
      }
    },
    /** After the account itself. */
    follow(draft) {
      switch (draft.type) {
        case 'password-changed': {
          const { account, device, secret, at } = draft;
          const { passwordHash, keyHash } = secret;
          // From now on this device alone is known, and all tokens and codes are worth nothing but its own.
          sql.forgetOtherDevices.run(account, device);
          sql.endOtherTokens.run(account, device);
          sql.endResetCode.run(account);
          sql.saveDevice.run(deviceValues({ account, device, keyHash, at }, passwordHash));
          return;
        }
        case 'device-ended':
          sql.endDevice.run(draft.account, draft.device);
          sql.endToken.run(draft.account, draft.device);
          return;
        case 'reset-code-made':
          sql.saveResetCode.run(draft.account, draft.secret.codeHash, draft.expiresAt);
          return;
        default:
      }
    },
    store: deviceStore(kept, sql),
  };
}

function deviceStore(
  kept: KeptDatabase,
  sql: Record<keyof typeof statements, StatementSync>,
): DeviceStore {
  return {
    saveDevice: (record, passwordHash) =>
      kept.write(() => {
        sql.saveDevice.run(deviceValues(record, passwordHash));
        const { account, device } = record;
        const most = limits.devicesPerAccount;
        const forgotten = sql.forgetDevices.all({ account, device, most });
        for (const row of forgotten) sql.endToken.run(account, String(row['device']));
      }),
    hasDevice: ({ account, device, keyHash }) =>
      kept.read(() => sql.hasDevice.get(account, device, keyHash) !== undefined),
    listDevices: (account) =>
      kept.read(() =>
        sql.listDevices.all(account).map((row) => {
          const { computer, ...told } = row as KnownDevice & { computer: string | null };
          return computer === null ? told : { ...told, computer };
        }),
      ),
    hasResetCode: (account, codeHash, at) =>
      kept.read(() => sql.hasResetCode.get(account, codeHash, at) !== undefined),
    saveToken: (token, passwordHash) =>
      kept.write(() => {
        const { account, device } = token;
        const { changes } = sql.saveToken.run({ ...token, passwordHash: passwordHash ?? null });
        sql.forgetTokens.run({ account, device, most: limits.devicesPerAccount });
        return changes > 0;
      }),
    replaceToken({ device, tokenHash: hash, now, next }) {
      const values = { device, hash, now, next: next.tokenHash, nextExpiresAt: next.expiresAt };
      return kept.write(() => {
        const account = sql.replaceToken.get(values)?.['account'] as AccountId | undefined;
        if (account !== undefined) sql.seen.run(now, account, device);
        return account;
      });
    },
    confirmToken: (account, device) => kept.run(sql.confirmToken, () => [account, device]),
    endToken: (account, device) => kept.run(sql.endToken, () => [account, device]),
  };
}

function deviceValues(record: DeviceRecord, passwordHash: string | undefined) {
  const { computer = null } = record;
  return { ...record, computer, passwordHash: passwordHash ?? null };
}
