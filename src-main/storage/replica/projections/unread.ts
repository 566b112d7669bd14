import { emptiedRest } from '../../../../src-shared/protocol/entry-parts.ts';
import { messageKind } from '../../kind-table.ts';
import { prepareAll } from '../../sqlite/prepare-all.ts';
import { blockedPeople, blockedPeopleOf } from './blocked-people.ts';
import type { ConversationRow, ProjectionKind } from './projection.ts';

const counts = `(e.kind = ${messageKind} AND e.rest <> '${emptiedRest}' AND e.person <> $own
  AND e.person NOT IN (${blockedPeople}))`;
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
  open(database, { people }) {
    const blocked = blockedPeopleOf(database);
    const sql = prepareAll(database, { reassign: reassignSql, countOthers: countOthersSql });
    const count = ({ number }: ConversationRow, above: number, upTo: number): number =>
      Number(sql.countOthers.get(number, above, upTo)?.['count']);
    return {
      tell({ entry, columns }, run) {
        const { room, conversation } = run;
        // One that was deleted is nothing to read any more.
        const isCounted =
          entry.type === 'message' &&
          entry.text !== '' &&
          entry.from !== room.account &&
          !blocked(run, entry.from);
        columns['others'] = isCounted ? 1 : 0;
        if (isCounted && entry.seq > conversation.readSeq) conversation.unread += 1;
      },
      tellChanged({ message, before, columns }, { conversation }) {
        if (message.text !== '' || before['others'] !== 1) return;
        columns['others'] = 0;
        if (message.seq > conversation.readSeq) conversation.unread -= 1;
      },
      tellRead(conversation, seq) {
        const { readSeq, lastSeq } = conversation;
        // Counts the shorter of the two sides.
        if (seq >= lastSeq) conversation.unread = 0;
        else if (lastSeq - seq < seq - readSeq)
          conversation.unread = count(conversation, seq, lastSeq);
        else conversation.unread -= count(conversation, readSeq, seq);
      },
      tellPeople({ key, copy, account }, conversation) {
        const { number, readSeq, lastSeq } = conversation;
        const own = people.ensure(copy, account);
        sql.reassign.run({ conversation: number, copy, room: key, above: readSeq, own });
        conversation.unread = count(conversation, readSeq, lastSeq);
      },
      clear(_, conversations) {
        for (const conversation of conversations) conversation.unread = 0;
      },
    };
  },
};
