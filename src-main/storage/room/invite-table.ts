import type { KeptInvite } from '../../../src-shared/host/invites.ts';
import type { GivenRole } from '../../../src-shared/protocol/roles.ts';
import type { InviteId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { InviteRefusal, InviteStore, LogRefusal } from '../../room/ports.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { LogProjection } from './log-projection.ts';

export const invitedNamesSql = `
  SELECT name FROM account WHERE invite = ? ORDER BY number DESC LIMIT ?`;

const hasEnded = '(coalesce(expires_at <= ?, 0) OR coalesce(used >= uses, 0))';

const statements = {
  find: `
    SELECT role, expires_at IS NOT NULL AND expires_at <= ? AS has_expired,
      uses IS NOT NULL AND used >= uses AS is_used_up
    FROM invite WHERE invite = ?`,
  list: `
    SELECT invite, secret, role, made_at AS madeAt, expires_at AS expiresAt, uses, used
    FROM invite ORDER BY number DESC`,
  names: invitedNamesSql,
  countInForce: `SELECT count(*) AS count FROM invite WHERE NOT ${hasEnded}`,
  make: 'INSERT INTO invite (invite, secret, role, made_at, expires_at, uses) VALUES (?, ?, ?, ?, ?, ?)',
  forgetEnded: `
    DELETE FROM invite WHERE ${hasEnded} AND number NOT IN
      (SELECT number FROM invite ORDER BY number DESC LIMIT ?)`,
  use: 'UPDATE invite SET used = used + 1 WHERE invite = ?',
  revoke: 'DELETE FROM invite WHERE invite = ?',
};

export type InviteTable = InviteStore & LogProjection;

/** Invites in SQL, as the log's entries have made them. */
export function inviteTable(kept: KeptDatabase): InviteTable {
  const sql = prepareAll(kept.database, statements);

  /** The same for one that was revoked as for one that never was. */
  const find = (invite: InviteId, at: number): { role: GivenRole } | { refusal: InviteRefusal } => {
    const row = sql.find.get(at, invite);
    if (!row) return { refusal: 'invite-unknown' };
    if (row['has_expired'] === 1) return { refusal: 'invite-expired' };
    if (row['is_used_up'] === 1) return { refusal: 'invite-used-up' };
    return { role: row['role'] as GivenRole };
  };

  return {
    find: (invite, at) => kept.read(() => find(invite, at)),
    list: () =>
      kept.read(() =>
        sql.list.all().map((row) => {
          const { madeAt, expiresAt, uses, used, ...told } = row as unknown as Row;
          const names = sql.names.all(told.invite, limits.invitedNames);
          return {
            ...told,
            madeAt,
            used,
            ...(expiresAt === null ? {} : { expiresAt }),
            ...(uses === null ? {} : { uses }),
            names: names.map(({ name }) => String(name)),
          };
        }),
      ),
    /** Of two that want its last use at once, at whatever hosts, the first in the log has it. */
    refuse(draft): LogRefusal | undefined {
      switch (draft.type) {
        case 'account-made':
        case 'name-freed': {
          if (draft.invite === undefined) return undefined;
          const found = find(draft.invite, draft.at);
          return 'refusal' in found ? found.refusal : undefined;
        }
        case 'invite-made': {
          const inForce = Number(sql.countInForce.get(draft.at)?.['count']);
          return inForce >= limits.invitesPerRoom ? 'too-many-invites' : undefined;
        }
        default:
          return undefined;
      }
    },
    follow(draft) {
      switch (draft.type) {
        case 'account-made':
          if (draft.invite !== undefined) sql.use.run(draft.invite);
          return;
        case 'invite-made': {
          const { invite, role, at, expiresAt, uses, secret } = draft;
          sql.make.run(invite, secret.inviteSecret, role, at, expiresAt ?? null, uses ?? null);
          sql.forgetEnded.run(at, limits.invitesPerRoom);
          return;
        }
        case 'invite-revoked':
          sql.revoke.run(draft.invite);
          return;
        default:
      }
    },
  };
}

type Row = Pick<KeptInvite, 'invite' | 'secret' | 'role' | 'madeAt' | 'used'> & {
  expiresAt: number | null;
  uses: number | null;
};
