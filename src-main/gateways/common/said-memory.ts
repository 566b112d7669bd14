import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { AccountId, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import { shortQuote } from '../../../src-shared/sentences/short-quote.ts';
import type { Delivery } from '../../server/session-port.ts';

/** A message that an entry answers or changes, as it read before. */
export type MeantMessage = { id: number; from: AccountId; at: number; quote: string };

type Remembered = Omit<MeantMessage, 'quote'> & {
  room: RoomId;
  in: ConversationId;
  seq: number;
  /** The beginning of it, once somebody means it: of most messages nobody ever does. */
  quote?: string;
  text: string;
};

/** Of all rooms together; older ones are not named. */
const maxRemembered = 1000;
/** Of a longer text its beginning alone is remembered. */
const maxTextCharacters = 1000;
const nothing: ReadonlyMap<Entry, MeantMessage> = new Map();

/**
 * What was said lately, for dialects that keep no messages: which one is meant by an answer, a change or a reaction.
 * It learns from what programs are told, and nothing of what was said while none was there.
 */
export class SaidMemory {
  /** In a circle. One by one is looked through: something is meant a thousand times less often than said. */
  readonly #said: (Remembered | undefined)[] = [];
  #next = 0;
  readonly #meantIn = new WeakMap<Delivery['entries'], ReadonlyMap<Entry, MeantMessage>>();

  /** Looked up once for all to whom it is told, before what it changes is taken over. */
  meantIn(room: RoomId, { entries }: Delivery): ReadonlyMap<Entry, MeantMessage> {
    const known = this.#meantIn.get(entries);
    if (known) return known;
    const found = new Map<Entry, MeantMessage>();
    for (const entry of entries) {
      const meant = this.#meantBy(room, entry);
      if (meant) found.set(entry, meant);
      this.#learn(room, entry);
    }
    const meant = found.size === 0 ? nothing : found;
    this.#meantIn.set(entries, meant);
    return meant;
  }

  #meantBy(room: RoomId, entry: Entry): MeantMessage | undefined {
    if (entry.type === 'expired') return undefined;
    const seq =
      entry.type === 'message' ? entry.reply : 'target' in entry ? entry.target : undefined;
    if (seq === undefined) return undefined;
    const said = this.#said.find((each) => each?.seq === seq && isOf(each, room, entry));
    if (!said) return undefined;
    said.quote ??= shortQuote(said.text);
    const { id, from, at, quote } = said;
    return { id, from, at, quote };
  }

  #learn(room: RoomId, entry: Entry): void {
    switch (entry.type) {
      case 'message': {
        const { id, in: conversation, seq, from, at, text } = entry;
        // What was deleted before it was told is empty.
        if (text === '') return;
        const said = { room, in: conversation, id, seq, from, at, ...rememberedOf(text) };
        this.#said[this.#next] = said;
        this.#next = (this.#next + 1) % maxRemembered;
        return;
      }
      case 'message-edited': {
        const { text, target } = entry;
        if (text === '') return;
        this.#change(room, entry, (said) =>
          said.seq === target ? { ...withoutQuote(said), ...rememberedOf(text) } : said,
        );
        return;
      }
      case 'message-deleted':
        this.#change(room, entry, (said) => (said.seq === entry.target ? undefined : said));
        return;
      case 'expired':
        this.#change(room, entry, (said) => (said.seq <= entry.target ? undefined : said));
        return;
      default:
    }
  }

  /** What is remembered of the entry's conversation. */
  #change(room: RoomId, entry: Entry, to: (said: Remembered) => Remembered | undefined): void {
    for (const [place, said] of this.#said.entries())
      if (said && isOf(said, room, entry)) this.#said[place] = to(said);
  }
}

function isOf(said: Remembered, room: RoomId, { in: conversation }: Entry): boolean {
  return said.in === conversation && said.room === room;
}

function withoutQuote({ quote: _, ...said }: Remembered): Remembered {
  return said;
}

function rememberedOf(text: string): Pick<Remembered, 'text' | 'quote'> {
  return text.length > maxTextCharacters ? { text: '', quote: shortQuote(text) } : { text };
}
