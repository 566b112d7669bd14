import { z } from 'zod';
import { assertNever } from '../assert-never.ts';
import type { EntryDraft } from './entries.ts';
import { requests } from './features.ts';
import type { AccountId, Cid, ConversationId } from './ids.ts';
import type { ParamsOf } from './protocol.ts';

const changeNames = [
  'delete-message',
  'edit-message',
  'add-reaction',
  'remove-reaction',
  'pin-message',
  'unpin-message',
] as const;
type ChangeName = (typeof changeNames)[number];
/** What waits in an outbox until the room has it: each is a request with a `cid`, and becomes one entry. */
type Saying = 'send-message' | ChangeName;

/** The request without where it goes and its `cid`. */
export type SaidOf<N extends Saying> = { type: N } & Omit<ParamsOf<N>, 'in' | 'cid'>;
export type Said = { [N in Saying]: SaidOf<N> }[Saying];
/** What changes a message. */
export type Change = { [N in ChangeName]: SaidOf<N> }[ChangeName];

/**
 * What becomes of `message`, which the room sends at a time: made or changed, or cancelled. It waits like the others, under
 * a `cid` of its own, and no entry comes of it.
 */
export type LaterChange =
  | ({ type: 'send-later'; message: Cid } & Omit<ParamsOf<'send-later'>, 'in' | 'cid'>)
  | { type: 'cancel-later'; message: Cid };
/** Whatever waits in an outbox. */
export type Unsaid = Said | LaterChange;

export function isLaterChange(what: Unsaid): what is LaterChange {
  return what.type === 'send-later' || what.type === 'cancel-later';
}

const shapes = changeNames.map((name) =>
  z.object({ type: z.literal(name), ...requests[name].params }).omit({ in: true, cid: true }),
) as unknown as [z.ZodObject, ...z.ZodObject[]];

export const change = z.discriminatedUnion('type', shapes) as unknown as z.ZodType<Change>;

type SaidBy = { in: ConversationId; cid: Cid; at: number; by: AccountId };

/** The entry that it becomes, for the room as for whoever said it. */
export function draftOf(what: Said, { in: conversation, cid, at, by }: SaidBy): EntryDraft {
  const head = { in: conversation, at, cid };
  switch (what.type) {
    case 'send-message': {
      const { text, reply, forward, files } = what;
      return {
        ...head,
        type: 'message',
        from: by,
        text,
        ...(reply === undefined ? {} : { reply }),
        ...(forward === undefined ? {} : { forwarded: forward.from }),
        ...(files === undefined ? {} : { files }),
      };
    }
    case 'delete-message':
      return { ...head, type: 'message-deleted', by, target: what.target };
    case 'edit-message':
      return { ...head, type: 'message-edited', by, target: what.target, text: what.text };
    case 'add-reaction':
      return { ...head, type: 'reaction-added', by, target: what.target, emoji: what.emoji };
    case 'remove-reaction':
      return { ...head, type: 'reaction-removed', by, target: what.target, emoji: what.emoji };
    case 'pin-message':
      return { ...head, type: 'message-pinned', by, target: what.target };
    case 'unpin-message':
      return { ...head, type: 'message-unpinned', by, target: what.target };
    default:
      return assertNever(what);
  }
}

/** What it says in words; nothing where it only names a message or an emoji. */
export function textOf(what: Unsaid): string | undefined {
  return 'text' in what ? what.text : undefined;
}
