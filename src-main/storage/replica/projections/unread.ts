import type { MessageEntry } from '../../../../src-shared/protocol/entries.ts';
import { emptiedRest } from '../../../../src-shared/protocol/entry-parts.ts';
import { doesMention } from '../../../../src-shared/protocol/mentions.ts';
import { messageKind } from '../../kind-table.ts';
import { prepareAll } from '../../sqlite/prepare-all.ts';
import { keywordsOf } from './keywords.ts';
import { blockedPeople, blockedPeopleOf } from './blocked-people.ts';
import type { ConversationRow, ProjectionKind, Run } from './projection.ts';
import { holdsNothing } from '../../../../src-shared/text/find-keywords.ts';
import type { HoldsKeyword } from '../../../../src-shared/text/find-keywords.ts';

/** Within a text these quotes would stand behind backslashes. */
const mentionsOwn = `(instr(coalesce(e.shown, e.rest), '"account":"' || $account || '"') > 0
  OR instr(coalesce(e.shown, e.rest), '"account":"everyone"') > 0)`;
const counts = `((e.kind = ${messageKind} AND e.rest <> '${emptiedRest}' AND e.person <> $own
  AND instr(e.rest, '"imported":') = 0 AND e.person NOT IN (${blockedPeople})) * (1 + ${mentionsOwn}))`;
/** A message of somebody else: of no concern, one that mentions this person, one that holds a word of theirs. */
const concerns = { none: 1, mention: 2, keyword: 3 } as const;

/** Page by page: what is read must not change meanwhile. */
const rowsPerPage = 500;

/** Below the read mark nothing is counted, so that nothing need be right there. */
export const reassignSql = `
  UPDATE entry AS e SET others = ${counts}
  WHERE e.conversation = $conversation AND e.seq > $above AND e.others <> ${counts}`;
export const foldedOthersSql = `
  SELECT place, seq, folded FROM entry
  WHERE conversation = ? AND seq > ? AND others = ${concerns.none} ORDER BY seq LIMIT ${rowsPerPage}`;
export const countOthersSql = `
  SELECT count(*) AS unread, count(nullif(others, 1)) AS mentions FROM entry
  WHERE conversation = ? AND seq > ? AND seq <= ? AND others > 0`;

type Counts = Pick<ConversationRow, 'unread' | 'mentions'>;

/**
 * How many messages above the read mark others wrote, but for those who are blocked, and how many of them mention this
 * person or hold one of their words.
 */
export const unread: ProjectionKind = {
  name: 'unread',
  version: 4,
  columns: ['others'],
  open(database, { people }) {
    const blocked = blockedPeopleOf(database);
    const sql = prepareAll(database, {
      reassign: reassignSql,
      foldedOthers: foldedOthersSql,
      mark: `UPDATE entry SET others = ${concerns.keyword} WHERE place = ?`,
      countOthers: countOthersSql,
    });
    const keywords = keywordsOf(database);
    let current: { run: Run; holds: HoldsKeyword } | undefined;
    /** Asked for once per run. */
    const holdsIn = (run: Run): HoldsKeyword => {
      if (current?.run !== run) current = { run, holds: keywords() };
      return current.holds;
    };
    const concernOf = ({ mentions }: MessageEntry, folded: unknown, run: Run): number => {
      if (doesMention(mentions, run.room.account)) return concerns.mention;
      return holdsIn(run)(String(folded)) ? concerns.keyword : concerns.none;
    };
    const count = ({ number }: ConversationRow, above: number, upTo: number): Counts => {
      const found = sql.countOthers.get(number, above, upTo);
      return { unread: Number(found?.['unread']), mentions: Number(found?.['mentions']) };
    };
    const markKeywords = (number: number, above: number): void => {
      const holds = keywords();
      if (holds === holdsNothing) return;
      let seq = above;
      for (let rows = sql.foldedOthers.all(number, seq); rows.length > 0;) {
        for (const row of rows)
          if (holds(String(row['folded']))) sql.mark.run(Number(row['place']));
        seq = Number(rows.at(-1)?.['seq']);
        rows = sql.foldedOthers.all(number, seq);
      }
    };
    return {
      tell({ entry, columns }, run) {
        const { room, conversation } = run;
        // One that was deleted is nothing to read any more.
        const isCounted =
          entry.type === 'message' &&
          entry.text !== '' &&
          // It was read, or not, where it was written.
          !entry.imported &&
          entry.from !== room.account &&
          !blocked(run, entry.from);
        const others = isCounted ? concernOf(entry, columns['folded'], run) : 0;
        columns['others'] = others;
        if (entry.seq > conversation.readSeq) move(conversation, 0, others);
      },
      tellChanged({ message, before, columns }, run) {
        const { conversation } = run;
        const was = Number(before['others']);
        if (was === 0) return;
        const others = message.text === '' ? 0 : concernOf(message, columns['folded'], run);
        columns['others'] = others;
        if (message.seq > conversation.readSeq) move(conversation, was, others);
      },
      tellRead(conversation, seq) {
        const { readSeq, lastSeq } = conversation;
        // Counts the shorter of the two sides.
        if (seq >= lastSeq) Object.assign(conversation, none);
        else if (lastSeq - seq < seq - readSeq)
          Object.assign(conversation, count(conversation, seq, lastSeq));
        else {
          const read = count(conversation, readSeq, seq);
          conversation.unread -= read.unread;
          conversation.mentions -= read.mentions;
        }
      },
      tellPeople({ key, copy, account }, conversation) {
        const { number, readSeq, lastSeq } = conversation;
        const own = people.ensure(copy, account);
        const above = { conversation: number, above: readSeq };
        sql.reassign.run({ ...above, copy, room: key, own, account });
        markKeywords(number, readSeq);
        Object.assign(conversation, count(conversation, readSeq, lastSeq));
      },
      clear(_, conversations) {
        for (const conversation of conversations) Object.assign(conversation, none);
      },
    };
  },
};

const none: Counts = { unread: 0, mentions: 0 };

/** `was` and `is`: what its column `others` holds. */
function move(conversation: Counts, was: number, is: number): void {
  conversation.unread += Number(is > 0) - Number(was > 0);
  conversation.mentions += Number(is > concerns.none) - Number(was > concerns.none);
}
