import { z } from 'zod';
import { changes } from './changes.ts';
import type { Spoken } from './feature.ts';
import { schemasByType } from './feature.ts';
import type { AccountId, Cid } from './ids.ts';
import { groups } from './groups.ts';
import { members } from './members.ts';
import { messages, stored } from './messages.ts';
import { retention } from './retention.ts';
import { topics } from './topics.ts';

/**
 * What the room's log holds. Every entry has `id`, its place in the whole log (starts at 1, rises),
 * and `seq`, its dense number in its conversation (starts at 1, W5). `at` is the host's clock in
 * epoch milliseconds, for people to read: order is the number, never the clock.
 */
const entryKinds = {
  ...messages.entries,
  ...changes.entries,
  ...members.entries,
  ...groups.entries,
  ...topics.entries,
  ...retention.entries,
};
type Kinds = typeof entryKinds;
type Kind = keyof Kinds;

type EntriesByKind = { [K in Kind]: Spoken<K, typeof stored & Kinds[K]> };
export type EntryOf<K extends Kind> = EntriesByKind[K];
export type Entry = EntryOf<Kind>;
export type MessageEntry = EntryOf<'message'>;
/** What changes a message. */
export type ChangeEntry = EntryOf<keyof typeof changes.entries>;

/** What groups and topics are made of. */
export type GroupEntry = EntryOf<keyof typeof groups.entries | keyof typeof topics.entries>;

type WithoutNumbers<E> = E extends Entry ? Omit<E, 'id' | 'seq'> : never;
/** An entry that the log has not numbered yet. */
export type EntryDraft = WithoutNumbers<Entry>;
export type ChangeDraft = WithoutNumbers<ChangeEntry>;

export function isChange<E extends { type: string }>(
  each: E,
): each is Extract<E, { type: ChangeEntry['type'] }> {
  return Object.hasOwn(changes.entries, each.type);
}

export function isOfGroup<E extends { type: string }>(
  each: E,
): each is Extract<E, { type: GroupEntry['type'] }> {
  return Object.hasOwn(groups.entries, each.type) || Object.hasOwn(topics.entries, each.type);
}

export const entrySchemas = schemasByType(entryKinds, stored);
const options = [...entrySchemas.values()] as unknown as [z.ZodObject, ...z.ZodObject[]];
/** An entry of any kind. */
export const entry = z.discriminatedUnion('type', options) as unknown as z.ZodType<Entry>;

/** The cid by which `account` sent it; undefined if somebody else did, or nobody. */
export function cidOf(said: Entry, account: AccountId): Cid | undefined {
  if (!('cid' in said)) return undefined;
  return ('from' in said ? said.from : said.by) === account ? said.cid : undefined;
}
