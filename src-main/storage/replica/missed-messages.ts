import type { Missed, MissedMessages } from '../../../src-shared/member/missed.ts';
import type { MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import { mostMissedMessages } from '../../client/replica/missed.ts';
import type { MissedQuery, MissedStore } from '../../client/replica/missed.ts';
import type { KeptDatabase } from '../sqlite/kept-database.ts';
import { prepareAll } from '../sqlite/prepare-all.ts';
import type { RoomKeyTable } from './key-tables.ts';
import { placesOf } from './places.ts';
import type { RoomKeys } from './projections/projection.ts';
import type { ShownMessages } from './shown-messages.ts';

/** Unread, in a conversation of which this person wants to hear. */
const wanted = `e.place > $after AND e.place <= $last AND e.seq > c.read_seq
  AND c.name NOT IN (SELECT value FROM json_each($except))`;
const inConversation = 'CROSS JOIN conversation c ON c.number = e.conversation';
const tails = {
  mentions: `FROM entry e INDEXED BY entry_mention ${inConversation} WHERE e.others = 2 AND ${wanted}`,
  questions: `
    FROM entry e INDEXED BY entry_question ${inConversation}
    WHERE e.question = 1 AND (e.others = 2 OR e.others > 0 AND c.name LIKE 'direct:%') AND ${wanted}`,
  announcements: `
    FROM conversation c CROSS JOIN entry e ON e.conversation = c.number AND e.seq > c.read_seq AND e.others > 0
    WHERE c.copy = $copy AND c.name = $in AND e.place > $after AND e.person IN (
      SELECT p.number FROM json_each($by) j CROSS JOIN person p ON p.copy = $copy AND p.account = j.value)`,
};
const counting = (tail: string) => `SELECT count(*) AS count ${tail}`;
const listing = (tail: string) =>
  `SELECT e.conversation AS number, c.name, e.seq ${tail} ORDER BY e.place LIMIT ${mostMissedMessages}`;

/** A message that was deleted meanwhile is passed over, so some are looked at. */
const mostLookedAt = 5;

export const missedSql = {
  countMentions: counting(tails.mentions),
  listMentions: listing(tails.mentions),
  countQuestions: counting(tails.questions),
  listQuestions: listing(tails.questions),
  countAnnouncements: counting(tails.announcements),
  listAnnouncements: listing(tails.announcements),
  mostAnswered: `
    SELECT e.conversation AS number, c.name, e.answers AS seq, count(*) AS answers
    FROM entry e INDEXED BY entry_answer ${inConversation}
    WHERE e.answers IS NOT NULL AND e.others > 0 AND ${wanted}
    GROUP BY e.conversation, e.answers HAVING count(*) > 1
    ORDER BY answers DESC, max(e.place) DESC LIMIT ${mostLookedAt}`,
};

type FoundRow = { number: number; name: ConversationId; seq: number };

/** What somebody missed, counted through indexes of mentions, questions and answers. */
export function missedMessages(
  kept: KeptDatabase,
  { keys, messages }: { keys: RoomKeyTable; messages: ShownMessages },
): MissedStore {
  const sql = prepareAll(kept.database, missedSql);
  const messageOf = ({ number, name, seq }: FoundRow, { account }: RoomKeys) =>
    messages.read({ number, name }, [seq], account)[0]?.message;
  const found = (count: unknown, rows: unknown[], room: RoomKeys): MissedMessages => ({
    count: (count as { count: number }).count,
    messages: (rows as FoundRow[]).flatMap((row) => messageOf(row, room) ?? []),
  });
  const announced = (
    room: RoomKeys,
    { announcing }: MissedQuery,
    after: number,
  ): MissedMessages => {
    const all = announcing.map(({ in: conversation, by }) => {
      const asked = { copy: room.copy, in: conversation, by: JSON.stringify(by), after };
      return found(sql.countAnnouncements.get(asked), sql.listAnnouncements.all(asked), room);
    });
    const inOrder = (one: MessageEntry, other: MessageEntry) => one.id - other.id;
    return {
      count: all.reduce((sum, { count }) => sum + count, 0),
      messages: all
        .flatMap((each) => each.messages)
        .toSorted(inOrder)
        .slice(0, mostMissedMessages),
    };
  };
  const read = (name: RoomId, query: MissedQuery): Missed => {
    const room = keys.of(name);
    const { lowest, highest: last } = placesOf(room.copy);
    const after = lowest + query.after;
    const asked = { after, last, except: JSON.stringify(query.except) };
    const rows = sql.mostAnswered.all(asked) as (FoundRow & { answers: number })[];
    const [most] = rows.flatMap((row) => {
      const message = messageOf(row, room);
      return message && message.text !== '' ? [{ message, answers: row.answers }] : [];
    });
    return {
      mentions: found(sql.countMentions.get(asked), sql.listMentions.all(asked), room),
      questions: found(sql.countQuestions.get(asked), sql.listQuestions.all(asked), room),
      announcements: announced(room, query, after),
      ...(most ? { mostAnswered: most } : {}),
    };
  };
  return { read: (room, query) => kept.read(() => read(room, query)) };
}
