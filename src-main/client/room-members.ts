import type { Member } from '../../src-shared/protocol/members.ts';
import type { AccountId, RoomId } from '../../src-shared/protocol/ids.ts';
import { KeptRecords } from './gathered-writes.ts';
import type { Replica } from './replica/replica.ts';
import { tidyStatus } from '../../src-shared/text/status-text.ts';
import { tidyName } from './vet-entries.ts';

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
export class RoomMembers extends KeptRecords<AccountId, Member> {
  constructor({ replica: { members }, room, changed, failed }: RoomMembersParts) {
    super({
      list: () => members.list(room),
      save: (changes) => members.save(room, changes),
      keyOf: ({ account }) => account,
      most: maxMembers,
      changed,
      failed,
    });
  }

  nameOf(account: AccountId): string | undefined {
    return this.get(account)?.name;
  }

  /** Takes over what the room says of somebody. */
  note(said: Member): void {
    if (!this.hasRoomFor(said.account)) return;
    const known = this.get(said.account);
    const { status: given, ...rest } = said;
    const status = given && tidyStatus(given);
    const name = tidyName(said.name, said.account);
    const member = { ...rest, name, ...(status ? { status } : {}) };
    if (known && isSame(known, member)) return;
    this.keep(member);
  }

  /** Everybody counts as offline from now on, except those for whom `isHere` says otherwise. */
  setOffline(isHere: (account: AccountId) => boolean = () => false): void {
    for (const member of this.list()) {
      if (member.presence === 'offline' || isHere(member.account)) continue;
      this.keep({ ...member, presence: 'offline' });
    }
  }
}

function isSame(one: Member, other: Member): boolean {
  return (
    one.name === other.name &&
    one.presence === other.presence &&
    one.lastSeenAt === other.lastSeenAt &&
    one.guest === other.guest &&
    one.role === other.role &&
    (one.muted === undefined) === (other.muted === undefined) &&
    one.muted?.until === other.muted?.until &&
    one.picture?.hash === other.picture?.hash &&
    isSameStatus(one.status, other.status)
  );
}

function isSameStatus(one: Member['status'], other: Member['status']): boolean {
  return one?.emoji === other?.emoji && one?.text === other?.text && one?.until === other?.until;
}
