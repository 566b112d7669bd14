import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { AccountId, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import { shortQuote } from '../../../src-shared/sentences/short-quote.ts';
import type { Delivery } from '../../server/session-port.ts';

/** A message that an entry answers or changes, as it read before. */
export type MeantMessage = { id: number; from: AccountId; at: number; quote: string };

type Remembered = Omit<MeantMessage, 'quote'> & {
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
  readonly #said = new Map<string, Remembered>();
  readonly #meantIn = new WeakMap<Delivery, ReadonlyMap<Entry, MeantMessage>>();

  /** Looked up once for all to whom it is told, before what it changes is taken over. */
  meantIn(room: RoomId, delivery: Delivery): ReadonlyMap<Entry, MeantMessage> {
    const known = this.#meantIn.get(delivery);
    if (known) return known;
    const found = new Map<Entry, MeantMessage>();
    for (const entry of delivery.entries) {
      const meant = this.#meantBy(room, entry);
      if (meant) found.set(entry, meant);
      this.#learn(room, entry);
    }
    const meant = found.size === 0 ? nothing : found;
    this.#meantIn.set(delivery, meant);
    return meant;
  }

  #meantBy(room: RoomId, entry: Entry): MeantMessage | undefined {
    if (entry.type === 'expired') return undefined;
    const seq =
      entry.type === 'message' ? entry.reply : 'target' in entry ? entry.target : undefined;
    const said = seq === undefined ? undefined : this.#said.get(keyOf(room, entry.in, seq));
    if (!said) return undefined;
    said.quote ??= shortQuote(said.text);
    const { id, from, at, quote } = said;
    return { id, from, at, quote };
  }

  #learn(room: RoomId, entry: Entry): void {
    switch (entry.type) {
      case 'message': {
        const { id, in: conversation, seq, from, at, text } = entry;
        const said = { id, seq, from, at, ...rememberedOf(text) };
        // What was deleted before it was told is empty.
        if (text !== '') this.#said.set(keyOf(room, conversation, seq), said);
        for (const key of this.#said.keys()) {
          if (this.#said.size <= maxRemembered) return;
          this.#said.delete(key);
        }
        return;
      }
      case 'message-edited': {
        const key = keyOf(room, entry.in, entry.target);
        const said = this.#said.get(key);
        if (said && entry.text !== '') {
          const { id, seq, from, at } = said;
          this.#said.set(key, { id, seq, from, at, ...rememberedOf(entry.text) });
        }
        return;
      }
      case 'message-deleted':
        this.#said.delete(keyOf(room, entry.in, entry.target));
        return;
      case 'expired':
        for (const [key, said] of this.#said)
          if (key === keyOf(room, entry.in, said.seq) && said.seq <= entry.target)
            this.#said.delete(key);
        return;
      default:
    }
  }
}

function rememberedOf(text: string): Pick<Remembered, 'text' | 'quote'> {
  return text.length > maxTextCharacters ? { text: '', quote: shortQuote(text) } : { text };
}

function keyOf(room: RoomId, conversation: ConversationId, seq: number): string {
  return `${room} ${conversation} ${seq}`;
}
