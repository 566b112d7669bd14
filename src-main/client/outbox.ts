import { assertNever } from '../../src-shared/assert-never.ts';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { afterRefusal, RetryPause } from '../../src-shared/protocol/retry-pause.ts';
import type { Greeting } from './sign-in.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { AnswerOf, ParamsOf } from '../../src-shared/protocol/protocol.ts';
import { draftOf } from '../../src-shared/protocol/said.ts';
import type { Said } from '../../src-shared/protocol/said.ts';
import { refuseLine } from './refuse-line.ts';
import { newCid } from './new-cid.ts';
import type { GroupMessageRecord } from './replica/contacts.ts';
import type { Replica } from './replica/replica.ts';
import type { RoomLink } from './room-link.ts';
import type { RoomSync } from './room-sync.ts';

export type OutboxParts = {
  replica: Pick<Replica, 'outbox' | 'groupMessages'>;
  room: RoomId;
  clock: Clock;
  random: Random;
  changed: (conversation: ConversationId) => void;
  failed: (error: unknown) => void;
};

/** A text that goes to each of these people singly. */
export type NewCopies = {
  /** The contact group. */
  group: string;
  text: string;
  to: readonly { account: AccountId; in: ConversationId }[];
};

type Sending = { link: RoomLink; sync: RoomSync; limits: Greeting['limits']; own: AccountId };

/**
 * What the person said and the room has not acknowledged: on disk before it is sent, sent again with the
 * same cid after every reconnect, one at a time in each conversation so that their order stays (W4).
 */
