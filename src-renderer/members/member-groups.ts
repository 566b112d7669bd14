import type { Member } from '../../src-shared/protocol/frames.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { isHere } from '../room/room-selectors.ts';

export type MemberGroups = {
  online: readonly Member[];
  offline: readonly Member[];
  /** How many more there are than are listed. */
  more: number;
};

/** More than this and one types a part of the name. */
const mostListed = 400;

/** Who is in the room, those online first, each group by name; only names that hold the text (R3.7). */
export function memberGroups(members: Iterable<Member>, typed: string): MemberGroups {
  const wanted = foldText(typed.trim());
  const found = [...members]
    .filter((member) => wanted === '' || foldText(member.name).includes(wanted))
    .toSorted((one, other) => one.name.localeCompare(other.name));
  const online = found.filter(isHere);
  const offline = found.filter((member) => !isHere(member));
  const listed = online.slice(0, mostListed);
  const rest = offline.slice(0, mostListed - listed.length);
  return { online: listed, offline: rest, more: found.length - listed.length - rest.length };
}
