import { isEmoji } from '../protocol/emoji.ts';
import type { MessageEntry } from '../protocol/entries.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { limits } from '../protocol/limits.ts';
import type { Change } from '../protocol/said.ts';
import type { MessageMarks } from '../member/own-copy.ts';
import type { Given } from './typed-commands.ts';
import { doneOr } from './typed-world.ts';
import type { TypedOutcome, TypedWorld } from './typed-world.ts';

type Run = (world: TypedWorld, given: Given) => Promise<TypedOutcome>;
type Found = { message: MessageEntry; marks: MessageMarks | undefined };

/** So far back the last message is looked for that something can be done to. */
const lookedThrough = 200;

/** What is done to a message: to the one whose number is given, or else to the last one that it fits. */
export const messageRuns = {
  reply: (world, given) =>
    withMessage(
      { world, given, fits: isOthers(world) },
      async ({ message: { in: place, seq } }) => {
        const { bridge, room } = world;
        const said = { room, in: place, text: given.text, reply: seq };
        return doneOr(await bridge.request('message/send', said), 'reply-written', '');
      },
    ),
  edit: (world, given) =>
    withMessage({ world, given, fits: isOwnWords(world) }, ({ message }) =>
      change(world, message.in, { type: 'edit-message', target: message.seq, text: given.text }),
    ),
  delete: (world, given) =>
    withMessage({ world, given, fits: isOwn(world) }, ({ message }) =>
      change(world, message.in, { type: 'delete-message', target: message.seq }),
    ),
  react: (world, given) => {
    const { emoji } = given;
    if (!isEmoji(emoji))
      return Promise.resolve({ is: 'refused', refusal: { code: 'not-an-emoji' } });
    return withMessage({ world, given, fits: isOthers(world) }, ({ message, marks }) => {
      const kinds = marks?.reactions ?? [];
      // The room would say so only after it is said to be done.
      if (kinds.length >= limits.reactionKinds && !kinds.some((each) => each.emoji === emoji))
        return Promise.resolve({ is: 'refused', refusal: { code: 'too-many-reactions' } });
      const isTaken = marks?.reactions?.some((each) => each.emoji === emoji && each.isOwn) ?? false;
      const type = isTaken ? 'remove-reaction' : 'add-reaction';
      return change(world, message.in, { type, target: message.seq, emoji });
    });
  },
  pin: (world, given) =>
    withMessage({ world, given, fits: () => true }, ({ message }) =>
      change(world, message.in, { type: 'pin-message', target: message.seq }),
    ),
  unpin: (world, given) =>
    withMessage({ world, given, fits: isPinned }, ({ message }) =>
      change(world, message.in, { type: 'unpin-message', target: message.seq }),
    ),
} as const satisfies Record<string, Run>;

type Meant = { world: TypedWorld; given: Given; fits: Fits };

type Fits = (message: MessageEntry, marks: MessageMarks | undefined) => boolean;

const isOwn =
  ({ self }: TypedWorld): Fits =>
  ({ from, imported }) =>
    from === self && imported === undefined;
const isOwnWords =
  ({ self }: TypedWorld): Fits =>
  ({ from, forwarded, imported }) =>
    from === self && forwarded === undefined && imported === undefined;
const isOthers =
  ({ self }: TypedWorld): Fits =>
  ({ from }) =>
    from !== self;

const isPinned: Fits = (_, marks) => marks?.pinned !== undefined;

async function change(world: TypedWorld, place: ConversationId, what: Change) {
  const { bridge, room } = world;
  const asked = await bridge.request('message/change', { room, in: place, change: what });
  return doneOr(asked, 'change-written', '');
}

/** Runs it for the message whose number is given, or for the last one that it fits. */
export async function withMessage(
  { world, given: { message: number }, fits }: Meant,
  run: (found: Found) => Promise<TypedOutcome>,
): Promise<TypedOutcome> {
  const found = await (number === '' ? lastOf(world, fits) : numbered(world, number));
  if (found === undefined) return { is: 'wrong', problem: { code: 'no-message', name: number } };
  return 'is' in found ? found : run(found);
}

async function lastOf(world: TypedWorld, fits: Fits) {
  const here = world.here();
  // What is said in private is in nobody's history.
  if (typeof here !== 'string') return undefined;
  const found = await messagesOf(world, here, { limit: lookedThrough });
  if ('is' in found) return found;
  return found.findLast(({ message, marks }) => fits(message, marks));
}

async function numbered(world: TypedWorld, number: string) {
  const place = world.numbered?.(Number(number));
  if (!place) return undefined;
  const found = await messagesOf(world, place.in, { before: place.seq + 1, limit: 1 });
  return 'is' in found ? found : found.find(({ message }) => message.seq === place.seq);
}

/** Those that were not deleted, oldest first. */
async function messagesOf(
  { bridge, room }: TypedWorld,
  place: ConversationId,
  part: { before?: number; limit: number },
): Promise<Found[] | Extract<TypedOutcome, { is: 'refused' }>> {
  const page = await bridge.request('timeline/page', { room, in: place, ...part });
  if (!page.ok) return { is: 'refused', refusal: page.refusal };
  const { entries, marks = [] } = page.value;
  return entries.flatMap((message) => {
    if (message.type !== 'message' || message.text === '') return [];
    return [{ message, marks: marks.find(({ seq }) => seq === message.seq) }];
  });
}