export class Outbox {
  readonly #parts: OutboxParts;
  #items: OutboxItem[] = [];
  #sending: Sending | undefined;
  /** Where a message is on its way. */
  readonly #busy = new Set<ConversationId>();
  /** Acknowledged; it waits here until it is in the copy too. */
  readonly #acknowledged = new Set<Cid>();
  /** Copies of group messages; what was written to one conversation goes before them. */
  readonly #unhurried = new Set<Cid>();
  readonly #pause: RetryPause;
  /** By this computer's clock: when a message to everyone was last taken, and until when the room lets none follow. */
  #wroteToEveryoneAt: number | undefined;
  #refusedUntil = 0;
  /** The room has said "too fast": one message at a time until nothing waits. */
  #isCareful = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#pause = new RetryPause(parts.clock);
  }

  /** Until when a room with so long between two messages to everyone takes none, as far as is known; 0 if it does. */
  slowUntil(slowModeSeconds: number): number {
    if (slowModeSeconds === 0) return 0;
    const pauseMs = 1000 * slowModeSeconds;
    const own = this.#wroteToEveryoneAt === undefined ? 0 : this.#wroteToEveryoneAt + pauseMs;
    // The room may have been slower when it said so.
    return Math.max(own, Math.min(this.#refusedUntil, this.#parts.clock.wallMs() + pauseMs));
  }

  async load(): Promise<void> {
    this.#items = await this.#parts.replica.outbox.list(this.#parts.room);
  }

  list(conversation?: ConversationId): OutboxItem[] {
    return this.#items.filter((item) => conversation === undefined || item.in === conversation);
  }

  async add(conversation: ConversationId, said: Said): Promise<Cid> {
    const { replica, room } = this.#parts;
    const item = this.#newItem(conversation, said);
    await replica.outbox.add(room, item);
    this.#push([item]);
    return item.cid;
  }

  /** A group message: one copy for each of these people, all on disk at once (R0.9). */
  async addAll({ group, text, to }: NewCopies): Promise<GroupMessageRecord> {
    const { clock, replica, room } = this.#parts;
    const copies = to.map(({ account, in: conversation }) => {
      return { account, item: this.#newItem(conversation, { type: 'send-message', text }) };
    });
    const at = clock.wallMs();
    const message = await replica.groupMessages.add(room, { group, text, at, copies });
    const items = copies.map(({ item }) => item);
    for (const { cid } of items) this.#unhurried.add(cid);
    this.#push(items);
    return message;
  }

  /** False if nothing of this cid has failed. */
  async retry(cid: Cid): Promise<boolean> {
    if (this.#find(cid)?.state.is !== 'failed') return false;
    await this.#setState(cid, { is: 'sending' });
    this.#pump();
    return true;
  }

  /** False if nothing of this cid has failed. */
  async remove(cid: Cid): Promise<boolean> {
    const item = this.#find(cid);
    if (item?.state.is !== 'failed') return false;
    await this.#parts.replica.outbox.remove(this.#parts.room, cid);
    this.#drop([cid]);
    return true;
  }

  /** From now on what waits goes out over this connection. */
  attach(sending: Sending): void {
    this.detach();
    this.#sending = sending;
    this.#pump();
  }

  detach(): void {
    this.#sending = undefined;
    this.#busy.clear();
    this.#acknowledged.clear();
    this.#pause.end();
    this.#isCareful = false;
  }

  /** These are in the copy now, and with that no longer in the outbox on disk. */
  confirmed(entries: readonly Entry[]): void {
    if (this.#items.length === 0) return;
    const cids = entries.flatMap((entry) => ('cid' in entry ? (entry.cid ?? []) : []));
    this.#drop(cids);
  }

  #newItem(conversation: ConversationId, said: Said): OutboxItem {
    const { clock, random } = this.#parts;
    return {
      cid: newCid(clock, random),
      in: conversation,
      said,
      createdAt: clock.wallMs(),
      state: { is: 'sending' },
    };
  }

  #push(items: readonly OutboxItem[]): void {
    this.#items.push(...items);
    for (const item of items) this.#parts.changed(item.in);
    this.#pump();
  }

  #find(cid: Cid): OutboxItem | undefined {
    return this.#items.find((item) => item.cid === cid);
  }

  #drop(cids: readonly Cid[]): void {
    const gone = this.#items.filter((item) => cids.includes(item.cid));
    if (gone.length === 0) return;
    this.#items = this.#items.filter((item) => !cids.includes(item.cid));
    for (const cid of cids) {
      this.#acknowledged.delete(cid);
      this.#unhurried.delete(cid);
    }
    for (const conversation of new Set(gone.map((item) => item.in))) {
      this.#parts.changed(conversation);
    }
  }

  async #setState(cid: Cid, state: OutboxItem['state']): Promise<void> {
    await this.#parts.replica.outbox.change(this.#parts.room, cid, state);
    const item = this.#find(cid);
    if (!item) return;
    this.#items = this.#items.map((each) => (each.cid === cid ? { ...each, state } : each));
    this.#parts.changed(item.in);
  }

  #pump(): void {
    const sending = this.#sending;
    if (!sending || this.#pause.isOn) return;
    const atOnce = this.#isCareful ? 1 : sending.limits.maxUnacknowledged;
    const due = this.#due();
    if (due.length === 0 && this.#busy.size === 0) this.#isCareful = false;
    for (const item of due.slice(0, Math.max(0, atOnce - this.#busy.size))) {
      this.#busy.add(item.in);
      void this.#send(sending, item);
    }
  }

  /** The next of each conversation that has nothing on its way, copies of group messages last. */
  #due(): OutboxItem[] {
    const next = new Map<ConversationId, OutboxItem>();
    for (const item of this.#items) {
      if (item.state.is !== 'sending' || next.has(item.in)) continue;
      if (this.#busy.has(item.in) || this.#acknowledged.has(item.cid)) continue;
      next.set(item.in, item);
    }
    const due = [...next.values()];
    const isUnhurried = (item: OutboxItem): boolean => this.#unhurried.has(item.cid);
    return [...due.filter((item) => !isUnhurried(item)), ...due.filter(isUnhurried)];
  }

  async #send(sending: Sending, item: OutboxItem): Promise<void> {
    try {
      const refusal = await this.#deliver(sending, item);
      // A message outlives the connection: it goes out over the next one.
      if (this.#sending !== sending) return;
      if (refusal) await this.#refused(item, refusal);
    } catch (error) {
      this.#parts.failed(error);
    }
    if (this.#sending !== sending) return;
    this.#busy.delete(item.in);
    this.#pump();
  }

  /** Resolves when the message was acknowledged, or with the reason why not. */
  async #deliver(
    { link, sync, limits, own }: Sending,
    item: OutboxItem,
  ): Promise<Refusal | undefined> {
    const { cid, in: conversation, said } = item;
    const wrong = refuseLine({ in: conversation, cid, ...said }, limits);
    if (wrong) return wrong;
    const answer = await request(link, item);
    if (!answer.ok) return answer.refusal;
    const { seq, id, at, in: stored } = answer.value;
    if (stored !== conversation) {
      link.end({ code: 'connection-lost' });
      return undefined;
    }
    this.#acknowledged.add(cid);
    if (conversation === everyone && said.type === 'send-message')
      this.#wroteToEveryoneAt = this.#parts.clock.wallMs();
    const draft = draftOf(said, { in: conversation, cid, at, by: own });
    void sync
      .takeOwn({ ...draft, seq, id })
      .then((isHeld) => (isHeld ? this.#settle(cid) : undefined))
      .catch((error: unknown) => this.#parts.failed(error));
    return undefined;
  }

  /** The copy holds the message now. If it still waits here, the copy held it before it was acknowledged. */
  async #settle(cid: Cid): Promise<void> {
    if (!this.#find(cid)) return;
    await this.#parts.replica.outbox.remove(this.#parts.room, cid);
    this.#drop([cid]);
  }

  async #refused(item: OutboxItem, refusal: Refusal): Promise<void> {
    // It was deleted by another device, or by a moderator: that is what was wanted.
    if (item.said.type === 'delete-message' && refusal.code === 'message-gone')
      return this.#settle(item.cid);
    const next = afterRefusal(refusal);
    if (refusal.code === 'slow-mode') {
      this.#refusedUntil = this.#parts.clock.wallMs() + (refusal.retryAfterMs ?? 0);
    }
    switch (next) {
      case 'again':
        this.#isCareful = true;
        return this.#pause.begin(refusal, () => this.#pump());
      case 'over-again':
        return this.#sending?.link.end({ code: 'connection-lost' });
      case 'give-back':
        return this.#setState(item.cid, { is: 'failed', refusal });
      default:
        return assertNever(next);
    }
  }
}

/** By its own name, so that its fields are those of what is asked. */
function request(
  link: RoomLink,
  { cid, in: conversation, said: { type, ...fields } }: OutboxItem,
): Promise<Outcome<AnswerOf<Said['type']>>> {
  const params = { in: conversation, cid, ...fields } as ParamsOf<typeof type>;
  return link.request(type, params);
}
