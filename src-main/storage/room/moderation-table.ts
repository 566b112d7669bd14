import type { DatabaseSync } from 'node:sqlite';
import { isOfGroup } from '../../../src-shared/protocol/entries.ts';
import { recordActs } from '../../../src-shared/protocol/moderation.ts';
import type { RecordAct } from '../../../src-shared/protocol/moderation.ts';
import type { AccountId, DeviceId, InviteId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { may, mayActOn, roleOf } from '../../../src-shared/protocol/roles.ts';
import type { Permission, Role } from '../../../src-shared/protocol/roles.ts';
import type { LogRefusal, StoredBan } from '../../room/ports.ts';
import { hostAccount } from '../../../src-shared/protocol/ids.ts';
import type { LogDraft, SystemDraft } from '../../room/system-entries.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';

const statements = {
  bans: `
    SELECT number AS ban, account, made_by AS "by", made_at AS at, until, reason, devices,
      addresses, invite
    FROM ban ORDER BY number`,
  countBans: 'SELECT count(*) AS count FROM ban WHERE until IS NULL OR until > ?',
  hasBan: 'SELECT 1 FROM ban WHERE number = ?',
  ban: `
    INSERT INTO ban (number, account, made_by, made_at, until, reason, devices, addresses, invite)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  forgetEnded: 'DELETE FROM ban WHERE until <= ?',
  lift: 'DELETE FROM ban WHERE number = ?',
  record: 'INSERT INTO record (entry) VALUES (?)',
};

export type ModerationTable = LogProjection & { bans(): StoredBan[] };

type ModerationDraft = Extract<SystemDraft, { type: RecordAct }>;

const needs = {
  'role-set': 'set-role',
  'handed-over': 'hand-over',
  kicked: 'kick',
  banned: 'ban',
  unbanned: 'ban',
  muted: 'mute',
  unmuted: 'mute',
  'room-changed': 'change-room',
} as const satisfies Record<ModerationDraft['type'], Permission>;

/** Bans and the record in SQL, as the log's entries have made them. */
export function moderationTable(database: DatabaseSync): ModerationTable {
  const sql = prepareAll(database, statements);

  const roleNow = rolesIn(database);

  /** A room judges by what it has been told: whose role was taken at another host at that moment is refused here. */
  function isAllowed(draft: ModerationDraft): boolean {
    if (draft.by === hostAccount) return true;
    const role = roleNow(draft.by);
    const needed = needs[draft.type];
    const isDoneToSomebody = 'account' in draft && draft.type !== 'unbanned';
    if (!isDoneToSomebody) return may(role, needed);
    return mayActOn(role, needed, roleNow(draft.account));
  }

  return {
    /** Within a transaction, or a read. */
    bans: () =>
      sql.bans.all().map((row) => ({
        ban: Number(row['ban']),
        account: row['account'] as AccountId,
        by: row['by'] as AccountId,
        at: Number(row['at']),
        devices: JSON.parse(String(row['devices'])) as DeviceId[],
        addresses: JSON.parse(String(row['addresses'])) as string[],
        ...(row['until'] === null ? {} : { until: Number(row['until']) }),
        ...(row['reason'] === null ? {} : { reason: String(row['reason']) }),
        ...(row['invite'] === null ? {} : { invite: row['invite'] as InviteId }),
      })),
    refuse(draft): LogRefusal | undefined {
      if (!isOfRecord(draft)) return undefined;
      if (!isAllowed(draft)) return 'not-allowed';
      if (draft.type === 'unbanned') return sql.hasBan.get(draft.ban) ? undefined : 'no-such-ban';
      if (draft.type !== 'banned') return undefined;
      const inForce = Number(sql.countBans.get(draft.at)?.['count']);
      return inForce >= limits.bansPerRoom ? 'too-many-bans' : undefined;
    },
    follow(draft, { id }) {
      if (acts.has(draft.type)) sql.record.run(id);
      if (!isOfRecord(draft)) return;
      if (draft.type === 'unbanned') sql.lift.run(draft.ban);
      if (draft.type !== 'banned') return;
      const { account, by, at, until, reason, invite } = draft;
      sql.forgetEnded.run(at);
      const lists = [JSON.stringify(draft.devices), JSON.stringify(draft.addresses)] as const;
      sql.ban.run(id, account, by, at, until ?? null, reason ?? null, ...lists, invite ?? null);
    },
  };
}

/** What somebody is, as the log has come to now. */
export function rolesIn(database: DatabaseSync): (account: AccountId) => Role {
  const read = database.prepare('SELECT role, is_guest AS guest FROM account WHERE account = ?');
  return (account) => {
    const row = read.get(account);
    const role = (row?.['role'] ?? undefined) as Role | undefined;
    return row ? roleOf({ role, guest: row['guest'] === 1 }) : 'guest';
  };
}

const acts: ReadonlySet<string> = new Set(recordActs);

function isOfRecord(draft: LogDraft): draft is ModerationDraft {
  return acts.has(draft.type) && draft.type !== 'retention-changed' && !isOfGroup(draft);
}
