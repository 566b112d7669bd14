import type { Entry } from '../../../src-shared/protocol/entries.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import { entrySentence, tellEntry } from '../../../src-shared/sentences/entry-sentence.ts';
import { printable } from '../../../src-shared/text/printable.ts';
import type { RoomDirectory } from '../../server/session-port.ts';
import type { PlainSpeech } from './plain-speech.ts';

type Reader = {
  speech: Pick<PlainSpeech<never>, 'said' | 'came' | 'went' | 'told'>;
  room: RoomDirectory;
  own: AccountId | undefined;
};

/** What a guest is told of an entry, in the words of its dialect; empty if it is nothing to tell. */
export function entryText(entry: Entry, { speech, room, own }: Reader): string {
  const nameOf = (account: AccountId) => printable(room.member(account)?.name ?? account);
  switch (entry.type) {
    case 'message': {
      if (entry.from === own) return '';
      const isDirect = entry.in !== everyone;
      return speech.said({ from: nameOf(entry.from), text: printable(entry.text), isDirect });
    }
    // Nobody is told of oneself (R0.12).
    case 'joined':
      return entry.account === own ? '' : speech.came(printable(entry.name));
    case 'left':
      return speech.went(nameOf(entry.account), entry.at);
    default: {
      // Guests are in no group.
      const told = tellEntry(entry, { nameOf, groupName: () => undefined });
      return speech.told(printable(entrySentence(told, 'en')));
    }
  }
}

/** What somebody does is told to the others only. */
export function isDoingOf(account: AccountId, entry: Entry): boolean {
  if (entry.type === 'message') return entry.from === account;
  return entry.type === 'joined' && entry.account === account;
}
