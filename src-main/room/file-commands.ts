import type { files, ToldFileSpace } from '../../src-shared/protocol/files.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Effect, Now, Reply } from './effects.ts';
import { isNewsElsewhere, tellSpace } from './file-space.ts';
import { mayReadOne } from './permissions.ts';
import type { FileOffer, FoundFile } from './ports.ts';
import { answer, refuse } from './room-state.ts';
import type { Handlers, RoomState } from './room-state.ts';

export const fileCommands: Handlers<typeof files> = {
  'offer-file'({ hash, size }, { room, session, now, reply }) {
    const { account } = session.stage;
    const { fileBytes } = room.options.files;
    if (size > fileBytes) return [refuse(reply, { code: 'file-too-large', limit: fileBytes })];
    return [{ do: 'offer-file', reply, offer: { account, hash, size, at: now.wallMs } }];
  },
  'drop-file'({ hash }, { session, reply }) {
    const { account } = session.stage;
    return [{ do: 'drop-file', reply, file: { account, hash } }];
  },
  'fetch-file'({ in: conversation, seq, hash }, { room, session, reply }) {
    const { account } = session.stage;
    if (!mayReadOne(account, { in: conversation, seq }, room))
      return [refuse(reply, { code: 'no-such-file' })];
    return [{ do: 'find-file', reply, account, file: { in: conversation, seq, hash } }];
  },
  'set-file-space'({ in: conversation, seq, hash, state }, { room, session, now, reply }) {
    const { account } = session.stage;
    const file = { in: conversation, seq, hash };
    const waitMs = room.roster.get(account)?.fileSpace.bucket.take(now.monotonicMs) ?? 0;
    if (waitMs > 0) return [refuse(reply, { code: 'too-fast', retryAfterMs: waitMs })];
    if (!mayReadOne(account, file, room)) return [refuse(reply, { code: 'no-such-file' })];
    return [{ do: 'find-file', reply, account, file, state }];
  },
  'open-file'({ ticket }, { room, session, now, reply }) {
    const { stage } = session;
    if (stage.is !== 'new' && stage.is !== 'transferring')
      return [refuse(reply, { code: 'already-signed-in' })];
    const transfer = room.transfers.take(ticket, now);
    const own = transfer && room.roster.get(transfer.account);
    const isAnothers = stage.is === 'transferring' && stage.account !== transfer?.account;
    if (!transfer || !own || isAnothers) return refuseAndEnd(reply, { code: 'ticket-unknown' });
    const banned = room.bans.refuse({ account: own }, now.wallMs);
    if (banned) return refuseAndEnd(reply, banned);
    if (!room.transfers.open(session.id, transfer.account)) {
      const limit = limits.transfersPerAccount;
      return refuseAndEnd(reply, { code: 'too-many-transfers', limit });
    }
    session.stage = { is: 'transferring', account: transfer.account };
    return [{ do: 'transfer', reply, transfer }];
  },
};

function refuseAndEnd(reply: Reply, refusal: Refusal): Effect[] {
  return [refuse(reply, refusal), { do: 'close', session: reply.session, refusal }];
}

/** What came of an offer. */
export type Offered = 'wanted' | 'whole' | { refusal: Refusal };

export function offeredFile(
  { reply, offer }: { reply: Reply<'offer-file'>; offer: FileOffer },
  { offered, now }: { offered: Offered; now: Now },
  { transfers }: RoomState,
): Effect[] {
  if (offered === 'whole') return [answer(reply, {})];
  if (offered !== 'wanted') return [refuse(reply, offered.refusal)];
  const { account, hash, size } = offer;
  return [answer(reply, { ticket: transfers.give({ way: 'up', account, hash, size }, now) })];
}

export function foundFile(
  asked: Extract<Effect, { do: 'find-file' }>,
  { found, now }: { found: Pick<FoundFile, 'size' | 'from'> | { refusal: Refusal }; now: Now },
  room: RoomState,
): Effect[] {
  const { account, file: place } = asked;
  if ('refusal' in found) return [refuse(asked.reply, found.refusal)];
  if ('state' in asked) {
    const { reply, state, file } = asked;
    const told = { ...file, account, state };
    return [answer(reply, {}), ...tellSender(found.from, told, room)];
  }
  const { reply } = asked;
  const { transfers } = room;
  const { size } = found;
  const { hash } = place;
  const transfer = { way: 'down', account, hash, size, place } as const;
  return [answer(reply, { ticket: transfers.give(transfer, now) })];
}

/** To who has sent it, unless that is the one who fetches it, or may not read it any more. */
function tellSender(sender: AccountId | undefined, told: ToldFileSpace, room: RoomState): Effect[] {
  const to = sender === undefined ? undefined : room.roster.get(sender);
  if (!to || to.account === told.account || !mayReadOne(to.account, told, room)) return [];
  const isNew = isNewsElsewhere(told, room.roster);
  const notice = { type: 'file-space', told, to: to.account } as const;
  return [...tellSpace(to, told, room.roster), ...(isNew ? room.otherHosts.tell(notice) : [])];
}
