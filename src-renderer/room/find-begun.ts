import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { DraftAim } from '../../src-shared/member/draft-aim.ts';
import type { OutboxItem } from '../../src-shared/member/own-copy.ts';
import { quoteOf } from '../../src-shared/member/quote.ts';
import type { Entry, MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { textOf } from '../../src-shared/protocol/said.ts';
import type { Resumed } from './composer-modes.ts';

/** What waited when its window was closed and was said since is among so many of the newest. */
const newest = 200;

type Place = { room: RoomId; in: ConversationId; outbox: readonly OutboxItem[] };

/** Finds what somebody had begun to answer or to change, as it is now. */
export async function findBegun(
  bridge: OdaBridge,
  { reply, edit }: DraftAim,
  place: Place,
): Promise<Resumed> {
  const answered = reply === undefined ? undefined : await findMessage(bridge, place, reply);
  const quote = answered && quoteOf(answered);
  return { quote, edit: edit && (await findEdited(bridge, edit, place)) };
}

async function findEdited(
  bridge: OdaBridge,
  { seq, cid, text }: NonNullable<DraftAim['edit']>,
  place: Place,
): Promise<NonNullable<Resumed['edit']>> {
  const item = place.outbox.find((each) => each.cid === cid);
  if (cid !== undefined && item) return { of: { cid }, text, before: textOf(item.said) ?? '' };
  const found =
    seq === undefined
      ? await findNewest(bridge, place, (entry) => cid !== undefined && entry.cid === cid)
      : await findMessage(bridge, place, seq);
  return found ? { of: { seq: found.seq }, text, before: found.text } : { of: undefined, text };
}

async function findMessage(
  bridge: OdaBridge,
  { room, in: id }: Place,
  seq: number,
): Promise<MessageEntry | undefined> {
  const page = await bridge.request('timeline/page', { room, in: id, around: seq, limit: 1 });
  return page.ok ? messageIn(page.value.entries, (entry) => entry.seq === seq) : undefined;
}

async function findNewest(
  bridge: OdaBridge,
  { room, in: id }: Place,
  is: (entry: MessageEntry) => boolean,
): Promise<MessageEntry | undefined> {
  const page = await bridge.request('timeline/page', { room, in: id, limit: newest });
  return page.ok ? messageIn(page.value.entries, is) : undefined;
}

/** What is deleted says nothing. */
function messageIn(
  entries: readonly Entry[],
  is: (entry: MessageEntry) => boolean,
): MessageEntry | undefined {
  return entries
    .filter((entry) => entry.type === 'message')
    .findLast((entry) => entry.text !== '' && is(entry));
}
