import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import { refusalSentence } from '../../../src-shared/sentences/refusal-sentence.ts';

/** A plain program is not brought back by itself. */
const closedSentence = 'The host closed the room. Connect again when it is open.';

/** A refusal in the words that plain programs show to people; they have no language to choose. */
export function sentenceOf(refusal: Refusal): string {
  return refusal.code === 'room-closed' ? closedSentence : refusalSentence(refusal, 'en');
}
