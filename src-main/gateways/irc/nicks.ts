import type { Member } from '../../../src-shared/protocol/members.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { RoomDirectory } from '../../server/session-port.ts';

/** Blanks and what IRC itself means something by; a dot tells a server from a person. */
const unfit = /[\s\p{C},*?!@.:]+/gu;
/** At the beginning these mean a channel, a mask or a rank. */
const unfitFirst = /^[#&$+%~]/;

/** A member's name as a nick: `Ayşe Kaya` is `Ayşe_Kaya`. Equal for different names now and then. */
export function asNick(name: string): string {
  const nick = name.replaceAll(unfit, '_');
  return unfitFirst.test(nick) || nick === '' ? `_${nick.slice(1)}` : nick;
}

/** Whether a nick that a client asks for can stand as it is. */
export function isNick(text: string): boolean {
  return text !== '' && asNick(text) === text;
}

/** CASEMAPPING=ascii: only A to Z are one with a to z. */
export function foldNick(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * The nicks of one room, the same for every IRC connection. Who is met first under a nick keeps it for
 * as long as the room runs; another one of the same nick gets a part of the account's id behind it.
 */
export class NickBook {
  readonly #givenByAccount = new Map<AccountId, { name: string; nick: string }>();
  readonly #ownerByNick = new Map<string, AccountId>();
  /** Of the room's accounts, in their order. */
  #met = 0;

  /** Gives everybody a nick who has none. Whom it met before it need not meet again: no account's name changes. */
  meetAll(room: RoomDirectory): void {
    for (const member of room.standings(this.#met)) {
      this.nickOf(member, room);
      this.#met += 1;
    }
  }

  nickOf(member: Pick<Member, 'account' | 'name'>, room: RoomDirectory): string {
    const { account, name } = member;
    const given = this.#givenByAccount.get(account);
    if (given?.name === name) return given.nick;
    const wanted = asNick(name);
    const nick = this.#isFree(wanted, account, room) ? wanted : `${wanted}_${account}`;
    if (given) this.#release(given.nick, account);
    this.#givenByAccount.set(account, { name, nick });
    this.#ownerByNick.set(foldNick(nick), account);
    return nick;
  }

  /** Other letters for the same nick; anything else is not taken. */
  respell(member: Pick<Member, 'account' | 'name'>, nick: string, room: RoomDirectory): void {
    if (foldNick(nick) !== foldNick(this.nickOf(member, room))) return;
    this.#givenByAccount.set(member.account, { name: member.name, nick });
  }

  /** By nick, else by a name as the room itself compares names. */
  find(nick: string, room: RoomDirectory): Member | undefined {
    this.meetAll(room);
    const owner = this.#ownerByNick.get(foldNick(nick));
    const member = owner && room.member(owner);
    if (member && foldNick(this.nickOf(member, room)) === foldNick(nick)) return member;
    return room.findMember(nick);
  }

  /** A guest's name can go over to an account: then the nick goes with it. */
  #isFree(nick: string, account: AccountId, room: RoomDirectory): boolean {
    const owner = this.#ownerByNick.get(foldNick(nick));
    if (owner === undefined || owner === account) return true;
    return room.member(owner)?.name !== this.#givenByAccount.get(owner)?.name;
  }

  #release(nick: string, account: AccountId): void {
    const folded = foldNick(nick);
    if (this.#ownerByNick.get(folded) === account) this.#ownerByNick.delete(folded);
  }
}

/** Whether a word fits a mask, in which `*` stands for any characters and `?` for one. Takes no longer than both are long. */
export function fitsMask(rawWord: string, rawMask: string): boolean {
  const word = [...foldNick(rawWord)];
  const mask = [...foldNick(rawMask)];
  let at = 0;
  let place = 0;
  let star = -1;
  let starAt = 0;
  while (at < word.length) {
    if (mask[place] === '*') {
      star = place;
      starAt = at;
      place += 1;
    } else if (mask[place] === '?' || mask[place] === word[at]) {
      place += 1;
      at += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      place = star + 1;
      starAt += 1;
      at = starAt;
    } else return false;
  }
  return mask.slice(place).every((sign) => sign === '*');
}
