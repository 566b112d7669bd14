import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { thoughtOfAt } from './claims.ts';
import type { Claim } from './claims.ts';

type Change = {
  /** Empty: it is cancelled. */
  text: string;
  at: number;
  /** `tried`: whoever wanted it was killed before there was an answer. */
  how: 'tried' | Extract<Claim, { is: 'later-answered' }>['how'];
  answeredAt: number;
};
type Later = { by: string; in: ConversationId; above: number; changes: Change[] };
type AtEnd = {
  entries: ReadonlyMap<ConversationId, readonly Entry[]>;
  /** What the room still has to send, by cid: when. */
  waiting: ReadonlyMap<string, number>;
  mayBeGone: (later: Later) => boolean;
};

/** So long after its time a message may still wait in the end: the host was down. */
const mostLateMs = 10_000;

/**
 * Messages that the room sends at a time: once, not before that time, with the words that it acknowledged last; never if it
 * acknowledged that they are cancelled, and not after somebody who wanted to cancel them heard that they wait no more.
 */
export class LaterJudge {
  readonly counts = { later: 0, 'later sent': 0, 'later cancelled': 0 };
  /** How long after their times those were stored that were sent. */
  readonly lateMs: number[] = [];
  readonly #all = new Map<string, Later>();

  /** `above`: it will have a number above this one. */
  take(claim: Extract<Claim, { is: 'later' }>, above: number): void {
    const { by, in: conversation, cid, text, at } = claim;
    const later = this.#all.get(cid) ?? { by, in: conversation, above, changes: [] };
    this.#all.set(cid, later);
    later.changes.push({ text, at, how: 'tried', answeredAt: 0 });
  }

  takeAnswer({ cid, text, how, at }: Extract<Claim, { is: 'later-answered' }>): void {
    const change = this.#all.get(cid)?.changes.find((each) => each.text === text);
    if (change) Object.assign(change, { how, answeredAt: at });
  }

  isOne(entry: Entry): boolean {
    return entry.type === 'message' && entry.cid !== undefined && this.#all.has(entry.cid);
  }

  /** What is wrong. */
  close({ entries, waiting, mayBeGone }: AtEnd): string[] {
    const wrong: string[] = [];
    const sent = new Map<string, (Entry & { type: 'message' })[]>();
    for (const entry of [...entries.values()].flat())
      if (entry.type === 'message' && entry.cid && this.isOne(entry))
        sent.set(entry.cid, [...(sent.get(entry.cid) ?? []), entry]);
    const storedAfter = storedAfterIn(entries);
    for (const [cid, later] of this.#all) {
      this.counts.later += 1;
      const found = sent.get(cid) ?? [];
      const dueAt = waiting.get(cid);
      const sentAfter = dueAt === undefined ? Math.max(0, ...found.map(storedAfter)) : Infinity;
      const why =
        this.#whyWrong(later, found, dueAt) ??
        (sentAfter > wasNotThereAt(later.changes)
          ? 'was sent after it was said to be gone'
          : undefined);
      const isGone = found.length === 0 && dueAt === undefined && mayBeGone(later);
      if (why === undefined || isGone) continue;
      const changes = later.changes.map(({ text, how }) => `"${text}" ${how}`);
      wrong.push(`${later.by}: to be sent later (${cid}; ${changes.join(', ')}): ${why}`);
    }
    return wrong;
  }

  #whyWrong(later: Later, sent: (Entry & { type: 'message' })[], dueAt?: number) {
    const possible = stillPossible(later.changes);
    const isSure = possible.some(({ how }) => how === 'taken');
    // In the outbox the newest stands in place of those before it.
    const isReplaced = !isSure && later.changes.some(({ how }) => isRefused(how));
    const mayBeMissing =
      isReplaced ||
      possible.some(({ text }) => text === '') ||
      possible.every(({ how }) => how === 'tried');
    if (sent.length + (dueAt === undefined ? 0 : 1) > 1)
      return `was sent ${sent.length} times${dueAt === undefined ? '' : ' and still waits'}`;
    if (dueAt !== undefined && dueAt < Date.now() - mostLateMs) return 'was not sent at its time';
    const [entry] = sent;
    if (!entry) {
      if (mayBeMissing) this.counts['later cancelled'] += 1;
      return mayBeMissing || dueAt !== undefined ? undefined : 'was not sent';
    }
    this.counts['later sent'] += 1;
    // Its words are gone with it.
    if (entry.text === '') return undefined;
    const as = possible.find(({ text }) => text === entry.text);
    if (!as) return `was sent as "${entry.text}"`;
    this.lateMs.push(entry.at - as.at);
    return entry.at < as.at ? `was sent ${as.at - entry.at} ms too early` : undefined;
  }
}

function isRefused(how: Change['how']): boolean {
  return how === 'refused' || how === 'not-there';
}

/** When somebody heard that what is to be sent waits no more; never if nobody had taken it before. */
function wasNotThereAt(changes: readonly Change[]): number {
  const wasTaken = changes.some(
    ({ text, how }) => text !== '' && (how === 'taken' || how === 'waits'),
  );
  const refusal = changes.find(({ how }) => how === 'not-there');
  return wasTaken && refusal ? refusal.answeredAt : Infinity;
}

/** The newest words that the log has before an entry: it was stored after they were thought of, whatever clocks said. */
function storedAfterIn(entries: AtEnd['entries']): (entry: Entry) => number {
  const log = [...entries.values()].flat().toSorted((one, other) => one.id - other.id);
  const newest = new Map<number, number>();
  let last = 0;
  for (const entry of log) {
    newest.set(entry.id, last);
    if (entry.type === 'message') last = Math.max(last, thoughtOfAt(entry.text));
  }
  return ({ id }) => newest.get(id) ?? 0;
}

/** From the last one that the room has acknowledged on. */
function stillPossible(changes: readonly Change[]): readonly Change[] {
  const last = changes.findLastIndex(({ how }) => how === 'taken');
  return changes.slice(Math.max(0, last)).filter(({ how }) => !isRefused(how));
}
