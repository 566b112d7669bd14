import type { OutboxItem } from '../../../src-shared/bridge/conversations.ts';
import type { AccountId, Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';
import type {
  ContactGroupRecord,
  ContactRecord,
  GroupMessageRecord,
  NewGroupMessage,
} from '../../client/replica-port.ts';
import { isAnythingKept } from './contact-kept.ts';
import { copyState, groupMessagesPage, unknownSeq } from './copy-state.ts';

type Copy = { account: AccountId; cid: Cid; in: ConversationId; seq?: number };
type HeldGroupMessage = Omit<GroupMessageRecord, 'copies'> & { copies: Copy[] };

/** What the states of copies depend on besides their own numbers. */
export type CopySurroundings = {
  outbox: ReadonlyMap<Cid, OutboxItem>;
  deliveredSeq: (conversation: ConversationId) => number;
};

/** What a person keeps of the people of one room, and what was written to groups of them. */
export class MemoryContacts {
  readonly #contacts = new Map<AccountId, ContactRecord>();
  readonly #groups = new Map<string, ContactGroupRecord>();
  readonly #messages: HeldGroupMessage[] = [];
  readonly #surroundings: CopySurroundings;

  constructor(surroundings: CopySurroundings) {
    this.#surroundings = surroundings;
  }

  list(): ContactRecord[] {
    return [...this.#contacts.values()]
      .toSorted((one, other) => (one.account < other.account ? -1 : 1))
      .map((contact) => ({ ...contact }));
  }

  isBlocked(account: AccountId): boolean {
    return this.#contacts.get(account)?.blocked ?? false;
  }

  save(contact: ContactRecord): void {
    if (isAnythingKept(contact)) this.#contacts.set(contact.account, { ...contact });
    else this.#contacts.delete(contact.account);
  }

  listGroups(): ContactGroupRecord[] {
    return structuredClone([...this.#groups.values()]);
  }

  saveGroup(group: ContactGroupRecord): void {
    this.#groups.set(group.group, structuredClone(group));
  }

  removeGroup(group: string): void {
    this.#groups.delete(group);
  }

  addMessage(number: number, { group, text, at, copies }: NewGroupMessage): GroupMessageRecord {
    const message: HeldGroupMessage = {
      group,
      number,
      text,
      at,
      copies: copies.map(({ account, item }) => ({ account, cid: item.cid, in: item.in })),
    };
    this.#messages.push(message);
    return this.#record(message);
  }

  listMessages(group: string): GroupMessageRecord[] {
    return this.#newest((message) => message.group === group);
  }

  findMessages(cids: readonly Cid[]): GroupMessageRecord[] {
    const wanted = new Set(cids);
    return this.#newest(({ copies }) => copies.some(({ cid }) => wanted.has(cid)));
  }

  /** The room has the message of this cid under this number. */
  noteSeq(cid: Cid, seq: number): void {
    for (const { copies } of this.#messages)
      for (const copy of copies) if (copy.cid === cid) copy.seq = seq;
  }

  /** Other messages may have the numbers now. */
  forgetSeqs(): void {
    for (const { copies } of this.#messages)
      for (const copy of copies) if (copy.seq !== undefined) copy.seq = unknownSeq;
  }

  #newest(isWanted: (message: HeldGroupMessage) => boolean): GroupMessageRecord[] {
    const wanted = this.#messages.filter(isWanted).slice(-groupMessagesPage);
    return wanted.map((message) => this.#record(message));
  }

  #record(message: HeldGroupMessage): GroupMessageRecord {
    const { outbox, deliveredSeq } = this.#surroundings;
    return {
      ...message,
      copies: message.copies.map(({ account, cid, in: conversation, seq }) => ({
        account,
        cid,
        state: copyState({
          seq,
          outbox: outbox.get(cid)?.state,
          deliveredSeq: deliveredSeq(conversation),
        }),
      })),
    };
  }
}
