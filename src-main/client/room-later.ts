import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { LaterView } from '../../src-shared/member/later-view.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { AccountId, Cid, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { LaterMessage } from '../../src-shared/protocol/later.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { LaterChange } from '../../src-shared/protocol/said.ts';
import { newCid } from './new-cid.ts';
import type { LaterItem } from './late-change.ts';
import type { Outbox } from './outbox.ts';
import type { Replica } from './replica/replica.ts';
import type { RoomLink } from './room-link.ts';
import { maxTextUnits } from './vet-entries.ts';

export type RoomLaterParts = {
  replica: Pick<Replica, 'later'>;
  room: RoomId;
  outbox: Outbox;
  clock: Clock;
  random: Random;
  failed: (error: unknown) => void;
};

type NewLater = Omit<LaterMessage, 'cid' | 'refusal'> & { cid?: Cid | undefined };

/**
 * What this person wants the room to send at a time. It waits in the room; here are a copy of that list, and in the
 * outbox what the room has not heard of. The room decides when the time has come: what it had not heard by then was late.
 */
export class RoomLater {
  readonly #parts: RoomLaterParts;
  #link: RoomLink | undefined;
  #own: AccountId | undefined;
  /** As the room listed them last, with what it has taken since. */
  #known: LaterMessage[] = [];
  /** How often the room has taken something. */
  #takenCount = 0;

  constructor(parts: RoomLaterParts) {
    this.#parts = parts;
  }

  async load(): Promise<void> {
    this.#known = await this.#parts.replica.later.list(this.#parts.room);
  }

  attach({ link, own }: { link: RoomLink; own: AccountId }): void {
    this.#link = link;
    this.#own = own;
  }

  detach(): void {
    this.#link = undefined;
  }

  /** What the room has is known here from now on, connected or not. */
  refresh(): void {
    void this.list().catch(this.#parts.failed);
  }

  /** The room has just taken this. Resolves when it is on disk. */
  async taken(conversation: ConversationId, change: LaterChange): Promise<void> {
    const { message: cid } = change;
    if (change.type === 'cancel-later') return this.#taken(cid);
    const { text, at, reply } = change;
    const replying = reply === undefined ? {} : { reply };
    return this.#taken(cid, { in: conversation, cid, text, at, ...replying });
  }

  /** These were said, and wait no more. */
  sent(entries: readonly Entry[]): void {
    if (this.#known.length === 0) return;
    const own = entries.filter((entry) => entry.type === 'message' && entry.from === this.#own);
    const cids = new Set(own.map((entry) => 'cid' in entry && entry.cid));
    const left = this.#known.filter(({ cid }) => !cids.has(cid));
    if (left.length < this.#known.length) void this.#keep(left).catch(this.#parts.failed);
  }

  async list(): Promise<Outcome<LaterView[]>> {
    const takenCount = this.#takenCount;
    const answer = await this.#answered((link) => link.request('list-later', {}));
    if (answer && !answer.ok) return answer;
    // What was taken since it was asked may not be among it.
    if (answer?.ok && takenCount !== this.#takenCount) return this.list();
    if (answer?.ok)
      await this.#keep(answer.value.messages.filter(({ text }) => text.length <= maxTextUnits));
    return done(this.#views());
  }

  /** With the `cid` of one that waits: instead of it. */
  async send({
    cid = newCid(this.#parts.clock, this.#parts.random),
    in: conversation,
    ...message
  }: NewLater): Promise<Outcome<null>> {
    const { outbox, clock } = this.#parts;
    const answer = await this.#ask(cid, (link) =>
      link.request('send-later', { in: conversation, cid, ...message }),
    );
    if (answer?.ok) await this.#taken(cid, { in: conversation, cid, ...message });
    if (answer) return answer.ok ? done(null) : answer;
    const fromNowMs = message.at - clock.wallMs();
    if (fromNowMs <= 0 || fromNowMs > limits.laterMs) return refused({ code: 'not-in-time' });
    await outbox.addLater(conversation, { type: 'send-later', message: cid, ...message });
    return done(null);
  }

  /** What the room refused of one is given up with it: the room may have what it said before. */
  async cancel(cid: Cid): Promise<Outcome<LaterView[]>> {
    const { outbox } = this.#parts;
    const answer = await this.#ask(cid, (link) => link.request('cancel-later', { cid }));
    if (answer?.ok) return this.#cancelled(cid);
    if (answer) return answer;
    const waiting = outbox.laterChange(cid);
    const known = this.#known.find((message) => message.cid === cid);
    const place = known?.in ?? waiting?.in;
    // Sent already, as far as is known here, or as is told beside it.
    if (!place || isKnownAsSent(waiting)) return refused({ code: 'no-such-later' });
    await outbox.addLater(place, { type: 'cancel-later', message: cid });
    return done(this.#views());
  }

  /** Whatever becomes of the question for the list: it is cancelled. */
  async #cancelled(cid: Cid): Promise<Outcome<LaterView[]>> {
    await this.#taken(cid);
    const listed = await this.list();
    return listed.ok ? listed : done(this.#views());
  }

  /** Undefined if it has to wait: nobody is connected, or something waits that is to be done to the same message first. */
  async #ask<T>(
    cid: Cid,
    request: (link: RoomLink) => Promise<Outcome<T>>,
  ): Promise<Outcome<T> | undefined> {
    return this.#parts.outbox.laterChange(cid) ? undefined : this.#answered(request);
  }

  /** Undefined if nobody is connected, or the connection has ended, for whatever reason: what the room did nobody knows. */
  async #answered<T>(
    request: (link: RoomLink) => Promise<Outcome<T>>,
  ): Promise<Outcome<T> | undefined> {
    const link = this.#link;
    const answer = link && (await request(link));
    return answer?.ok === false && link?.isEnded === true ? undefined : answer;
  }

  /** Before the room is asked again: without a connection that may be long from now. Missing: it is cancelled. */
  async #taken(cid: Cid, message?: LaterMessage): Promise<void> {
    this.#takenCount += 1;
    const others = this.#known.filter((known) => known.cid !== cid);
    await this.#keep(message ? [...others, message] : others);
  }

  async #keep(messages: LaterMessage[]): Promise<void> {
    this.#known = messages;
    await this.#parts.replica.later.keep(this.#parts.room, messages);
  }

  /** As the room has them, with what it has not heard of. */
  #views(): LaterView[] {
    const views = new Map(this.#known.map((message): [Cid, LaterView] => [message.cid, message]));
    for (const { in: conversation, said, state } of this.#parts.outbox.laterChanges()) {
      const { message: cid } = said;
      const refusal = state.is === 'failed' ? state.refusal.code : undefined;
      if (refusal === 'later-was-sent') views.delete(cid);
      else if (said.type === 'send-later') {
        const { text, at, reply } = said;
        const how = refusal === undefined ? { waits: 'change' as const } : { refusal };
        const replying = reply === undefined ? {} : { reply };
        views.set(cid, { in: conversation, cid, text, at, ...replying, ...how });
      } else {
        const known = views.get(cid);
        if (known) views.set(cid, { ...known, waits: 'cancel' });
      }
    }
    return [...views.values()].toSorted((one, other) => one.at - other.at);
  }
}

function isKnownAsSent(change: LaterItem | undefined): boolean {
  return change?.state.is === 'failed' && change.state.refusal.code === 'later-was-sent';
}
