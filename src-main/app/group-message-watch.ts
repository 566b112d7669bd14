import type { AccountId, Cid, RoomId } from '../../src-shared/protocol/ids.ts';
import { GatheredWrites } from '../client/gathered-writes.ts';
import type { GroupMessageRecord } from '../client/replica/contacts.ts';
import type { Replica } from '../client/replica/replica.ts';

/** So many copies are followed that can still change; of the oldest beyond that nothing more is told. */
const maxWatchedCopies = 100_000;

type CopyState = GroupMessageRecord['copies'][number]['state'];
type Watched = { account: AccountId; state: CopyState };

export type GroupMessageWatchParts = {
  replica: Pick<Replica, 'groupMessages'>;
  room: RoomId;
  changed: (message: GroupMessageRecord) => void;
  failed: (error: unknown) => void;
};

/** Tells windows how the copies of a group message stand, for the messages that a window was shown. */
export class GroupMessageWatch {
  readonly #parts: GroupMessageWatchParts;
  readonly #copies = new Map<Cid, Watched>();
  readonly #cidsByAccount = new Map<AccountId, Set<Cid>>();
  readonly #touched: GatheredWrites<Cid>;

  constructor(parts: GroupMessageWatchParts) {
    const { failed } = parts;
    this.#parts = parts;
    this.#touched = new GatheredWrites({ failed, write: (cids) => this.#read(cids) });
  }

  /** A window is shown these; what has changed since they were read is told. */
  show(messages: readonly GroupMessageRecord[]): void {
    for (const message of messages) {
      this.#keep(message);
      for (const { cid } of message.copies) if (this.#copies.has(cid)) this.#touched.note(cid);
    }
  }

  /** The outbox of the direct conversation with this person, or how far it has reached them, has changed. */
  touched(account: AccountId): void {
    for (const cid of this.#cidsByAccount.get(account) ?? []) this.#touched.note(cid);
  }

  /** Resolves when what was touched has been told. */
  settled(): Promise<void> {
    return this.#touched.settled();
  }

  /** A page of messages at a time, until each of the copies was in one. */
  async #read(cids: readonly Cid[]): Promise<void> {
    const { replica, room, changed } = this.#parts;
    const left = new Set(cids);
    while (left.size > 0) {
      const messages = await replica.groupMessages.find(room, [...left]);
      if (messages.length === 0) return;
      for (const message of messages) {
        for (const { cid } of message.copies) left.delete(cid);
        if (!this.#isNews(message)) continue;
        this.#keep(message);
        changed(message);
      }
    }
  }

  #isNews({ copies }: GroupMessageRecord): boolean {
    return copies.some(({ cid, state }) => {
      const known = this.#copies.get(cid);
      return known !== undefined && known.state !== state;
    });
  }

  #keep({ copies }: GroupMessageRecord): void {
    for (const { cid, account, state } of copies) {
      this.#forget(cid);
      if (state !== 'delivered') this.#add(cid, { account, state });
    }
  }

  #add(cid: Cid, watched: Watched): void {
    if (this.#copies.size >= maxWatchedCopies) {
      const [oldest] = this.#copies.keys();
      if (oldest !== undefined) this.#forget(oldest);
    }
    this.#copies.set(cid, watched);
    const cids = this.#cidsByAccount.get(watched.account);
    if (cids) cids.add(cid);
    else this.#cidsByAccount.set(watched.account, new Set([cid]));
  }

  #forget(cid: Cid): void {
    const known = this.#copies.get(cid);
    if (!known) return;
    this.#copies.delete(cid);
    const cids = this.#cidsByAccount.get(known.account);
    cids?.delete(cid);
    if (cids?.size === 0) this.#cidsByAccount.delete(known.account);
  }
}
