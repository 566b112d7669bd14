import { assertNever } from '../../../src-shared/assert-never.ts';
import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { Happening } from './happening.ts';
import type { RoomPicture } from './room-picture.ts';

type Told = { in: ConversationId; isOld: boolean };

/** An entry with the names of those in it; undefined where it is nothing to tell this person. */
export function entryHappening(
  picture: RoomPicture,
  entry: Entry,
  { in: conversation, isOld }: Told,
): Happening | undefined {
  const { account: own } = picture.room;
  const { at } = entry;
  switch (entry.type) {
    case 'message': {
      const { from, text } = entry;
      if (picture.blocked.has(from)) return undefined;
      const place = picture.placeOf(conversation);
      const isOwn = from === own;
      return { is: 'message', place, from: picture.nameOf(from), isOwn, text, at, isOld };
    }
    case 'joined':
      return entry.account === own ? undefined : { is: 'joined', name: entry.name, at, isOld };
    case 'left':
      if (entry.account === own) return undefined;
      return { is: 'left', name: picture.nameOf(entry.account), at, isOld };
    case 'renamed': {
      const by = picture.nameOf(entry.by);
      return { is: 'group', what: 'renamed', group: entry.name, by, at, isOld };
    }
    case 'added':
    case 'removed': {
      const hasLeft = entry.type === 'removed' && entry.account === entry.by;
      const what = hasLeft ? 'left' : entry.type;
      const group = picture.groupName(conversation);
      const by = picture.nameOf(entry.by);
      const other = hasLeft ? undefined : picture.nameOf(entry.account);
      return { is: 'group', what, group, by, other, at, isOld };
    }
    default:
      return assertNever(entry);
  }
}
