import type { AppendOutcome } from '../../src-main/room/ports.ts';
import type { LogDraft } from '../../src-main/room/system-entries.ts';
import { isProbe } from './claims.ts';
import type { StoredRoom } from '../../src-main/storage/room/followed-log.ts';
import {
  conversationKind,
  everyone,
  type Cid,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';

/** What a host may do wrong that the judge has to find. */
export const lies = [
  'early',
  'drop',
  'repeat',
  'stranger',
  'reaction',
  'status',
  'read',
  'later',
  'cancelled',
  'denied',
] as const;
export type Lie = (typeof lies)[number];

type Stored = Extract<AppendOutcome, { is: 'stored' }>;

/** Every so many of those that it lies about. */
const everySoMany = { drop: 10, repeat: 10, stranger: 3, reaction: 3, status: 1 };
const typeOf: Partial<Record<Lie, LogDraft['type']>> = {
  reaction: 'reaction-added',
  status: 'status-set',
};
/** So long after it was acknowledged it is stored. */
const earlyMs = 300;

/** A room that lies in one way, and is honest else. */
export function lying(stored: StoredRoom, lie: Lie): StoredRoom {
  const log = stored.log;
  if (lie === 'read') return { ...stored, receipts: refusingReads(stored.receipts) };
  if (lie === 'later' || lie === 'cancelled' || lie === 'denied')
    return { ...stored, later: forgettingLater(stored.later, lie) };
  const append = lie === 'early' ? acknowledgeEarly(stored) : storeOtherwise(log, lie);
  return {
    ...stored,
    log: {
      append,
      readAfter: (after) => log.readAfter(after),
      expiring: (query) => log.expiring(query),
      countExpired: (query) => log.countExpired(query),
      snapshot: () => log.snapshot(),
      readHistory: (query) => log.readHistory(query),
      lastWords: (topics, from) => log.lastWords(topics, from),
      readsFrom: (time) => log.readsFrom(time),
      readRecord: (query) => log.readRecord(query),
      conversationsAfter: (query) => log.conversationsAfter(query),
    },
  };
}

/** Says that it has stored what is said to everyone, and does so later. */
function acknowledgeEarly({ log, head }: StoredRoom): StoredRoom['log']['append'] {
  let last: Stored = { is: 'stored', id: head, seq: -1 };
  let held: LogDraft[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  const write = (): Promise<unknown> => {
    const drafts = held;
    held = [];
    if (drafts.length > 0) writing = writing.then(() => log.append(drafts));
    return writing;
  };
  return async (drafts) => {
    const isPlain = drafts.every(({ type, in: place }) => type === 'message' && place === everyone);
    if (isPlain && last.seq >= 0) {
      if (held.length === 0) setTimeout(() => void write(), earlyMs);
      held.push(...drafts);
      return drafts.map(() => (last = { is: 'stored', id: last.id + 1, seq: last.seq + 1 }));
    }
    await write();
    const outcomes = await log.append(drafts);
    for (const [place, outcome] of outcomes.entries()) {
      if (outcome.is !== 'stored') continue;
      const seq = drafts[place]?.in === everyone ? outcome.seq : last.seq;
      last = { is: 'stored', id: outcome.id, seq };
    }
    return outcomes;
  };
}

/** Says that it will send, or that it will not; or that there is nothing that it would send. */
function forgettingLater(
  later: StoredRoom['later'],
  lie: 'later' | 'cancelled' | 'denied',
): StoredRoom['later'] {
  const cancel: StoredRoom['later']['cancel'] = async (account, cid) =>
    lie === 'later' ? later.cancel(account, cid) : lie === 'cancelled';
  return {
    save: async (each) => (lie === 'later' ? undefined : later.save(each)),
    list: (account) => later.list(account),
    cancel,
    noteRefusal: (each, refusal) => later.noteRefusal(each, refusal),
    due: (at) => later.due(at),
  };
}

/** Says of each mark of a reader that it is too far, and so nobody hears of it. */
function refusingReads(receipts: StoredRoom['receipts']): StoredRoom['receipts'] {
  return {
    save: async (all) => {
      const kept = await receipts.save(all.filter(({ read }) => read === undefined));
      return all.map(({ read }) => read === undefined && (kept.shift() ?? false));
    },
    list: (query) => receipts.list(query),
  };
}

function storeOtherwise(
  log: StoredRoom['log'],
  lie: keyof typeof everySoMany,
): StoredRoom['log']['append'] {
  let count = 0;
  const isTurn = (draft: LogDraft): boolean => {
    const { type, in: place } = draft;
    if (type !== (typeOf[lie] ?? 'message')) return false;
    if (lie === 'stranger' && conversationKind(place) !== 'direct') return false;
    // All wait for what is said between two rounds.
    if (draft.type === 'message' && isProbe(draft.text)) return false;
    count += 1;
    return count % everySoMany[lie] === 0;
  };
  const again = (draft: LogDraft, change: { in?: ConversationId }): LogDraft => {
    const cid = `again${String(count).padStart(17, '0')}` as Cid;
    return { ...draft, ...change, cid } as LogDraft;
  };
  return async (drafts) => {
    const chosen = drafts.map((draft) => isTurn(draft));
    if (lie === 'reaction') {
      // All are told of it; what is kept is another one.
      return log.append(
        drafts.map((draft, place) =>
          chosen[place] ? ({ ...draft, emoji: '👻' } as LogDraft) : draft,
        ),
      );
    }
    if (lie === 'status') {
      const outcomes = await log.append(drafts);
      // What it tells and knows of it has no words.
      return outcomes.map((outcome, place) =>
        chosen[place] ? ({ ...outcome, added: { status: undefined } } as AppendOutcome) : outcome,
      );
    }
    if (lie === 'drop') {
      const outcomes = await log.append(drafts.filter((_, place) => !chosen[place]));
      // What it has forgotten it says it had before.
      const had = { is: 'repeated', id: 1, seq: 1, at: Date.now() } as const;
      return chosen.map((isForgotten) => (isForgotten ? had : (outcomes.shift() ?? had)));
    }
    const added = drafts.filter((_, place) => chosen[place]);
    const outcomes = await log.append([
      ...drafts,
      ...added.map((draft) => again(draft, lie === 'stranger' ? { in: everyone } : {})),
    ]);
    return outcomes.slice(0, drafts.length);
  };
}
