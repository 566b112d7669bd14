import type { Entry } from './entries.ts';
import type { AccountId, Cid, ConversationId } from './ids.ts';

/** The field in which an entry names who it is of. */
export type WhoField = 'from' | 'by' | 'account';

/** An entry of any kind, for whoever keeps it and hands it on without knowing what it says. */
export type EntryParts = {
  type: string;
  who: { field: WhoField; account: AccountId };
  at: number;
  /** Only what a person sent has one, and only the room and this person know it. */
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
  cid?: Cid | undefined;
  target?: number;
} & ({ from: AccountId } | { by: AccountId } | { account: AccountId });

export function partsOf(entry: AnyEntry): EntryParts {
  const who = whoOf(entry);
  const { type, at } = entry;
  return { type, who, at, cid: entry.cid, target: entry.target, rest: restOf(entry, who.field) };
}

/** An entry as it stands in a list, and what is written there. */
export type ListedEntry = { parts: EntryParts; place: EntryPlace };

/**
 * The entry as JSON in a list, without what it shares with the one that stands before it (`wholeEntries`): always in
 * the same order of fields, so that equal lists are equal bytes. Ids are written as they stand: their alphabet has
 * nothing that JSON would escape. A cid is for who made it.
 */
export function listedJson(
  { parts, place }: ListedEntry,
  before: ListedEntry | undefined,
  cidsFor: AccountId | 'nobody' | 'everybody',
): string {
  const { type, who, at, cid, target, rest } = parts;
  const { in: conversation, seq, id } = place;
  const isSameType = before?.parts.type === type && before.parts.who.field === who.field;
  let fields = isSameType ? '' : `"type":"${type}",`;
  if (before?.place.in !== conversation) fields += `"in":"${conversation}",`;
  if (!before || before.place.seq + 1 !== seq) fields += `"seq":${seq},`;
  if (!before || before.place.id + 1 !== id) fields += `"id":${id},`;
  if (before?.parts.at !== at) fields += `"at":${at},`;
  if (!isSameType || before.parts.who.account !== who.account)
    fields += `"${who.field}":"${who.account}",`;
  const hasCid = cidsFor === 'everybody' || cidsFor === who.account;
  if (cid !== undefined && hasCid) fields += `"cid":"${cid}",`;
  if (target !== undefined) fields += `"target":${target},`;
  return rest === noRest ? `{${fields.slice(0, -1)}}` : `{${fields}${rest.slice(1)}`;
}

/**
 * What `listedJson` left out: `type`, `in` and `at` are those of the entry before, `seq` and `id` the next ones, and
 * who it is of is the same if `type` is missing too. What is no list of entries is left to whoever checks them.
 */
export function wholeEntries(list: readonly unknown[]): unknown[] {
  let before: Fields | undefined;
  return list.map((each) => {
    if (!isFields(each)) return each;
    before = before ? { ...followOf(before, each), ...each } : each;
    return before;
  });
}

type Fields = Record<string, unknown>;

function isFields(each: unknown): each is Fields {
  return typeof each === 'object' && each !== null;
}

function followOf(before: Fields, each: Fields): Fields {
  const { type, in: conversation, at } = before;
  const next = { type, in: conversation, at, seq: after(before['seq']), id: after(before['id']) };
  if (each['type'] !== undefined) return next;
  const who = whoFieldOf(before);
  return { ...next, [who]: before[who] };
}

function after(number: unknown): unknown {
  return typeof number === 'number' ? number + 1 : undefined;
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

function whoFieldOf(entry: object): WhoField {
  if ('from' in entry) return 'from';
  return 'by' in entry ? 'by' : 'account';
}

/** A kind without any of the three does not compile here. */
function whoOf(entry: AnyEntry): EntryParts['who'] {
  if ('from' in entry) return { field: 'from', account: entry.from };
  if ('by' in entry) return { field: 'by', account: entry.by };
  return { field: 'account', account: entry.account };
}
