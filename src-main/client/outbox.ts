import { assertNever } from '../../src-shared/assert-never.ts';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Entry, MessageEntry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, Cid, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { afterRefusal, RetryPause } from '../../src-shared/protocol/retry-pause.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import type { Greeting } from './sign-in.ts';
import { draftOf, isLaterChange } from '../../src-shared/protocol/said.ts';
import type { LaterChange, Unsaid } from '../../src-shared/protocol/said.ts';
import { isLaterItem, lateChange, wasSent } from './late-change.ts';
import type { LaterItem } from './late-change.ts';
import { requestLater, requestSaid } from './request-item.ts';
import { refuseLine } from './refuse-line.ts';
import { newCid } from './new-cid.ts';
import { WentOut } from './went-out.ts';
import type { GroupMessageRecord } from './replica/contacts.ts';
import type { Replica } from './replica/replica.ts';
import type { RoomLink } from './room-link.ts';
import type { RoomSync } from './room-sync.ts';

export type OutboxParts = {
  replica: Pick<Replica, 'outbox' | 'groupMessages'>;
  room: RoomId;
  clock: Clock;
  random: Random;
  /** Resolves when the room has all of them, or with why it cannot. */
  bring: (files: readonly SentFile[]) => Promise<Refusal | undefined>;
  /** What was to be said with them will not be. */
  leave: (files: readonly SentFile[]) => void;
  changed: (conversation: ConversationId) => void;
  failed: (error: unknown) => void;
  /** The room has taken it, and it still waits here. Resolves when that is on disk. */
  laterTaken: (conversation: ConversationId, change: LaterChange) => Promise<void>;
  /** It waits here no more. */
  laterSettled: () => void;
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
 * same cid after every reconnect, one at a time in each conversation so that their order stays (W4). What has files with
 * it lets what was said later pass while these are on their way.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  #items: OutboxItem[] = [];
  #sending: Sending | undefined;
  /** Whose outbox it is, connected or not. */
  #own: AccountId | undefined;
  /** Where a message is on its way. */
  readonly #busy = new Set<ConversationId>();
  /** Acknowledged; it waits here until it is in the copy too. */
  readonly #acknowledged = new Set<Cid>();
  /** Copies of group messages; what was written to one conversation goes before them. */
  readonly #unhurried = new Set<Cid>();
  /** Whose files are on their way, and whose the room has. */
  readonly #bringing = new Set<Cid>();
  readonly #brought = new Set<Cid>();
  readonly #wentOut: WentOut;
  /** Being changed or taken out on disk: none of them goes out meanwhile. */
  readonly #held = new Set<Cid>();
  readonly #pause: RetryPause;
  /** By this computer's clock: when a message to everyone was last taken, and until when the room lets none follow. */
  #wroteToEveryoneAt: number | undefined;
  #refusedUntil = 0;
  /** The room has said "too fast": one message at a time until nothing waits. */
  #isCareful = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#pause = new RetryPause(parts.clock);
    const { replica, room } = parts;
    this.#wentOut = new WentOut((cid) => replica.outbox.noteWentOut(room, cid));
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
    const kept = await this.#parts.replica.outbox.list(this.#parts.room);
    this.#items = kept.map((item) => this.#wentOut.loaded(item));
    // Nothing was sent, so another device has cancelled it: that is what was wanted.
    for (const { cid, said, state } of this.#items)
      if (said.type === 'cancel-later' && state.is === 'failed') await this.#settle(cid);
  }

  list(conversation?: ConversationId): OutboxItem[] {
    return this.#items.filter((item) => conversation === undefined || item.in === conversation);
  }

  async add(conversation: ConversationId, said: Unsaid): Promise<Cid> {
    const { replica, room } = this.#parts;
    const item = this.#newItem(conversation, said);
    await replica.outbox.add(room, this.#wentOut.kept(item, this.#sending !== undefined));
    this.#push([item]);
    return item.cid;
  }

  /** In place of what was to become of the same message before. */
  async addLater(conversation: ConversationId, change: LaterChange): Promise<void> {
    const { replica, room } = this.#parts;
    const before = this.laterChange(change.message);
    const item = this.#newItem(conversation, change);
    await replica.outbox.add(room, this.#wentOut.kept(item, this.#sending !== undefined));
    if (before) await this.#settle(before.cid);
    this.#push([item]);
  }

  /** What is to become of this message that the room sends at a time, as long as the room has not taken it. */
  laterChange(message: Cid): LaterItem | undefined {
    return this.laterChanges().find(({ said }) => said.message === message);
  }

  laterChanges(): LaterItem[] {
    return this.#items.filter(isLaterItem);
  }

  /** A group message: one copy for each of these people, all on disk at once (R0.9). */
  async addAll({ group, text, to }: NewCopies): Promise<GroupMessageRecord> {
    const { clock, replica, room } = this.#parts;
    const copies = to.map(({ account, in: conversation }) => {
      return { account, item: this.#newItem(conversation, { type: 'send-message', text }) };
    });
    const at = clock.wallMs();
    const isToGoOut = this.#sending !== undefined;
    const items = copies.map(({ item }) => item);
    const message = await replica.groupMessages.add(room, {
      group,
      text,
      at,
      copies: copies.map(({ account, item }) => {
        return { account, item: this.#wentOut.kept(item, isToGoOut) };
      }),
    });
    for (const { cid } of items) this.#unhurried.add(cid);
    this.#push(items);
    return message;
  }

  /** False if nothing of this cid has failed. */
  async retry(cid: Cid): Promise<boolean> {
    const item = this.#find(cid);
    if (item?.state.is !== 'failed') return false;
    const { said, state } = item;
    if (state.refusal.code === 'later-kept-time') return (await this.remove(cid)) === undefined;
    if (said.type === 'send-later' && state.refusal.code === 'later-was-sent') {
      const { text, reply } = said;
      const now = {
        type: 'send-message',
        text,
        ...(reply === undefined ? {} : { reply }),
      } as const;
      await this.#become(item, { said: now, state: { is: 'sending' } });
    } else await this.#setState(cid, { is: 'sending' });
    this.#pump();
    return true;
  }

  /** Takes out what failed, or a message that the room cannot have yet; or says why not. */
  async remove(cid: Cid): Promise<Refusal | undefined> {
    const item = this.#find(cid);
    const refusal = this.#refuseTaking(item);
    if (refusal || !item) return refusal;
    await this.#hold(cid, async () => {
      await this.#parts.replica.outbox.remove(this.#parts.room, cid);
      this.#drop([cid]);
    });
    const files = filesOf(item);
    if (files) this.#parts.leave(files.filter((file) => !this.#isWanted(file)));
    this.#pump();
    return undefined;
  }

  /** Lets a message say something else, as long as the room cannot have it; or says why not. One that failed goes out again. */
  async rewrite(cid: Cid, text: string): Promise<Refusal | undefined> {
    const item = this.#find(cid);
    const refusal = this.#refuseTaking(item);
    if (refusal) return refusal;
    if (item?.said.type !== 'send-message' || item.said.forward) return { code: 'no-such-message' };
    const said = { ...item.said, text };
    const changed: OutboxItem = { ...item, said, state: { is: 'sending' } };
    const { replica, room } = this.#parts;
    await this.#hold(cid, async () => {
      await replica.outbox.add(room, this.#wentOut.kept(changed));
      this.#items = this.#items.map((each) => (each.cid === cid ? changed : each));
      this.#parts.changed(item.in);
    });
    this.#pump();
    return undefined;
  }

  #refuseTaking(item: OutboxItem | undefined): Refusal | undefined {
    if (!item) return { code: 'no-such-message' };
    const { cid, said, state } = item;
    if (this.#held.has(cid)) return { code: 'message-under-way' };
    if (state.is === 'failed') return undefined;
    const isFree = said.type === 'send-message' && !this.#wentOut.mayBeThere(cid);
    return isFree ? undefined : { code: 'message-under-way' };
  }

  /** What is here follows what is on disk before anything can go out. */
  async #hold(cid: Cid, write: () => Promise<void>): Promise<void> {
    this.#held.add(cid);
    try {
      await write();
    } finally {
      this.#held.delete(cid);
    }
  }

  #isWanted({ hash }: SentFile): boolean {
    return this.#items.some((item) => filesOf(item)?.some((file) => file.hash === hash));
  }

  /** From now on what waits goes out over this connection. */
  attach(sending: Sending): void {
    this.detach();
    this.#sending = sending;
    this.#own = sending.own;
    this.#pump();
  }

  detach(): void {
    this.#sending = undefined;
    this.#busy.clear();
    this.#acknowledged.clear();
    this.#brought.clear();
    this.#pause.end();
    this.#isCareful = false;
  }

  /** These are in the copy now, and with that no longer in the outbox on disk. */
  confirmed(entries: readonly Entry[]): void {
    if (this.#items.length === 0) return;
    const cids = entries.flatMap((entry) => ('cid' in entry ? (entry.cid ?? []) : []));
    this.#drop(cids);
    for (const entry of entries) {
      if (entry.type !== 'message' || entry.from !== this.#own) continue;
      const late = entry.cid && this.laterChange(entry.cid);
      if (late) void this.#late(late, entry).catch(this.#parts.failed);
    }
  }

  /** Its time came before the change did: what is left of it can be done to what was sent. */
  async #late(item: LaterItem, sent: MessageEntry): Promise<void> {
    const late = lateChange(item.said, sent);
    if (!late) return this.#settle(item.cid);
    const { said, why: refusal } = late;
    await this.#become(item, { in: sent.in, said, state: { is: 'failed', refusal } });
  }

  async #become(
    before: OutboxItem,
    change: Partial<Pick<OutboxItem, 'in' | 'said' | 'state'>>,
  ): Promise<void> {
    const { replica, room, changed } = this.#parts;
    const item = { ...before, ...change };
    this.#items = this.#items.map((each) => (each.cid === item.cid ? item : each));
    await replica.outbox.add(room, this.#wentOut.kept(item));
    for (const conversation of new Set([before.in, item.in])) changed(conversation);
  }

  #newItem(conversation: ConversationId, said: Unsaid): OutboxItem {
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
      this.#wentOut.forget(cid);
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
    this.#bringFiles();
    const due = this.#due();
    if (due.length === 0 && this.#busy.size === 0) this.#isCareful = false;
    for (const item of due.slice(0, Math.max(0, atOnce - this.#busy.size))) {
      this.#busy.add(item.in);
      void this.#send(sending, item);
    }
  }

  #bringFiles(): void {
    for (const item of this.#items) {
      const files = filesOf(item);
      const { cid } = item;
      if (!files || item.state.is !== 'sending') continue;
      if (this.#bringing.has(cid) || this.#brought.has(cid) || this.#acknowledged.has(cid))
        continue;
      this.#bringing.add(cid);
      this.#parts
        .bring(files)
        .then(async (refusal) => {
          this.#bringing.delete(cid);
          if (refusal) await this.#setState(cid, { is: 'failed', refusal });
          else this.#brought.add(cid);
          this.#pump();
        })
        .catch((error: unknown) => this.#parts.failed(error));
    }
  }

  /** The next of each conversation that has nothing on its way, copies of group messages last. */
  #due(): OutboxItem[] {
    const next = new Map<ConversationId, OutboxItem>();
    for (const item of this.#items) {
      if (item.state.is !== 'sending' || next.has(item.in)) continue;
      if (this.#busy.has(item.in) || this.#acknowledged.has(item.cid)) continue;
      if (filesOf(item) && !this.#brought.has(item.cid)) continue;
      next.set(item.in, item);
    }
    // What is held keeps its place: nothing of its conversation passes it.
    const due = [...next.values()].filter(({ cid }) => !this.#held.has(cid));
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
    const noted = this.#wentOut.goesOut(cid);
    if (noted) {
      await noted;
      if (this.#sending?.link !== link) return undefined;
    }
    if (isLaterChange(said)) {
      const taken = await requestLater(link, conversation, said);
      if (!taken.ok) return taken.refusal;
      await this.#laterTaken(cid, conversation, said);
      return undefined;
    }
    const answer = await requestSaid(link, { cid, in: conversation, said });
    if (!answer.ok) return answer.refusal;
    const { seq, id, at, in: stored } = answer.value;
    if (stored !== conversation) {
      link.end({ code: 'connection-lost' });
      return undefined;
    }
    // It was so already: no entry comes of it.
    if (seq === undefined || id === undefined || at === undefined) {
      await this.#settle(cid);
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

  /** It was sent, and `#late` hears of that by its entry. A cancelling whose entry never comes was done before. */
  async #waitsNoMore({ cid, in: place, said }: OutboxItem): Promise<void> {
    const sync = this.#sending?.sync;
    await this.#setState(cid, { is: 'failed', refusal: { code: 'later-was-sent' } });
    if (said.type !== 'cancel-later') return;
    const settled = sync?.upToDate().then((isUpToDate) => {
      const isLeft = this.#find(cid)?.said.type === 'cancel-later';
      return isUpToDate && isLeft ? this.#laterTaken(cid, place, said) : undefined;
    });
    settled?.catch((error: unknown) => this.#parts.failed(error));
  }

  /** Whatever ends the program in between: known as taken, or still waiting here, it can be cancelled. */
  async #laterTaken(cid: Cid, conversation: ConversationId, said: LaterChange): Promise<void> {
    await this.#parts.laterTaken(conversation, said);
    await this.#settle(cid);
    this.#parts.laterSettled();
  }

  async #refused(item: OutboxItem, refusal: Refusal): Promise<void> {
    // It was deleted by another device, or by a moderator: nothing is left to be done to it. What was written is kept.
    const isEdit = item.said.type === 'edit-message';
    if ('target' in item.said && !isEdit && refusal.code === 'message-gone')
      return this.#settle(item.cid);
    if (isLaterChange(item.said) && wasSent.has(refusal.code)) return this.#waitsNoMore(item);
    const next = afterRefusal(refusal);
    if (next !== 'over-again') this.#wentOut.refused(item.cid);
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

/** Those that have to be brought first; what is forwarded the room has. */
function filesOf({ said }: OutboxItem): readonly SentFile[] | undefined {
  return said.type === 'send-message' && !said.forward ? said.files : undefined;
}
