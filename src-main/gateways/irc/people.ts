import type { Member } from '../../../src-shared/protocol/frames.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { RoomDirectory } from '../../server/session-port.ts';
import type { NickBook } from './nicks.ts';

/** What stands for a host in `nick!name@host`: nobody's address is shown. */
const hostWord = 'oda';

/** Who is who for one connection: nicks, and what its client was told about who is there. */
export class People {
  readonly #room: RoomDirectory;
  readonly #nicks: NickBook;
  /** In the room, as far as the client was told by JOIN and QUIT. */
  readonly present = new Set<AccountId>();
  /** Away, as far as the client was told. */
  readonly away = new Set<AccountId>();
  /** When somebody last spoke where this client could hear it (wall clock). */
  readonly spokeAtMs = new Map<AccountId, number>();

  constructor(room: RoomDirectory, nicks: NickBook) {
    this.#room = room;
    this.#nicks = nicks;
  }

  /** Begins with the room as it stands now. */
  begin(): void {
    for (const member of this.#room.members()) {
      if (member.presence !== 'offline') this.present.add(member.account);
      if (member.presence === 'away') this.away.add(member.account);
    }
  }

  nickOf(member: Pick<Member, 'account' | 'name'>): string {
    return this.#nicks.nickOf(member, this.#room);
  }

  nickOfAccount(account: AccountId): string {
    const member = this.#room.member(account);
    return member ? this.nickOf(member) : account;
  }

  find(nick: string): Member | undefined {
    return this.#nicks.find(nick, this.#room);
  }

  /** `nick!name@host`. */
  maskOf(account: AccountId): string {
    const member = this.#room.member(account);
    return `${this.nickOfAccount(account)}!${userWord(member, account)}@${hostWord}`;
  }

  wordsOf(member: Member): { nick: string; user: string; host: string } {
    return { nick: this.nickOf(member), user: userWord(member, member.account), host: hostWord };
  }
}

/** Nobody vouches for the name of a guest. */
function userWord(member: Member | undefined, account: AccountId): string {
  return member?.guest ? 'guest' : account;
}
