import type { statusWords } from '../../src-shared/protocol/status.ts';
import { checkStatus } from '../../src-shared/text/status-text.ts';
import type { Effect } from './effects.ts';
import { answer, refuse } from './room-state.ts';
import type { Handlers } from './room-state.ts';
import { noticeMember } from './roster.ts';
import type { Roster } from './roster.ts';
import { systemPlace } from './system-entries.ts';

export const statusCommands: Handlers<typeof statusWords> = {
  'set-status'({ emoji, text, until }, { room, session, now, reply }) {
    const { roster } = room;
    const own = roster.get(session.stage.account);
    if (!own) return [answer(reply, {})];
    const checked = checkStatus({ emoji, text, until }, now.wallMs);
    if (!checked.ok) return [refuse(reply, checked.refusal)];
    const waitMs = own.statusBucket.take(now.monotonicMs);
    if (waitMs > 0) return [refuse(reply, { code: 'too-fast', retryAfterMs: waitMs })];
    const { status } = checked;
    // Whoever has the name tomorrow may be somebody else: it goes with the guest, and is on no disk.
    if (own.isGuest) {
      roster.setStatus(own, status);
      return [answer(reply, {}), ...noticeMember(own, roster)];
    }
    const said = { account: own.account, ...(status ? { status } : {}) };
    const draft = { type: 'status-set', in: systemPlace, at: now.wallMs, ...said } as const;
    return [{ do: 'write', reply, draft }];
  },
};

/** Tells of those whose status has come to its end. */
export function endStatuses(roster: Roster, nowMs: number): Effect[] {
  const over = [...roster.endingStatuses].filter(({ status }) => (status?.until ?? 0) <= nowMs);
  return over.flatMap((account) => {
    roster.setStatus(account, undefined);
    return noticeMember(account, roster);
  });
}
