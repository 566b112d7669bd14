import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { messageKind } from '../../kind-table.ts';
import { BlockedPeople, blockedPeople } from './blocked-people.ts';
import type {
  ConversationRow,
  Projection,
  ProjectionKind,
  ProjectionParts,
  RoomKeys,
  Run,
  Told,
} from './projection.ts';

const counts = `(e.kind = ${messageKind} AND e.person <> $own AND e.person NOT IN (${blockedPeople}))`;
/** Below the read mark nothing is counted, so that nothing need be right there. */
export const reassignSql = `
  UPDATE entry AS e SET others = 1 - e.others
  WHERE e.conversation = $conversation AND e.seq > $above AND e.others <> ${counts}`;
export const countOthersSql = `
  SELECT count(*) AS count FROM entry
  WHERE conversation = ? AND seq > ? AND seq <= ? AND others = 1`;

/** How many messages above the read mark others wrote, but for those who are blocked. */
export const unread: ProjectionKind = {
  name: 'unread',
  version: 1,
  columns: ['others'],
  open: (database, { people }) => new Unread(database, people),
};

class Unread implements Projection {
  readonly #people: ProjectionParts['people'];
  readonly #blocked: BlockedPeople;
  readonly #reassign: StatementSync;
  readonly #countOthers: StatementSync;

  constructor(database: DatabaseSync, people: ProjectionParts['people']) {
    this.#people = people;
    this.#blocked = new BlockedPeople(database);
    this.#reassign = database.prepare(reassignSql);
    this.#countOthers = database.prepare(countOthersSql);
  }

  tell({ entry, columns }: Told, run: Run): void {
    const { room, conversation } = run;
    const isCounted =
      entry.type === 'message' &&
      entry.from !== room.account &&
      !this.#blocked.has(run, entry.from);
    columns['others'] = isCounted ? 1 : 0;
    if (isCounted && entry.seq > conversation.readSeq) conversation.unread += 1;
  }

  tellRead(conversation: ConversationRow, seq: number): void {
    const { readSeq, lastSeq } = conversation;
    // Counts the shorter of the two sides.
    if (seq >= lastSeq) conversation.unread = 0;
    else if (lastSeq - seq < seq - readSeq)
      conversation.unread = this.#count(conversation, seq, lastSeq);
    else conversation.unread -= this.#count(conversation, readSeq, seq);
  }

  tellPeople({ key, copy, account }: RoomKeys, conversation: ConversationRow): void {
    const { number, readSeq, lastSeq } = conversation;
    const own = this.#people.ensure(copy, account);
    this.#reassign.run({ conversation: number, copy, room: key, above: readSeq, own });
    conversation.unread = this.#count(conversation, readSeq, lastSeq);
  }

  clear(_: RoomKeys, conversations: readonly ConversationRow[]): void {
    for (const conversation of conversations) conversation.unread = 0;
  }

  #count({ number }: ConversationRow, above: number, upTo: number): number {
    return Number(this.#countOthers.get(number, above, upTo)?.['count']);
  }
}
