import { z } from 'zod';
import type { Spoken } from './feature.ts';
import { schemasByType } from './feature.ts';
import { groups } from './groups.ts';
import { members } from './members.ts';
import { messages, stored } from './messages.ts';

/**
 * What the room's log holds. Every entry has `id`, its place in the whole log (starts at 1, rises),
 * and `seq`, its dense number in its conversation (starts at 1, W5). `at` is the host's clock in
 * epoch milliseconds, for people to read: order is the number, never the clock.
 */
const entryKinds = { ...messages.entries, ...members.entries, ...groups.entries };
type Kinds = typeof entryKinds;
type Kind = keyof Kinds;

type EntriesByKind = { [K in Kind]: Spoken<K, typeof stored & Kinds[K]> };
export type EntryOf<K extends Kind> = EntriesByKind[K];
export type Entry = EntryOf<Kind>;
export type MessageEntry = EntryOf<'message'>;

export const entrySchemas = schemasByType(entryKinds, stored);
const options = [...entrySchemas.values()] as unknown as [z.ZodObject, ...z.ZodObject[]];
/** An entry of any kind. */
export const entry = z.discriminatedUnion('type', options) as unknown as z.ZodType<Entry>;

type WithoutNumbers<E> = E extends Entry ? Omit<E, 'id' | 'seq'> : never;
/** An entry that the log has not numbered yet. */
export type EntryDraft = WithoutNumbers<Entry>;
