import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import { isChange } from '../../src-shared/protocol/entries.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { conversationKind, isTopic } from '../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { tellEntry } from '../../src-shared/sentences/entry-sentence.ts';

/** A group begins with its maker, then its name, then the others. */
const nameOfNewSeq = 2;

/**
 * What the host's log says of an entry, without the name of any group. Sessions and messages have lines of their
 * own, and the name that a new group is given is no news.
 */
export function entryLine(
  entry: Entry,
  nameOf: (account: AccountId) => string | undefined,
): HostLogLine | undefined {
  if (entry.type === 'message' || entry.type === 'joined' || entry.type === 'left')
    return undefined;
  // That rules are kept is no news.
  if (entry.type === 'expired') return undefined;
  // What was said, and what others think of it, is not the host's log's business; that something is gone is.
  if (isChange(entry) && entry.type !== 'message-deleted') return undefined;
  if (entry.type === 'renamed' && entry.seq === nameOfNewSeq && !isTopic(entry.in))
    return undefined;
  const { kind } = tellEntry(entry, { nameOf: (account) => account, groupName: () => undefined });
  const other =
    'account' in entry && entry.account !== entry.by ? nameOf(entry.account) : undefined;
  const { at } = entry;
  return {
    at,
    event: 'entry',
    kind,
    to: conversationKind(entry.in),
    name: nameOf(entry.by),
    other,
  };
}
