import type { Entry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import { tellEntry } from '../../../src-shared/sentences/entry-sentence.ts';
import type { Happening } from './happening.ts';
import type { RoomPicture } from './room-picture.ts';

type Told = { in: ConversationId; isOld: boolean };

/** An entry with the names of those in it; undefined if it is nothing to tell this person. */
export function entryHappening(
  picture: RoomPicture,
  entry: Entry,
  { in: conversation, isOld }: Told,
): Happening | undefined {
  const { account: own } = picture.room;
  const { at } = entry;
  if (entry.type === 'message') {
    const { from, text } = entry;
    if (picture.blocked.has(from)) return undefined;
    const place = picture.placeOf(conversation);
    const isOwn = from === own;
    return { is: 'message', place, from: picture.nameOf(from), isOwn, text, at, isOld };
  }
  // Nobody is told of oneself.
  if ((entry.type === 'joined' || entry.type === 'left') && entry.account === own) return undefined;
  const told = tellEntry(entry, {
    nameOf: (account) => picture.nameOf(account),
    groupName: (group) => picture.groups.get(group)?.name,
  });
  return { is: 'entry', told, at, isOld };
}
