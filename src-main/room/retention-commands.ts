import { conversationKind, everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { EntryOf } from '../../src-shared/protocol/entries.ts';
import type { KeepThere, retention } from '../../src-shared/protocol/retention.ts';
import type { Effect } from './effects.ts';
import { noticeRoom } from './follow-moderation.ts';
import { placeOf } from './group-commands.ts';
import { append, refusePace, refuseRate } from './message-commands.ts';
import { refuse } from './room-state.ts';
import type { Asked, Handlers, RoomState } from './room-state.ts';
import type { AccountSession, MemberSession } from './session.ts';

export const retentionCommands: Handlers<typeof retention> = {
  'change-retention'({ in: id, keep }, asked) {
    const refusal = refuseRule(id, keep, asked) ?? refusePace(asked);
    if (refusal) return [refuse(asked.reply, refusal)];
    return append([{ type: 'retention-changed', ...placeOf(id, asked), keep }], asked);
  },
  'count-expired'({ in: id, keep }, asked) {
    const refusal = refuseRule(id, keep, asked) ?? refuseRate(asked);
    if (refusal) return [refuse(asked.reply, refusal)];
    const { room, reply, now } = asked;
    return [{ do: 'read-expiry', reply, query: { in: id, keep, now: room.time.now(now) } }];
  },
};

/** Between two nobody has a rule but that of the room, which has none above it. */
function refuseRule(
  id: ConversationId,
  keep: KeepThere,
  { room, session }: Asked<AccountSession | MemberSession>,
): Refusal | undefined {
  if (id === everyone) return keep === 'as-room' ? { code: 'bad-field', field: 'keep' } : undefined;
  if (conversationKind(id) === 'direct') return { code: 'bad-field', field: 'in' };
  const isIn = room.groups.mayWrite(id, session.stage.account);
  return isIn ? undefined : { code: 'no-such-conversation' };
}

/** What the room knows after it; of a group its members are told how that stands. */
export function followRetention(entry: EntryOf<'retention-changed'>, room: RoomState): Effect[] {
  const { in: id, at, by, keep } = entry;
  const name = room.roster.get(by)?.name;
  const line: Effect = { do: 'log', line: { at, event: 'recorded', kind: 'changed', name } };
  if (id !== everyone) {
    room.groups.keepFrom(id, keep);
    return [line];
  }
  if (keep !== 'as-room') room.settings = { ...room.settings, keep };
  return [line, ...noticeRoom(room)];
}
