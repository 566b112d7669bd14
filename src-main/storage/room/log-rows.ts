import type { Entry, EntryDraft, LeftEntry } from '../../../src-shared/protocol/entries.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { AccountId, Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';

/** Numbers of `entry.kind` in the databases. */
export const entryKinds = { message: 1, joined: 2, left: 3 } as const;

export type EntryColumns = {
  kind: number;
  account: AccountId;
  at: number;
  cid: Cid | null;
  body: string;
};
export type LogRow = EntryColumns & { id: number; seq: number };

export function draftColumns(draft: EntryDraft | Entry): EntryColumns {
  const { at } = draft;
  switch (draft.type) {
    case 'message':
      return { kind: 1, account: draft.from, at, cid: draft.cid, body: draft.text };
    case 'joined':
      return { kind: 2, account: draft.account, at, cid: null, body: draft.name };
    case 'left':
      return { kind: 3, account: draft.account, at, cid: null, body: draft.reason };
    default:
      return assertNever(draft);
  }
}

export function entryOfRow(row: LogRow, conversation: ConversationId): Entry {
  const { id, seq, at, account, body } = row;
  const place = { in: conversation, seq, id, at };
  if (row.kind === entryKinds.joined) return { type: 'joined', ...place, account, name: body };
  if (row.kind === entryKinds.left)
    return { type: 'left', ...place, account, reason: body as LeftEntry['reason'] };
  return { type: 'message', ...place, from: account, cid: row.cid ?? missingCid(id), text: body };
}

function missingCid(id: number): never {
  throw new Error(`Message ${id} was stored without a cid`);
}
