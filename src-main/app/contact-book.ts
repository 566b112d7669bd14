import type { AccountId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { ContactRecord } from '../client/replica/contacts.ts';
import type { Replica } from '../client/replica/replica.ts';
import { Turns } from '../client/turns.ts';

export type ContactChange = {
  [N in Exclude<keyof ContactRecord, 'account'>]?: ContactRecord[N] | undefined;
};

/** What this person keeps of the people of one room, as it is on disk. */
export class ContactBook {
  readonly #replica: Pick<Replica, 'contacts'>;
  readonly #room: RoomId;
  readonly #contacts = new Map<AccountId, ContactRecord>();
  readonly #turns = new Turns<AccountId>();

  constructor(replica: Pick<Replica, 'contacts'>, room: RoomId) {
    this.#replica = replica;
    this.#room = room;
  }

  async load(): Promise<void> {
    for (const contact of await this.#replica.contacts.list(this.#room)) {
      this.#contacts.set(contact.account, contact);
    }
  }

  /** Only people of whom something is kept. */
  list(): ContactRecord[] {
    return [...this.#contacts.values()];
  }

  isBlocked(account: AccountId): boolean {
    return this.#contacts.get(account)?.blocked ?? false;
  }

  /** Nothing that they do notifies the person. */
  isQuiet(account: AccountId): boolean {
    const contact = this.#contacts.get(account);
    return contact !== undefined && (contact.blocked || contact.muted);
  }

  change(account: AccountId, change: ContactChange): Promise<ContactRecord> {
    return this.#turns.take(account, async () => {
      const known = this.#contacts.get(account) ?? blank(account);
      const contact: ContactRecord = {
        account,
        note: change.note ?? known.note,
        favourite: change.favourite ?? known.favourite,
        blocked: change.blocked ?? known.blocked,
        muted: change.muted ?? known.muted,
      };
      await this.#replica.contacts.save(this.#room, contact);
      this.#contacts.set(account, contact);
      return contact;
    });
  }
}

function blank(account: AccountId): ContactRecord {
  return { account, note: '', favourite: false, blocked: false, muted: false };
}
