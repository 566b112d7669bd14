import type { StatementSync } from 'node:sqlite';
import type { LogDraft } from '../../room/system-entries.ts';
import type { FileHash } from '../../../src-shared/protocol/files.ts';
import type { Role } from '../../../src-shared/protocol/roles.ts';
import type { Status } from '../../../src-shared/protocol/status.ts';
import type { AccountId, InviteId } from '../../../src-shared/protocol/ids.ts';
import type { Account, AccountStore } from '../../room/ports.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import { deviceTable } from './device-table.ts';
import type { LogProjection } from './log-projection.ts';

const statements = {
  list: `
    SELECT account, name, name_key, last_seen_at, password_hash IS NOT NULL AS has_password,
      is_guest, role, invite, is_muted, muted_until, status, reads_from_id AS fromId, reads_from_seq AS fromSeq,
      p.hash AS picture, p.size AS pictureBytes
    FROM account LEFT JOIN picture p ON p.owner = account ORDER BY number`,
  hasName: 'SELECT 1 FROM account WHERE name_key = ?',
  guestName: 'SELECT 1 FROM account WHERE account = ? AND is_guest = 1 AND name_key >= char(32)',
  create: `
    INSERT INTO account
      (account, name, name_key, password_hash, is_guest, role, invite, reads_from_id, reads_from_seq)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  setReadsFrom: 'UPDATE account SET reads_from_id = ?, reads_from_seq = ? WHERE account = ?',
  owner: "SELECT 1 FROM account WHERE role = 'owner'",
  setRole: 'UPDATE account SET role = ? WHERE account = ?',
  endOwner: `
    UPDATE account SET role = 'moderator' WHERE role = 'owner' AND account <> :next
      AND EXISTS (SELECT 1 FROM account WHERE account = :next)`,
  mute: 'UPDATE account SET is_muted = ?, muted_until = ? WHERE account = ?',
  setStatus: 'UPDATE account SET status = ? WHERE account = ? AND is_guest = 0',
  readRoomPassword: 'SELECT password_hash FROM room',
  freeName: 'UPDATE account SET name_key = ? WHERE account = ?',
  readPasswordHash: 'SELECT password_hash FROM account WHERE account = ?',
  changePassword: 'UPDATE account SET password_hash = ? WHERE account = ? AND is_guest = 0',
  saveLastSeen: 'UPDATE account SET last_seen_at = ? WHERE account = ?',
};

export type AccountTable = AccountStore & LogProjection & { list(): Account[] };

/** Accounts as the log's entries have made them, and what opens them, in SQL. */
export function accountTable(kept: KeptDatabase): AccountTable {
  const sql = prepareAll(kept.database, statements);
  const devices = deviceTable(kept);
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
        ...(row['status'] === null ? {} : { status: JSON.parse(String(row['status'])) as Status }),
        ...(row['picture'] === null
          ? {}
          : { picture: { hash: row['picture'] as FileHash, size: Number(row['pictureBytes']) } }),
        ...(row['fromId'] === null
          ? {}
          : { readsFrom: { id: Number(row['fromId']), seq: Number(row['fromSeq']) } }),
        ...(row['is_muted'] === 1 ? { muted: mutedOf(row['muted_until']) } : {}),
      })),
    /** Of two that want one name at once, at whatever hosts, the first in the log has it (R1.3). */
    refuse(draft) {
      switch (draft.type) {
        case 'account-made':
          return sql.hasName.get(draft.nameKey) ? 'name-taken' : undefined;
        case 'name-freed':
          return sql.guestName.get(draft.account) ? undefined : 'name-taken';
        default:
          return devices.refuse(draft);
      }
    },
    follow(draft, place) {
      followAccount(sql, draft);
      devices.follow(draft, place);
    },
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
    ...devices.store,
    saveLastSeen: (account, at, device) =>
      kept.write(() => {
        sql.saveLastSeen.run(at, account);
        if (device !== undefined) devices.seen(at, account, device);
      }),
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
      const from = readsFromColumns(draft.readsFrom);
      sql.create.run(account, name, nameKey, hash, Number(isGuest), ...by, ...from);
      return;
    }
    case 'guest-returned':
      sql.setReadsFrom.run(...readsFromColumns(draft.readsFrom), draft.account);
      return;
    case 'role-set':
      sql.setRole.run(draft.role === 'member' ? null : draft.role, draft.account);
      return;
    case 'handed-over':
      sql.endOwner.run({ next: draft.account });
      sql.setRole.run('owner', draft.account);
      return;
    case 'muted':
      sql.mute.run(1, draft.until ?? null, draft.account);
      return;
    case 'unmuted':
      sql.mute.run(0, null, draft.account);
      return;
    case 'status-set':
      sql.setStatus.run(draft.status ? JSON.stringify(draft.status) : null, draft.account);
      return;
    case 'name-freed':
      sql.freeName.run(releasedKey(draft.account), draft.account);
      return;
    case 'password-changed':
      sql.changePassword.run(draft.secret.passwordHash ?? null, draft.account);
      return;
    default:
  }
}

function readsFromColumns(from: Account['readsFrom']) {
  return [from?.id ?? null, from?.seq ?? null] as const;
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
