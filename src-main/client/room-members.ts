import type { Member } from '../../src-shared/protocol/frames.ts';
import type { AccountId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Replica } from './replica-port.ts';
import { tidyName } from './tidy-names.ts';

/** More people than this are not kept of one room, however many it says there are. */
export const maxMembers = 100_000;

export type RoomMembersParts = {
  replica: Replica;
  room: RoomId;
  /** These have changed and are on disk. */
  changed: (members: Member[]) => void;
  failed: (error: unknown) => void;
};

/** Everybody the room knows and who of them is online, as far as this computer knows. */
export class RoomMembers {
  readonly #parts: RoomMembersParts;
  readonly #members = new Map<AccountId, Member>();
  readonly #dirty = new Set<AccountId>();
  #saving: Promise<void> = Promise.resolve();

  constructor(parts: RoomMembersParts) {
    this.#parts = parts;
  }

  async load(): Promise<void> {
    for (const member of await this.#parts.replica.listMembers(this.#parts.room)) {
      this.#members.set(member.account, { ...member, online: false });
    }
  }

  list(): Member[] {
    return [...this.#members.values()];
  }

  nameOf(account: AccountId): string | undefined {
    return this.#members.get(account)?.name;
  }

  has(account: AccountId): boolean {
    return this.#members.has(account);
  }

  /** Takes over what the room says of somebody. */
  note(said: Member): void {
    const known = this.#members.get(said.account);
    if (!known && this.#members.size >= maxMembers) return;
    const member = { ...said, name: tidyName(said.name, said.account) };
    if (known && isSame(known, member)) return;
    this.#change(member);
  }

  /** Somebody came or went just now. */
  noteOnline(account: AccountId, online: boolean, at: number): void {
    const known = this.#members.get(account);
    if (known) this.#change({ ...known, online, lastSeenAt: at });
  }

  /** Nobody is known to be online any more, but for those whom `isOnline` says so of. */
  setOffline(isOnline: (account: AccountId) => boolean = () => false): void {
    for (const member of this.#members.values()) {
      if (member.online && !isOnline(member.account)) this.#change({ ...member, online: false });
    }
  }

  clear(): void {
    this.#members.clear();
    this.#dirty.clear();
  }

  settled(): Promise<void> {
    return this.#saving;
  }

  #change(member: Member): void {
    this.#members.set(member.account, member);
    this.#dirty.add(member.account);
    if (this.#dirty.size > 1) return;
    // All that one turn of the loop brings is saved and told at once.
    this.#saving = this.#saving
      .then(() => new Promise<void>((resolve) => setImmediate(resolve)))
      .then(() => this.#save())
      .catch((error: unknown) => this.#parts.failed(error));
  }

  async #save(): Promise<void> {
    const members = [...this.#dirty].flatMap((account) => this.#members.get(account) ?? []);
    this.#dirty.clear();
    if (members.length === 0) return;
    await this.#parts.replica.saveMembers(this.#parts.room, members);
    this.#parts.changed(members);
  }
}

function isSame(one: Member, other: Member): boolean {
  return (
    one.name === other.name && one.online === other.online && one.lastSeenAt === other.lastSeenAt
  );
}
