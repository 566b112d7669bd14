import type { StatementSync } from 'node:sqlite';
import type { LogDraft } from '../../room/system-entries.ts';
import type { Role } from '../../../src-shared/protocol/roles.ts';
import type { AccountId, DeviceId, InviteId } from '../../../src-shared/protocol/ids.ts';
import type { Account, AccountStore, DeviceProof } from '../../room/ports.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';

const statements = {
  list: `
    SELECT account, name, name_key, last_seen_at, password_hash IS NOT NULL AS has_password,
      is_guest, role, invite, is_muted, muted_until
    FROM account ORDER BY number`,
  hasName: 'SELECT 1 FROM account WHERE name_key = ?',
  guestName: 'SELECT 1 FROM account WHERE account = ? AND is_guest = 1 AND name_key >= char(32)',
  create: `
    INSERT INTO account (account, name, name_key, password_hash, is_guest, role, invite)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
  owner: "SELECT 1 FROM account WHERE role = 'owner'",
  setRole: 'UPDATE account SET role = ? WHERE account = ?',
  endOwner: "UPDATE account SET role = 'moderator' WHERE role = 'owner' AND account <> ?",
  mute: 'UPDATE account SET is_muted = ?, muted_until = ? WHERE account = ?',
  readRoomPassword: 'SELECT password_hash FROM room',
  devicesOf: `
    SELECT device FROM token WHERE account = :account
    UNION SELECT device FROM device WHERE account = :account LIMIT :most`,
  freeName: 'UPDATE account SET name_key = ? WHERE account = ?',
  readPasswordHash: 'SELECT password_hash FROM account WHERE account = ?',
  changePassword: 'UPDATE account SET password_hash = ? WHERE account = ? AND is_guest = 0',
  forgetDevices: 'DELETE FROM device WHERE account = ?',
  endOtherTokens: 'DELETE FROM token WHERE account = ? AND device <> ?',
  saveDevice: `
    INSERT OR REPLACE INTO device (account, device, key_hash)
      SELECT :account, :device, :keyHash WHERE :most >
        (SELECT count(*) FROM device WHERE account = :account AND device <> :device)
      AND (SELECT password_hash FROM account WHERE account = :account) IS :passwordHash`,
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
  saveLastSeen: 'UPDATE account SET last_seen_at = ? WHERE account = ?',
};

export type AccountTable = AccountStore & LogProjection & { list(): Account[] };

/** Accounts as the log's entries have made them, the devices that belong to them and their resume tokens, in SQL. */
export function accountTable(kept: KeptDatabase): AccountTable {
  const sql = prepareAll(kept.database, statements);
  return {
    /** Within a transaction, or a read. */
    list: () =>
      sql.list.all().map((row) => ({
        account: row['account'] as AccountId,
        name: String(row['name']),
        nameKey: isReleased(row['name_key']) ? undefined : String(row['name_key']),
        ...(row['last_seen_at'] === null ? {} : { lastSeenAt: Number(row['last_seen_at']) }),
        hasPassword: row['has_password'] === 1,
        isGuest: row['is_guest'] === 1,
        ...(row['role'] === null ? {} : { role: row['role'] as Role }),
        ...(row['invite'] === null ? {} : { invite: row['invite'] as InviteId }),
        ...(row['is_muted'] === 1 ? { muted: mutedOf(row['muted_until']) } : {}),
      })),
    /** Of two that want one name at once, at whatever hosts, the first in the log has it (R1.3). */
    refuse(draft) {
      const isTaken =
        (draft.type === 'account-made' && sql.hasName.get(draft.nameKey) !== undefined) ||
        (draft.type === 'name-freed' && sql.guestName.get(draft.account) === undefined);
      return isTaken ? 'name-taken' : undefined;
    },
    follow: (draft) => followAccount(sql, draft),
    readPasswordHash: (account) =>
      kept.read(() => {
        const hash = sql.readPasswordHash.get(account)?.['password_hash'];
        return typeof hash === 'string' ? hash : undefined;
      }),
    readRoomPasswordHash: () =>
      kept.read(() => {
        const hash = sql.readRoomPassword.get()?.['password_hash'];
        return typeof hash === 'string' ? hash : undefined;
      }),
    devicesOf: (account) =>
      kept.read(() =>
        sql.devicesOf
          .all({ account, most: limits.marksPerBan })
          .map(({ device }) => device as DeviceId),
      ),
    saveDevice: (proof, passwordHash) =>
      kept.write(() => {
        sql.saveDevice.run(deviceValues(proof, passwordHash));
      }),
    hasDevice: ({ account, device, keyHash }) =>
      kept.read(() => sql.hasDevice.get(account, device, keyHash) !== undefined),
    saveToken: (token, passwordHash) =>
      kept.write(() => {
        const { account, device } = token;
        const { changes } = sql.saveToken.run({ ...token, passwordHash: passwordHash ?? null });
        sql.forgetTokens.run({ account, device, most: limits.devicesPerAccount });
        return changes > 0;
      }),
    replaceToken({ device, tokenHash: hash, now, next }) {
      const values = { device, hash, now, next: next.tokenHash, nextExpiresAt: next.expiresAt };
      return kept.write(() => sql.replaceToken.get(values)?.['account'] as AccountId | undefined);
    },
    confirmToken: (account, device) => kept.run(sql.confirmToken, () => [account, device]),
    endToken: (account, device) => kept.run(sql.endToken, () => [account, device]),
    saveLastSeen: (account, at) => kept.run(sql.saveLastSeen, () => [at, account]),
  };
}

/** What an entry makes of accounts, within its transaction. */
function followAccount(sql: Record<keyof typeof statements, StatementSync>, draft: LogDraft): void {
  switch (draft.type) {
    case 'account-made': {
      const { account, name, nameKey, isGuest, secret, invite } = draft;
      // Of two at once, at two hosts, the first in the log has the room.
      const role = draft.role === 'owner' && sql.owner.get() ? undefined : draft.role;
      const hash = secret?.passwordHash ?? null;
      const by = [role ?? null, invite ?? null] as const;
      sql.create.run(account, name, nameKey, hash, Number(isGuest), ...by);
      return;
    }
    case 'role-set':
      sql.setRole.run(draft.role === 'member' ? null : draft.role, draft.account);
      return;
    case 'handed-over':
      sql.endOwner.run(draft.account);
      sql.setRole.run('owner', draft.account);
      return;
    case 'muted':
      sql.mute.run(1, draft.until ?? null, draft.account);
      return;
    case 'unmuted':
      sql.mute.run(0, null, draft.account);
      return;
    case 'name-freed':
      sql.freeName.run(releasedKey(draft.account), draft.account);
      return;
    case 'password-changed': {
      const { account, device, secret } = draft;
      const { passwordHash, keyHash } = secret;
      sql.changePassword.run(passwordHash ?? null, account);
      // From now on this device alone is known, and all tokens of others are worth nothing.
      sql.forgetDevices.run(account);
      sql.endOtherTokens.run(account, device);
      sql.saveDevice.run(deviceValues({ account, device, keyHash }, passwordHash));
      return;
    }
    default:
  }
}

/** The key of a guest whose name is free: no name holds a line feed, so nobody can claim it. */
function releasedKey(account: AccountId): string {
  return `\n${account}`;
}

function mutedOf(until: unknown): { until?: number } {
  return until === null ? {} : { until: Number(until) };
}

function isReleased(nameKey: unknown): boolean {
  return typeof nameKey === 'string' && nameKey.startsWith('\n');
}

function deviceValues({ account, device, keyHash }: DeviceProof, passwordHash: string | undefined) {
  const most = limits.devicesPerAccount;
  return { account, device, keyHash, passwordHash: passwordHash ?? null, most };
}
