import type { Entry, EntryDraft, LeftEntry } from '../../../src-shared/protocol/entries.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { AccountId, Cid, ConversationId } from '../../../src-shared/protocol/ids.ts';

/** Numbers of `entry.kind` in the databases. */
export const entryKinds = {
  message: 1,
  joined: 2,
  left: 3,
  added: 4,
  removed: 5,
  renamed: 6,
} as const satisfies Record<Entry['type'], number>;

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
  const kind = entryKinds[draft.type];
  switch (draft.type) {
    case 'message':
      return { kind, account: draft.from, at, cid: draft.cid, body: draft.text };
    case 'joined':
      return { kind, account: draft.account, at, cid: null, body: draft.name };
    case 'left':
      return { kind, account: draft.account, at, cid: null, body: draft.reason };
    case 'added':
    case 'removed':
      return { kind, account: draft.by, at, cid: null, body: draft.account };
    case 'renamed':
      return { kind, account: draft.by, at, cid: null, body: draft.name };
    default:
      return assertNever(draft);
  }
}

export function entryOfRow(row: LogRow, conversation: ConversationId): Entry {
  const { id, seq, at, account, body } = row;
  const place = { in: conversation, seq, id, at };
  switch (row.kind) {
    case entryKinds.message:
      return {
        type: 'message',
        ...place,
        from: account,
        cid: row.cid ?? missingCid(id),
        text: body,
      };
    case entryKinds.joined:
      return { type: 'joined', ...place, account, name: body };
    case entryKinds.left:
      return { type: 'left', ...place, account, reason: body as LeftEntry['reason'] };
    case entryKinds.added:
      return { type: 'added', ...place, by: account, account: body as AccountId };
    case entryKinds.removed:
      return { type: 'removed', ...place, by: account, account: body as AccountId };
    case entryKinds.renamed:
      return { type: 'renamed', ...place, by: account, name: body };
    default:
      throw new Error(`Entry ${id} was stored as kind ${row.kind}`);
  }
}

function missingCid(id: number): never {
  throw new Error(`Message ${id} was stored without a cid`);
}
