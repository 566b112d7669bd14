import type { Member } from '../../src-shared/protocol/members.ts';
import type { AccountId, RoomId } from '../../src-shared/protocol/ids.ts';
import { GatheredWrites } from './gathered-writes.ts';
import type { Replica } from './replica/replica.ts';
import { tidyName } from './tidy-names.ts';

/** More people than this are not kept of one room, however many it says there are. */
export const maxMembers = 100_000;

export type RoomMembersParts = {
  replica: Pick<Replica, 'members'>;
  room: RoomId;
  /** These have changed and are on disk. */
  changed: (members: Member[]) => void;
  failed: (error: unknown) => void;
};

/** Everybody the room knows and who of them is online, as far as this computer knows. */
export class RoomMembers {
  readonly #parts: RoomMembersParts;
  readonly #members = new Map<AccountId, Member>();
  readonly #writes: GatheredWrites<AccountId>;

  constructor(parts: RoomMembersParts) {
    this.#parts = parts;
    this.#writes = new GatheredWrites({
      failed: parts.failed,
      write: (accounts) => this.#save(accounts),
    });
  }

  async load(): Promise<void> {
    for (const member of await this.#parts.replica.members.list(this.#parts.room)) {
      this.#members.set(member.account, member);
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

  /** Everybody counts as offline from now on, except those for whom `isHere` says otherwise. */
  setOffline(isHere: (account: AccountId) => boolean = () => false): void {
    for (const member of this.#members.values()) {
      if (member.presence === 'offline' || isHere(member.account)) continue;
      this.#change({ ...member, presence: 'offline' });
    }
  }

  clear(): void {
    this.#members.clear();
    this.#writes.clear();
  }

  settled(): Promise<void> {
    return this.#writes.settled();
  }

  #change(member: Member): void {
    this.#members.set(member.account, member);
    this.#writes.note(member.account);
  }

  async #save(accounts: readonly AccountId[]): Promise<void> {
    const members = accounts.flatMap((account) => this.#members.get(account) ?? []);
    if (members.length === 0) return;
    await this.#parts.replica.members.save(this.#parts.room, members);
    this.#parts.changed(members);
  }
}

function isSame(one: Member, other: Member): boolean {
  return (
    one.name === other.name &&
    one.presence === other.presence &&
    one.lastSeenAt === other.lastSeenAt &&
    one.guest === other.guest
  );
}
