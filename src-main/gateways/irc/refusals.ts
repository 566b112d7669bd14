import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { refusalSentence } from '../../../src-shared/translations/refusal-sentence.ts';
import type { Numeric } from './numerics.ts';
import { numerics } from './numerics.ts';
import type { Reply } from './reply.ts';

const numericByCode: Readonly<Partial<Record<Refusal['code'], Numeric>>> = {
  'no-such-member': numerics.noSuchNick,
  'no-such-conversation': numerics.cannotSend,
  'not-in-group': numerics.cannotSend,
  'guest-not-allowed': numerics.cannotSend,
  'text-too-long': numerics.cannotSend,
};

/** The room's refusal in words. IRC has no language to choose: English. */
export function sentenceOf(refusal: Refusal): string {
  const { code } = refusal;
  const limit = refusal.limit ?? (code === 'name-too-long' ? limits.maxNameCharacters : undefined);
  return refusalSentence({ ...refusal, limit }, 'en');
}

/** Says that the room refused something that was meant for `target`. */
export function replyRefusal(reply: Reply, refusal: Refusal, target: string): void {
  const sentence = sentenceOf(refusal);
  if (refusal.code === 'text-empty') return reply.numeric(numerics.noText, [], sentence);
  const numeric = numericByCode[refusal.code];
  if (numeric) reply.numeric(numeric, [target], sentence);
  else reply.notice(`${target}: ${sentence}`);
}
