import { SeldomMap } from '../../../src-shared/seldom.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import { statusLine } from '../../../src-shared/text/status-text.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { RoomDirectory } from '../../server/session-port.ts';
import { AccountSet } from './account-set.ts';
import type { OutgoingLine } from './irc-line.ts';
import type { IrcProgram, IrcRoom } from './irc-room.ts';

/** What stands for a host in `nick!name@host`: nobody's address is shown. */
const hostWord = 'oda';

/** IRC knows here and away alone: who wants no disturbance is away, and says so. */
export function isAway({ presence }: Pick<Member, 'presence'>): boolean {
  return presence === 'away' || presence === 'do-not-disturb';
}

/** What all connections know of people. */
type KnownPeople = Pick<IrcRoom<IrcProgram>, 'nicks' | 'personaOf' | 'awayTextOf'>;

/** Who is who for one connection: nicks, and what its client was told about who is there. */
export class People {
  readonly #room: RoomDirectory;
  readonly #shared: KnownPeople;
  /** In the room, as far as the client was told by JOIN and QUIT. */
  readonly present: AccountSet;
  /** Away, as far as the client was told. */
  readonly away: AccountSet;
  /** When somebody last spoke where this client could hear it (wall clock). */
  readonly spokeAtMs = new SeldomMap<AccountId, number>();

  constructor(room: RoomDirectory, shared: KnownPeople) {
    this.#room = room;
    this.#shared = shared;
    this.present = new AccountSet(room);
    this.away = new AccountSet(room);
  }

  /** Begins with the room as it stands now. Gives everybody a nick who has none. */
  begin(): void {
    this.#shared.nicks.meetAll(this.#room);
    this.#room.eachPresence((place, presence) => {
      if (presence !== 'offline') this.present.addPlace(place);
      if (isAway({ presence })) this.away.addPlace(place);
    });
  }

  /** A guest goes on under another name, as far as the client knew of the one before. */
  moved({ from, to }: { from: AccountId; to: AccountId }): boolean {
    if (!this.present.delete(from)) return false;
    this.present.add(to);
    if (this.away.delete(from)) this.away.add(to);
    const spokeAtMs = this.spokeAtMs.get(from);
    if (spokeAtMs !== undefined) this.spokeAtMs.set(to, spokeAtMs);
    this.spokeAtMs.delete(from);
    return true;
  }

  nickOf(member: Pick<Member, 'account' | 'name'>): string {
    return this.#shared.nicks.nickOf(member, this.#room);
  }

  nickOfAccount(account: AccountId): string {
    return this.#nick(account, this.#room.member(account));
  }

  #nick(account: AccountId, member: Member | undefined): string {
    return member ? this.nickOf(member) : account;
  }

  find(nick: string): Member | undefined {
    return this.#shared.nicks.find(nick, this.#room);
  }

  /** By whom a line is: the source, and the account if there is one (IRCv3 account-tag). */
  by(account: AccountId): Pick<OutgoingLine, 'source'> & { tags: { account?: string } } {
    const member = this.#room.member(account);
    const tags = member && !member.guest ? { account: this.nickOf(member) } : {};
    return { source: this.#mask(account, member), tags };
  }

  /** `nick!name@host`. */
  maskOf(account: AccountId): string {
    return this.#mask(account, this.#room.member(account));
  }

  #mask(account: AccountId, member: Member | undefined): string {
    return `${this.#nick(account, member)}!${this.#userOf(account, member)}@${hostWord}`;
  }

  wordsOf(member: Member): { nick: string; user: string; host: string; realName: string } {
    const { account, name } = member;
    const realName = this.#shared.personaOf(account)?.realName ?? name;
    return {
      nick: this.nickOf(member),
      user: this.#userOf(account, member),
      host: hostWord,
      realName,
    };
  }

  /** The same of the times before the last, as long as that is remembered. */
  earlierWordsOf({ account, name }: Member): { user: string; realName: string }[] {
    const earlier = this.#shared.personaOf(account)?.earlier ?? [];
    return earlier.map(({ user, realName }) => ({
      user: user === undefined ? 'guest' : `~${user}`,
      realName: realName ?? name,
    }));
  }

  /** What the text of AWAY is for a member who is away: as a program of IRC said it, or the status. */
  awayTextOf(account: AccountId): string {
    const said = this.#shared.awayTextOf(account);
    if (said !== undefined) return said;
    const member = this.#room.member(account);
    if (member?.status) return statusLine(member.status);
    return member?.presence === 'do-not-disturb' ? 'Does not want to be disturbed' : 'Away';
  }

  /** `~` says that nobody has checked it (as ident would). */
  #userOf(account: AccountId, member: Member | undefined): string {
    const user = this.#shared.personaOf(account)?.user;
    if (user !== undefined) return `~${user}`;
    return member?.guest ? 'guest' : account;
  }
}
