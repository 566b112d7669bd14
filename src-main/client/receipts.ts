import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Receipt } from '../../src-shared/protocol/receipts.ts';
import { directPartner } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { readPages } from './read-pages.ts';
import { maxConversations } from './room-copy.ts';
import type { RoomCopy } from './room-copy.ts';
import type { RoomLink } from './room-link.ts';

/** What arrives within this time is said to have arrived at once. */
const gatherMs = 250;
/** For so many conversations it is said again after a start, as it may not have been said before the last end. */
const maxSaidAgain = 50;

export type ReceiptsParts = {
  copy: RoomCopy;
  clock: Clock;
  /** Whether others may know that their messages have arrived here. */
  isOn: () => boolean;
  /** It has reached the other one as far as the copy says now. */
  delivered: (conversation: ConversationId) => void;
  failed: (error: unknown) => void;
};

type Signed = { link: RoomLink; own: AccountId };

/** How far direct messages have reached the other side, in both directions (W11). */
export class Receipts {
  readonly #parts: ReceiptsParts;
  /** Conversations of which it is to be said that they have arrived here. */
  readonly #due = new Set<ConversationId>();
  /** What the room knows already. */
  readonly #marked = new Map<ConversationId, number>();
  #signed: Signed | undefined;
  #cancel: (() => void) | undefined;

  constructor(parts: ReceiptsParts) {
    this.#parts = parts;
  }

  /** The copy is up to date, and what has arrived can be said over this connection. */
  attach(signed: Signed): void {
    this.#signed = signed;
    const newest = this.#parts.copy
      .conversations()
      .filter((record) => record.lastMessage && this.#isPartner(record.in, record.lastMessage.from))
      .sort((one, other) => (other.lastMessage?.id ?? 0) - (one.lastMessage?.id ?? 0));
    for (const record of newest.slice(0, maxSaidAgain)) this.#due.add(record.in);
    if (this.#due.size > 0) this.#schedule();
  }

  detach(): void {
    this.#signed = undefined;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** The room's numbers mean something else now. */
  clear(): void {
    this.#due.clear();
    this.#marked.clear();
  }

  /** These are on disk here. */
  arrived(conversation: ConversationId, entries: readonly Entry[], own: AccountId): void {
    const partner = directPartner(conversation, own);
    if (!entries.some((entry) => entry.type === 'message' && entry.from === partner)) return;
    this.#due.add(conversation);
    this.#schedule();
  }

  /** The other one has everything up to there. */
  async take({ in: id, account, delivered }: Receipt, own: AccountId): Promise<void> {
    const { copy } = this.#parts;
    const { lastSeq } = copy.conversation(id);
    if (lastSeq === 0 || directPartner(id, own) !== account) return;
    if (await copy.markDelivered(id, delivered)) this.#parts.delivered(id);
  }

  async list(link: RoomLink, own: AccountId): Promise<Outcome<undefined>> {
    const said: Receipt[] = [];
    const listed = await readPages({
      link,
      most: maxConversations,
      ask: (from: { from?: ConversationId }) => link.request('list-receipts', from),
      take: ({ receipts }) => {
        said.push(...receipts);
        return receipts.length;
      },
    });
    await Promise.all(said.map((receipt) => this.take(receipt, own)));
    return listed;
  }

  #isPartner(conversation: ConversationId, account: AccountId): boolean {
    return this.#signed !== undefined && directPartner(conversation, this.#signed.own) === account;
  }

  #schedule(): void {
    if (!this.#signed || this.#cancel) return;
    this.#cancel = this.#parts.clock.after(gatherMs, () => {
      void this.#mark().catch((error: unknown) => this.#parts.failed(error));
    });
  }

  /** At most once for each conversation, however much has arrived in it. */
  async #mark(): Promise<void> {
    const signed = this.#signed;
    const due = [...this.#due];
    for (const id of due) {
      if (!signed || this.#signed !== signed) return;
      this.#due.delete(id);
      const { lastSeq: seq } = this.#parts.copy.conversation(id);
      if (!this.#parts.isOn() || seq <= (this.#marked.get(id) ?? 0)) continue;
      const answer = await signed.link.request('mark-delivered', { in: id, seq });
      if (answer.ok) this.#marked.set(id, seq);
      else if (signed.link.isEnded) this.#due.add(id);
    }
    if (this.#signed !== signed) return;
    this.#cancel = undefined;
    if (this.#due.size > 0) this.#schedule();
  }
}
