import type { MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type { Requests } from './requests.ts';

/** Messages in one answer to CHATHISTORY. */
export const maxHistoryMessages = 100;
/** Comings and goings stand between messages: so many pages are read for one answer. */
const maxPages = 20;

/** Messages in their order; what is too much to send at once is left out at the other end. */
export type HistoryPage = { messages: MessageEntry[]; keeps: 'oldest' | 'newest' };
type Found = Outcome<HistoryPage>;

/** What was said in one conversation, from the room's log; oldest first. */
export class History {
  readonly #requests: Requests;
  readonly #conversation: ConversationId;

  constructor(requests: Requests, conversation: ConversationId) {
    this.#requests = requests;
    this.#conversation = conversation;
  }

  /** The last messages below `before` (the newest if it is undefined) and above `above`. */
  async last(
    limit: number,
    { before, above = 0 }: { before?: number; above?: number },
  ): Promise<Found> {
    // `slice(-0)` would be everything.
    if (limit === 0) return { ok: true, value: { messages: [], keeps: 'newest' } };
    const found: MessageEntry[] = [];
    let next = before;
    for (let page = 0; page < maxPages && (next === undefined || next > above + 1); page += 1) {
      const read = await this.#read(next === undefined ? {} : { before: next });
      if (!read.ok) return read;
      const { entries, more } = read.value;
      found.unshift(...messagesOf(entries).filter((entry) => entry.seq > above));
      const [oldest] = entries;
      if (!more || !oldest || found.length >= limit) break;
      next = oldest.seq;
    }
    return { ok: true, value: { messages: found.slice(-limit), keeps: 'newest' } };
  }

  /** The first messages above `after` and below `below`. */
  async first(limit: number, { after, below }: { after: number; below?: number }): Promise<Found> {
    const found: MessageEntry[] = [];
    const end = below ?? Number.POSITIVE_INFINITY;
    let next = after;
    for (let page = 0; page < maxPages && next < end - 1; page += 1) {
      const read = await this.#read({ after: next });
      if (!read.ok) return read;
      const { entries, more } = read.value;
      found.push(...messagesOf(entries).filter((entry) => entry.seq < end));
      const newest = entries.at(-1);
      if (!more || !newest || found.length >= limit) break;
      next = newest.seq;
    }
    return { ok: true, value: { messages: found.slice(0, limit), keeps: 'oldest' } };
  }

  /** The number of the first entry that is not older than `atMs`, by bisection; 1 in an empty log. */
  async firstSince(atMs: number): Promise<Outcome<number>> {
    const newest = await this.#read({ limit: 1 });
    if (!newest.ok) return newest;
    let older = 0;
    let since = (newest.value.entries[0]?.seq ?? 0) + 1;
    while (since - older > 1) {
      const middle = older + Math.ceil((since - older) / 2);
      const read = await this.#read({ after: middle - 1, limit: 1 });
      if (!read.ok) return read;
      const [entry] = read.value.entries;
      // Numbers that this reader may not read are skipped by the room.
      if (!entry || entry.at >= atMs) since = middle;
      else older = Math.max(middle, entry.seq);
    }
    return { ok: true, value: since };
  }

  /** When the conversation began, as far as this reader may know. */
  async beganAt(): Promise<number | undefined> {
    const read = await this.#read({ after: 0, limit: 1 });
    return read.ok ? read.value.entries[0]?.at : undefined;
  }

  async #read(place: { after?: number; before?: number; limit?: number }) {
    return this.#requests.ask({ type: 'read-history', in: this.#conversation, ...place });
  }
}

function messagesOf(entries: readonly { type: string }[]): MessageEntry[] {
  // Of what was deleted only that it was is left.
  return entries.filter(
    (entry): entry is MessageEntry =>
      entry.type === 'message' && 'text' in entry && entry.text !== '',
  );
}
