import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Numeric } from './numerics.ts';
import { numerics } from './numerics.ts';
import type { Sink } from './irc-output.ts';
import { sentenceOf } from '../common/sentence-of.ts';

type Names = readonly string[];
/** IRC's number for a refusal, and which of the names concerned stand before the sentence. */
type Answers = Partial<Record<Refusal['code'], readonly [Numeric, (names: Names) => Names]>>;

const all = (names: Names) => names;
const none = () => [];
const first = (names: Names) => names.slice(0, 1);
const last = (names: Names) => names.slice(-1);

/** To what was meant for one target. */
const toMessages: Answers = {
  'no-such-member': [numerics.noSuchNick, all],
  'no-such-conversation': [numerics.cannotSend, all],
  'not-in-group': [numerics.cannotSend, all],
  'guest-not-allowed': [numerics.cannotSend, all],
  'text-too-long': [numerics.cannotSend, all],
  'text-empty': [numerics.noText, none],
  'read-only': [numerics.cannotSend, all],
  'topic-archived': [numerics.cannotSend, all],
  'group-read-only': [numerics.cannotSend, all],
  'no-such-message': [numerics.cannotSend, all],
  'message-gone': [numerics.cannotSend, all],
  'not-an-emoji': [numerics.cannotSend, all],
  'too-many-reactions': [numerics.cannotSend, all],
  'too-many-changes': [numerics.cannotSend, all],
  'slow-mode': [numerics.cannotSend, all],
  muted: [numerics.cannotSend, all],
  'directs-forbidden': [numerics.cannotSend, all],
};

/** To what moderators do; the names are those of a person, if one is concerned, and of the channel. */
export const toModerators: Answers = {
  'not-allowed': [numerics.notChannelOwner, last],
  'guest-not-allowed': [numerics.notChannelOwner, last],
  'no-such-member': [numerics.noSuchNick, first],
};

/** To what an owner does with a group; the names are those of a person, if one is concerned, and of the channel. */
export const toOwners: Answers = {
  'no-such-conversation': [numerics.noSuchChannel, last],
  'not-the-owner': [numerics.notChannelOwner, last],
  'topic-owner-only': [numerics.notChannelOwner, last],
  'not-in-group': [numerics.notInChannel, all],
  'already-in-group': [numerics.alreadyOnChannel, all],
  'no-such-member': [numerics.noSuchNick, first],
};

/** To who wants to come into a topic, or to make it. */
export const toComers: Answers = {
  'topics-forbidden': [numerics.noSuchChannel, all],
  'guest-topics-forbidden': [numerics.noSuchChannel, all],
  'no-such-conversation': [numerics.noSuchChannel, all],
  'topic-name-empty': [numerics.noSuchChannel, all],
  'topic-name-too-long': [numerics.noSuchChannel, all],
  'name-not-allowed': [numerics.noSuchChannel, all],
  muted: [numerics.noSuchChannel, all],
  'too-many-topics': [numerics.tooManyChannels, all],
  'too-many-groups': [numerics.tooManyChannels, all],
};

/** Says that the room refused something; what IRC has no number for is said as a sentence. */
export function replyRefusal(
  reply: Pick<Sink, 'numeric' | 'notice'>,
  refusal: Refusal,
  { names, answers = toMessages }: { names: Names; answers?: Answers },
): void {
  const sentence = sentenceOf(refusal);
  const [numeric, concerned] = answers[refusal.code] ?? [];
  if (numeric && concerned) reply.numeric(numeric, concerned(names), sentence);
  else reply.notice(`${names.join(' ')}: ${sentence}`);
}
