import type { Entry } from '../../src-shared/protocol/entries.ts';
import { entryOfParts, partsOf } from '../../src-shared/protocol/entry-parts.ts';
import type {
  AnyEntry,
  EntryParts,
  EntryPlace,
  ListedEntry,
} from '../../src-shared/protocol/entry-parts.ts';
import type { AccountId, Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import type { KindTable } from './kind-table.ts';

/** An entry of any kind as both databases keep it; `rest`: what has no column of its own, as a JSON object. */
export type EntryColumns = {
  kind: number;
  account: AccountId;
  at: number;
  cid: Cid | null;
  target: number | null;
  rest: string;
};
export type EntryRow = EntryColumns & { id: number; seq: number };

/** Within a transaction. */
export function columnsOf(entry: AnyEntry, kinds: KindTable): EntryColumns {
  const { type, who, at, cid, target, rest } = partsOf(entry);
  const kind = kinds.ensure({ name: type, who: who.field });
  return { kind, account: who.account, at, cid: cid ?? null, target: target ?? null, rest };
}

/** Rows are read by name, never spread: SQLite's have no shape, so a copy of one costs more than all the rest here. */
export function entryOfRow(row: EntryColumns, place: EntryPlace, kinds: KindTable): Entry {
  return entryOfParts(partsOfRow(row, kinds), place);
}

/** The same as it stands in a list of the wire, put together from what is stored without reading it. */
export function listedRow(
  row: EntryRow,
  conversation: ConversationId,
  kinds: KindTable,
): ListedEntry {
  const { seq, id } = row;
  return { parts: partsOfRow(row, kinds), place: { in: conversation, seq, id } };
}

function partsOfRow(row: EntryColumns, kinds: KindTable): EntryParts {
  const { kind, account, at, cid, target, rest } = row;
  const { name, who } = kinds.read(kind);
  const entry = { at, cid: cid ?? undefined, target: target ?? undefined, rest };
  return { type: name, who: { field: who, account }, ...entry };
}
