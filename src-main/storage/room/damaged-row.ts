import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import { emptiedRest } from '../../../src-shared/protocol/entry-parts.ts';
import type { EntryRow } from '../entry-rows.ts';
import { messageKind } from '../kind-table.ts';

/** Of a row whose account cannot be one. */
const nobody = 'damaged000' as AccountId;
const foreign = '*[^A-Za-z0-9_-]*';

/** What a disk has damaged would not pass for an entry at any reader, and would take all that is read with it along. */
export const isWholeSql = `
  CASE WHEN NOT json_valid(rest) THEN 0
    WHEN account GLOB '${foreign}' OR length(account) NOT IN (0, 10) THEN 0
    WHEN cid IS NOT NULL AND (cid GLOB '${foreign}' OR length(cid) NOT BETWEEN 16 AND 40) THEN 0
    ELSE kind <> ${messageKind} OR json_type(rest, '$.text') IS 'text' END AS isWhole`;

/** In its place, so that what is around it can be read: a message without its words, as a deleted one is. */
export function inPlaceOf<R extends EntryRow>(row: R): R {
  const account = /^[A-Za-z0-9_-]{10}$/.test(row.account) ? row.account : nobody;
  return { ...row, kind: messageKind, account, cid: null, target: null, rest: emptiedRest };
}
