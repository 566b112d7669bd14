import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Receipt } from '../../src-shared/protocol/receipts.ts';
import { conversationKind, directPartner, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import { GatheredWrites } from './gathered-writes.ts';
import { Marks } from './marks.ts';
import { readPages } from './read-pages.ts';
import { maxConversations } from './room-copy.ts';
import type { RoomCopy } from './room-copy.ts';
import type { RoomLink } from './room-link.ts';

/** For so many conversations it is said again after a start, as it may not have been said before the last end. */
const maxSaidAgain = 50;
/** So many receipts wait for the first message of their conversation; more are passed over until the next connecting. */
const maxEarly = 100;

export type ReceiptsParts = {
  copy: RoomCopy;
  clock: Clock;
  /** Whether others may know that their messages have arrived here, and that they were read. */
  isOn: () => boolean;
  showsReads: () => boolean;
  /** It has reached the other one as far as the copy says now. */
  delivered: (conversation: ConversationId) => void;
  /** Others have read further there, or it is not to be known any more. */
  readsChanged: (conversation: ConversationId) => void;
  failed: (error: unknown) => void;
};

type Signed = { link: RoomLink; own: AccountId };

/** How far messages have reached the other side, and how far they were read, in both directions (W11). */
export class Receipts {
  readonly #parts: ReceiptsParts;
  readonly #arrived: Marks;
  readonly #read: Marks;
  /** How far others have read, as the room has said since it was connected to. */
  readonly #reads = new Map<ConversationId, Map<AccountId, number>>();
  /** Of conversations of which nothing is in the copy yet, by conversation and account. */
  readonly #early = new Map<string, Receipt>();
  /** How far the other ones have it, as far as that is not on disk yet: however often a room says it, it is written once. */
  readonly #delivered = new Map<ConversationId, number>();
  readonly #deliveries: GatheredWrites<ConversationId>;

  constructor(parts: ReceiptsParts) {
    const { copy, clock, failed } = parts;
    this.#parts = parts;
    this.#arrived = new Marks({
      clock,
      failed,
      seqOf: (id) => (parts.isOn() ? copy.conversation(id).lastSeq : undefined),
      send: (link, place) => link.request('mark-delivered', place),
    });
    this.#read = new Marks({
      clock,
      failed,
      seqOf: (id) => (parts.showsReads() ? copy.conversation(id).readSeq : 0),
      send: (link, place) => link.request('mark-read', place),
    });
    this.#deliveries = new GatheredWrites({ write: (ids) => this.#writeDelivered(ids), failed });
  }

  /** The copy is up to date, and what has arrived and was read can be said over this connection. */
  attach(signed: Signed): void {
    const newest = this.#parts.copy
      .conversations()
      .filter((record) => record.lastMessage && record.in !== everyone)
      .sort((one, other) => (other.lastMessage?.id ?? 0) - (one.lastMessage?.id ?? 0));
    const heard = newest.filter(
      ({ in: id, lastMessage }) => directPartner(id, signed.own) === lastMessage?.from,
    );
    for (const { in: id } of heard.slice(0, maxSaidAgain)) this.#arrived.add(id);
    for (const { in: id } of newest.slice(0, maxSaidAgain)) this.#read.add(id);
    this.settingsChanged();
    this.#arrived.attach(signed.link);
    this.#read.attach(signed.link);
  }

  detach(): void {
    this.#arrived.detach();
    this.#read.detach();
    // The next connection lists them all.
    this.#early.clear();
    this.#delivered.clear();
  }

  /** The room's numbers mean something else now. */
  clear(): void {
    this.#arrived.clear();
    this.#read.clear();
    this.#reads.clear();
    this.#early.clear();
    this.#delivered.clear();
  }

  /** Who shows no more what was read takes back what was said of it. */
  settingsChanged(): void {
    for (const id of this.#read.known()) this.#read.add(id);
  }

  /** These are on disk here. */
  arrived(conversation: ConversationId, entries: readonly Entry[], own: AccountId): void {
    const partner = directPartner(conversation, own);
    if (entries.some((entry) => entry.type === 'message' && entry.from === partner))
      this.#arrived.add(conversation);
    this.#takeEarly(conversation, own);
  }

  /** This person has read further there. */
  read(conversation: ConversationId): void {
    if (conversation !== everyone) this.#read.add(conversation);
  }

  /** How far the others have read, as far as they show it. */
  readsIn(conversation: ConversationId): { account: AccountId; seq: number }[] {
    const reads = this.#reads.get(conversation) ?? [];
    return [...reads].map(([account, seq]) => ({ account, seq }));
  }

  readConversations(): ConversationId[] {
    return [...this.#reads.keys()];
  }

  /** A receipt may come with the message that it is of, before that is on disk: then it waits for it. */
  take(receipt: Receipt, own: AccountId): void {
    const { in: id, account, delivered = 0, read } = receipt;
    const { lastSeq, deliveredSeq } = this.#parts.copy.conversation(id);
    if (lastSeq === 0) return this.#keepEarly(receipt);
    if (read !== undefined) this.#takeRead({ in: id, account, seq: read }, own);
    if (directPartner(id, own) !== account) return;
    if (delivered <= Math.max(deliveredSeq, this.#delivered.get(id) ?? 0)) return;
    this.#delivered.set(id, delivered);
    this.#deliveries.note(id);
  }

  async list(link: RoomLink, own: AccountId): Promise<Outcome<undefined>> {
    const before = new Set(this.#reads.keys());
    let isFirst = true;
    const listed = await readPages<ConversationId, AnswerOf<'list-receipts'>>({
      link,
      most: maxConversations,
      ask: (from, heard) => link.request('list-receipts', from, heard),
      take: ({ receipts }) => {
        // What is told live from here on is newer than what is listed.
        if (isFirst) {
          this.#reads.clear();
          this.#early.clear();
        }
        isFirst = false;
        for (const receipt of receipts) this.take(receipt, own);
        return receipts.length;
      },
    });
    // What is not listed any more is not shown.
    for (const id of before) if (!this.#reads.has(id)) this.#parts.readsChanged(id);
    await this.#deliveries.settled();
    return listed;
  }

  async #writeDelivered(ids: readonly ConversationId[]): Promise<void> {
    const { copy, delivered } = this.#parts;
    for (const id of ids) {
      const seq = this.#delivered.get(id);
      this.#delivered.delete(id);
      if (seq !== undefined && (await copy.markDelivered(id, seq))) delivered(id);
    }
  }

  #keepEarly(receipt: Receipt): void {
    const key = `${receipt.in} ${receipt.account}`;
    const known = this.#early.get(key);
    if (!known && this.#early.size >= maxEarly) return;
    this.#early.set(key, { ...known, ...receipt });
  }

  #takeEarly(conversation: ConversationId, own: AccountId): void {
    if (this.#parts.copy.conversation(conversation).lastSeq === 0) return;
    for (const [key, receipt] of this.#early) {
      if (receipt.in !== conversation) continue;
      this.#early.delete(key);
      this.take(receipt, own);
    }
  }

  #takeRead(
    { in: id, account, seq }: { in: ConversationId; account: AccountId; seq: number },
    own: AccountId,
  ): void {
    // So that it can be taken back.
    if (account === own) return this.#read.note(id, seq);
    if (!isToldOf(account, id, own)) return;
    const reads = this.#reads.get(id) ?? new Map<AccountId, number>();
    const isFull = !reads.has(account) && reads.size >= limits.groupMembers;
    if (isFull) return;
    if (seq === 0) reads.delete(account);
    else reads.set(account, seq);
    this.#reads.set(id, reads);
    this.#parts.readsChanged(id);
  }
}

/** Of the other one of a direct conversation, and of those who are in a group; of nobody else elsewhere (W11). */
function isToldOf(account: AccountId, id: ConversationId, own: AccountId): boolean {
  const partner = directPartner(id, own);
  return partner === undefined ? conversationKind(id) === 'group' : partner === account;
}
