import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Numeric } from './numerics.ts';
import { numerics } from './numerics.ts';
import type { Sink } from './channel-view.ts';
import { sentenceOf } from '../common/sentence-of.ts';

const numericByCode: Readonly<Partial<Record<Refusal['code'], Numeric>>> = {
  'no-such-member': numerics.noSuchNick,
  'no-such-conversation': numerics.cannotSend,
  'not-in-group': numerics.cannotSend,
  'guest-not-allowed': numerics.cannotSend,
  'text-too-long': numerics.cannotSend,
};

/** Says that the room refused something that was meant for `target`. */
export function replyRefusal(
  reply: Pick<Sink, 'numeric' | 'notice'>,
  refusal: Refusal,
  target: string,
): void {
  const sentence = sentenceOf(refusal);
  if (refusal.code === 'text-empty') return reply.numeric(numerics.noText, [], sentence);
  const numeric = numericByCode[refusal.code];
  if (numeric) reply.numeric(numeric, [target], sentence);
  else reply.notice(`${target}: ${sentence}`);
}
