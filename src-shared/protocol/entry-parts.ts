import type { Entry } from './entries.ts';
import type { AccountId, Cid, ConversationId } from './ids.ts';

/** The field in which an entry names who it is of. */
export type WhoField = 'from' | 'by' | 'account';

/** An entry of any kind, for whoever keeps it and hands it on without knowing what it says. */
export type EntryParts = {
  type: string;
  who: { field: WhoField; account: AccountId };
  at: number;
  /** Only what a person sent has one. */
  cid: Cid | undefined;
  /** The number of the message that it changes. */
  target: number | undefined;
  /** All other fields, as a JSON object. */
  rest: string;
};
export type EntryPlace = { in: ConversationId; seq: number; id: number };

/** What every entry has, of whatever kind. */
export type AnyEntry = {
  type: string;
  in: ConversationId;
  at: number;
  cid?: Cid;
  target?: number;
} & ({ from: AccountId } | { by: AccountId } | { account: AccountId });

export function partsOf(entry: AnyEntry): EntryParts {
  const who = whoOf(entry);
  const { type, at } = entry;
  return { type, who, at, cid: entry.cid, target: entry.target, rest: restOf(entry, who.field) };
}

/**
 * The entry as JSON, in the same order of fields always, so that equal entries are equal bytes. Ids are written as
 * they stand: their alphabet has nothing that JSON would escape.
 */
export function partsJson(parts: EntryParts, place: EntryPlace): string {
  const { type, who, at, cid, target, rest } = parts;
  const { in: conversation, seq, id } = place;
  let json = `{"type":"${type}","in":"${conversation}","seq":${seq},"id":${id},"at":${at},"${who.field}":"${who.account}"`;
  if (cid !== undefined) json += `,"cid":"${cid}"`;
  if (target !== undefined) json += `,"target":${target}`;
  return rest === noRest ? `${json}}` : `${json},${rest.slice(1)}`;
}

/** What `partsOf` took apart. */
export function entryOfParts(parts: EntryParts, place: EntryPlace): Entry {
  const { type, who, at, cid, target, rest } = parts;
  const { in: conversation, seq, id } = place;
  const entry: Record<string, unknown> = { type, in: conversation, seq, id, at };
  entry[who.field] = who.account;
  if (cid !== undefined) entry['cid'] = cid;
  if (target !== undefined) entry['target'] = target;
  return Object.assign(entry, JSON.parse(rest)) as Entry;
}

/** As JSON; half surrogate pairs become U+FFFD: no peer would take them. */
export function wellFormedJson(value: unknown): string {
  const json = JSON.stringify(value);
  // JSON.stringify writes them, and nothing else, as `\ud…`.
  if (!json.includes('\\ud')) return json;
  return JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'string' ? field.toWellFormed() : field,
  );
}

const noRest = '{}';
/** The `rest` of a message that was deleted, and of its edits: nothing that was said is in it. */
export const emptiedRest = '{"text":""}';

/** By hand, because this stands in the way of every message: half the time of an object made for JSON.stringify. */
function restOf(entry: object, whoField: WhoField): string {
  let fields = '';
  for (const field of Object.keys(entry)) {
    const value: unknown = (entry as Record<string, unknown>)[field];
    if (field === whoField || hasColumn(field) || value === undefined) continue;
    fields += `${fields === '' ? '' : ','}"${field}":${fieldJson(value)}`;
  }
  return `{${fields}}`;
}

function fieldJson(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.toWellFormed()) : wellFormedJson(value);
}

function hasColumn(field: string): boolean {
  switch (field) {
    case 'type':
    case 'in':
    case 'seq':
    case 'id':
    case 'at':
    case 'cid':
    case 'target':
      return true;
    default:
      return false;
  }
}

/** A kind without any of the three does not compile here. */
function whoOf(entry: AnyEntry): EntryParts['who'] {
  if ('from' in entry) return { field: 'from', account: entry.from };
  if ('by' in entry) return { field: 'by', account: entry.by };
  return { field: 'account', account: entry.account };
}
