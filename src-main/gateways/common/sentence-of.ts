import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import type { Recorded } from '../../../src-shared/protocol/moderation.ts';
import { recordSentences } from '../../../src-shared/sentences/record-sentence.ts';
import { refusalSentence } from '../../../src-shared/sentences/refusal-sentence.ts';

/** A plain program is not brought back by itself. */
const closedSentence = 'The host closed the room. Connect again when it is open.';

/** A refusal in the words that plain programs show to people; they have no language to choose. */
export function sentenceOf(refusal: Refusal): string {
  return refusal.code === 'room-closed' ? closedSentence : refusalSentence(refusal, 'en');
}

/** What the record tells, in the same words. */
export function recordedIn(entry: Recorded, nameOf: (account: AccountId) => string): string[] {
  // What becomes of groups is told in them.
  return recordSentences(entry, { language: 'en', nameOf, groupName: () => undefined, timeText });
}

export function timeText(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
