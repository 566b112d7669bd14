import type { AccountId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { ContactRecord, ContactGroupRecord } from '../client/replica/contacts.ts';
import type { Replica } from '../client/replica/replica.ts';
import { Turns } from '../client/turns.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { checkGroupName } from '../../src-shared/text/names.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';

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

/** Contact groups of one room. */
export const maxContactGroups = 200;
const groupIdCharacters = 16;

export type ContactGroupBookParts = {
  replica: Pick<Replica, 'contacts'>;
  room: RoomId;
  random: Random;
  /** Somebody whom this person can write to. */
  isKnown: (account: AccountId) => boolean;
};
export type ContactGroupDraft = {
  group?: string | undefined;
  name: string;
  members: readonly AccountId[];
};

/** This person's own lists of people of one room, as they are on disk. */
export class ContactGroupBook {
  readonly #parts: ContactGroupBookParts;
  readonly #groups = new Map<string, ContactGroupRecord>();
  /** A name is compared with all others: one change after another. */
  readonly #turns = new Turns<'all'>();

  constructor(parts: ContactGroupBookParts) {
    this.#parts = parts;
  }

  async load(): Promise<void> {
    const { replica, room } = this.#parts;
    for (const group of await replica.contacts.listGroups(room)) {
      this.#groups.set(group.group, group);
    }
  }

  list(): ContactGroupRecord[] {
    return [...this.#groups.values()];
  }

  get(group: string): ContactGroupRecord | undefined {
    return this.#groups.get(group);
  }

  /** Members are kept once, without strangers. */
  save(draft: ContactGroupDraft): Promise<Outcome<ContactGroupRecord>> {
    return this.#turns.take('all', async () => {
      const { replica, room, random } = this.#parts;
      const name = checkGroupName(draft.name);
      if (!name.ok) return refused({ code: name.code, field: 'name', subject: name.subject });
      const group = draft.group ?? random.text(groupIdCharacters);
      if (this.#isTaken(name.name, group)) {
        return refused({ code: 'contact-group-taken', field: 'name', subject: name.name });
      }
      if (!this.#groups.has(group) && this.#groups.size >= maxContactGroups) {
        return refused({ code: 'too-many-contact-groups', limit: maxContactGroups });
      }
      const record = { group, name: name.name, members: this.#membersOf(group, draft.members) };
      await replica.contacts.saveGroup(room, record);
      this.#groups.set(group, record);
      return done(record);
    });
  }

  /** Answers with the group as it was; undefined if there is none. */
  remove(group: string): Promise<ContactGroupRecord | undefined> {
    return this.#turns.take('all', async () => {
      const known = this.#groups.get(group);
      if (!known) return undefined;
      await this.#parts.replica.contacts.removeGroup(this.#parts.room, group);
      this.#groups.delete(group);
      return known;
    });
  }

  /** Names that differ only in case or accents are one. */
  #isTaken(name: string, group: string): boolean {
    const folded = foldText(name);
    return this.list().some((other) => other.group !== group && foldText(other.name) === folded);
  }

  /** Who was in it stays in it, also while the room's members are fetched anew. */
  #membersOf(group: string, members: readonly AccountId[]): AccountId[] {
    const before = this.#groups.get(group)?.members ?? [];
    const { isKnown } = this.#parts;
    return [...new Set(members)].filter((one) => isKnown(one) || before.includes(one));
  }
}
