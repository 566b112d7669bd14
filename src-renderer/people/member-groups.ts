import type { Member } from '../../src-shared/protocol/members.ts';
import { foldText } from '../../src-shared/text/fold.ts';
import { contactOf } from '../room/contact-of.ts';
import type { RoomState } from '../room/room-store.ts';

export const memberGroupKinds = ['favourites', 'online', 'away', 'offline'] as const;
type MemberGroupKind = (typeof memberGroupKinds)[number];

export type MemberGroups = {
  groups: Record<MemberGroupKind, readonly Member[]>;
  /** How many more there are than are listed. */
  more: number;
};

/** More than this and one types a part of the name. */
const mostListed = 400;

/**
 * Everybody met in the room: favourites first, then by how they stand, each by name; only those whose
 * name or note holds the text (R3.7).
 */
export function memberGroups(
  { members, contacts }: Pick<RoomState, 'members' | 'contacts'>,
  typed: string,
): MemberGroups {
  const wanted = foldText(typed.trim());
  const matches = ({ account, name }: Member) =>
    foldText(name).includes(wanted) ||
    foldText(contactOf({ contacts }, account).note).includes(wanted);
  const found = [...members.values()]
    .filter((member) => wanted === '' || matches(member))
    .toSorted((one, other) => one.name.localeCompare(other.name));
  const kindOf = ({ account, presence }: Member): MemberGroupKind =>
    contactOf({ contacts }, account).favourite ? 'favourites' : presence;
  const byKind = Map.groupBy(found, kindOf);
  let left = mostListed;
  const listed = (kind: MemberGroupKind) => {
    const own = (byKind.get(kind) ?? []).slice(0, left);
    left -= own.length;
    return own;
  };
  const groups = {
    favourites: listed('favourites'),
    online: listed('online'),
    away: listed('away'),
    offline: listed('offline'),
  };
  return { groups, more: found.length - (mostListed - left) };
}
