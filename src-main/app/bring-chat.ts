import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src-shared/outside/clock.ts';
import { isEmoji } from '../../src-shared/protocol/emoji.ts';
import {
  importedReactionKinds,
  maxAuthorUnits,
  type Imported,
  type ImportSource,
} from '../../src-shared/protocol/imported.ts';
import type { Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { RefusalError } from '../../src-shared/protocol/outcome.ts';
import { checkTopicName, topicKeyOf } from '../../src-shared/text/names.ts';
import { oneLine } from '../../src-shared/text/one-line.ts';
import { printable } from '../../src-shared/text/printable.ts';
import type { ReadChat, ReadMessage } from '../exchange/reading/read-chat.ts';
import type { ImportedDraft } from '../room/system-entries.ts';
import { Cancelled, nextTurn, turnEvery } from './exchange-work.ts';
import type { Membership } from './membership.ts';

/** Into one transaction. */
const batchMessages = 200;
/** Messages whose numbers are remembered: what answers an older one stands there without it. */
const mostRemembered = 100_000;
/** So far the room may be ahead of the host's own copy. */
const mostAhead = 1000;

type Parts = {
  membership: Membership;
  source: ImportSource;
  signal: AbortSignal;
  clock: Clock;
};

/** A topic's name as near as possible to what it was called elsewhere. */
export function topicNameFor(name: string): string {
  const plain = name.replaceAll(/[^\p{L}\p{N} _-]+/gu, ' ').trim();
  const short = [...plain].slice(0, limits.maxTopicNameCharacters).join('');
  const found = [name, short].map(checkTopicName).find(({ ok }) => ok);
  return found?.ok ? found.name : 'import';
}

/** Brings conversations of elsewhere into topics. What is there already comes no second time, by its `cid`. */
export class ChatBringer {
  readonly #parts: Parts;
  brought = 0;
  known = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** `reached` hears how many messages are done. Throws what the room refuses, and `Cancelled`. */
  async bring(chat: ReadChat, topic: string, reached: (messages: number) => void): Promise<void> {
    const place = await this.#topic(topic);
    const seqs = new Map<string, number>();
    let batch: Piece[] = [];
    let messages = 0;
    const store = async (): Promise<void> => {
      await this.#store(batch, place, seqs);
      batch = [];
      reached(messages);
    };
    for await (const message of chat.messages()) {
      // What it answers has a number only when it is stored.
      const isWaited = message.reply !== undefined && batch.some(({ id }) => id === message.reply);
      if (isWaited) await store();
      for (const piece of this.#pieces(message, place, seqs)) {
        if (batch.length >= batchMessages) await store();
        batch.push(piece);
      }
      messages += 1;
      if (messages % turnEvery === 0) await nextTurn(this.#parts.signal);
    }
    await store();
  }

  #pieces(message: ReadMessage, place: ConversationId, seqs: ReadonlyMap<string, number>): Piece[] {
    const { membership, source } = this.#parts;
    const { client } = membership;
    const { id, at, reply } = message;
    const answered = reply === undefined ? undefined : seqs.get(reply);
    const imported = importedOf(message, source);
    return piecesOf(message.text, client.terms.maxTextCharacters).map((text, number) => ({
      id,
      draft: {
        type: 'message',
        in: place,
        at: Math.min(Math.max(0, at), latestMs),
        from: client.record.account,
        cid: cidOf(place, source, `${id}\n${number}`),
        text,
        ...(answered === undefined || number > 0 ? {} : { reply: answered }),
        imported: number === 0 ? imported : { ...imported, reactions: undefined },
      },
    }));
  }

  async #store(
    batch: readonly Piece[],
    place: ConversationId,
    seqs: Map<string, number>,
  ): Promise<void> {
    const { membership, signal } = this.#parts;
    if (signal.aborted) throw new Cancelled();
    if (batch.length === 0) return;
    const { hosting, client } = membership;
    if (!hosting) throw new RefusalError({ code: 'room-not-running' });
    const outcomes = await hosting.server.bring(batch.map(({ draft }) => draft));
    let last = 0;
    for (const [at, { id }] of batch.entries()) {
      const outcome = outcomes[at] ?? { is: 'refused' as const, code: 'store-failed' as const };
      // Its `cid` says that it is there, though not with what: another program has written it otherwise.
      if (outcome.is === 'refused' && outcome.code === 'cid-used') this.known += 1;
      else if (outcome.is === 'refused') throw new RefusalError({ code: outcome.code });
      // No message is “unchanged”.
      else if (outcome.is !== 'unchanged') {
        if (outcome.is === 'stored') this.brought += 1;
        else this.known += 1;
        last = outcome.seq;
        if (!seqs.has(id)) seqs.set(id, outcome.seq);
      }
    }
    for (const oldest of seqs.keys()) {
      if (seqs.size <= mostRemembered) break;
      seqs.delete(oldest);
    }
    await this.#wait(() => client.copy.conversation(place).lastSeq >= last - mostAhead);
  }

  /** A few turns and no more: a copy that stands still holds nothing up. */
  async #wait(isThere: () => boolean): Promise<void> {
    for (let turns = 0; turns < 2000 && !isThere(); turns += 1) await turn();
  }

  /** The one of that name, which this person joins if need be; else a new one. */
  async #topic(name: string): Promise<ConversationId> {
    const { membership, clock, signal } = this.#parts;
    const { groups } = membership.client;
    for (;;) {
      if (signal.aborted) throw new Cancelled();
      const made = await groups.makeTopic(name, '');
      if (made.ok) return made.value.in;
      const { code, retryAfterMs } = made.refusal;
      if (code === 'topic-exists') return this.#join(name);
      if (code !== 'too-fast') throw new RefusalError(made.refusal);
      await new Promise<void>((resolve) => clock.after(retryAfterMs ?? 1000, resolve));
    }
  }

  async #join(name: string): Promise<ConversationId> {
    const { groups } = this.#parts.membership.client;
    const listed = await groups.listTopics();
    if (!listed.ok) throw new RefusalError(listed.refusal);
    const topic = listed.value.find((each) => topicKeyOf(each.name) === topicKeyOf(name));
    if (!topic) throw new RefusalError({ code: 'topic-exists' });
    if (topic.archived) throw new RefusalError({ code: 'topic-archived' });
    const joined = await groups.join(topic.in);
    if (!joined.ok) throw new RefusalError(joined.refusal);
    return topic.in;
  }
}

/** A message, or a part of one that is too long; `id`: its own in the file. */
type Piece = { id: string; draft: ImportedDraft };

/** The last moment that a date can hold. */
const latestMs = 8.64e15;

/** The same message has the same one each time it is brought into the same place. */
function cidOf(place: ConversationId, source: ImportSource, id: string): Cid {
  const hash = createHash('sha256').update(`${place}\n${source}\n${id}`).digest('base64url');
  return hash.slice(0, 40) as Cid;
}

function importedOf({ author, reactions = [] }: ReadMessage, source: ImportSource): Imported {
  const shown = oneLine(printable(author)).slice(0, maxAuthorUnits).toWellFormed() || '?';
  const known = reactions.filter(({ emoji }) => isEmoji(emoji)).slice(0, importedReactionKinds);
  return { source, author: shown, ...(known.length > 0 ? { reactions: known } : {}) };
}

/** As many characters as the room takes at once. */
function piecesOf(text: string, most: number): string[] {
  const whole = text.toWellFormed().trim();
  if (whole.length <= most) return whole === '' ? [] : [whole];
  const characters = [...whole];
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += most) {
    const piece = characters.slice(at, at + most).join('');
    if (piece.trim() !== '') pieces.push(piece);
  }
  return pieces;
}
