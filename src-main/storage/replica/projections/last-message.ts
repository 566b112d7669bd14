import { messageKind } from '../../kind-table.ts';
import { blockedPeople, blockedPeopleOf } from './blocked-people.ts';
import type { ProjectionKind } from './projection.ts';

export const lastMessageSql = `
  SELECT e.place FROM entry e
  WHERE e.conversation = $conversation AND e.kind = ${messageKind} AND e.person NOT IN (${blockedPeople})
  ORDER BY e.seq DESC LIMIT 1`;

/** A conversation's last line: the newest message that nobody blocked wrote. */
export const lastMessage: ProjectionKind = {
  name: 'last-message',
  version: 1,
  open(database) {
    const blocked = blockedPeopleOf(database);
    const find = database.prepare(lastMessageSql);
    return {
      tell({ entry, place }, run) {
        const { before, conversation } = run;
        if (entry.type !== 'message' || blocked(run, entry.from)) return;
        // Entries older than what is held cannot be the newest message if there is one.
        const isNewer = entry.seq > before.lastSeq || before.lastMessage === null;
        if (isNewer) conversation.lastMessage = place;
      },
      tellPeople({ key, copy }, conversation) {
        const found = find.get({ conversation: conversation.number, copy, room: key });
        conversation.lastMessage = found ? Number(found['place']) : null;
      },
      clear(_, conversations) {
        for (const conversation of conversations) conversation.lastMessage = null;
      },
    };
  },
};
