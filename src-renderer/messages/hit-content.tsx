import { memo } from 'react';
import type { TFunction } from 'i18next';
import type { HitNames, SearchHit } from '../../src-shared/member/own-copy.ts';
import { shallow } from 'zustand/shallow';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import { conversationKind, hasMembers } from '../../src-shared/protocol/ids.ts';
import type { Format } from '../i18n/format.ts';
import { nameOf, ownNameOf, partnerOf, writerOf } from '../room/room-selectors.ts';
import type { RoomState } from '../room/room-store.ts';
import { Avatar } from '../ui/avatar.tsx';
import styles from './hit-content.module.css';
import { textWithNames } from '../../src-shared/text/file-names.ts';
import { findHits } from '../../src-shared/text/fold.ts';
import { plainLine } from '../../src-shared/text/format/format-text.ts';

/** What was said, who said it to whom, and when. */
export type HitWords = {
  /** What the colour of the picture is made from. */
  account: string;
  text: string;
  sender: string;
  from: string;
  to: string;
  time: string;
};

export type HitContentProps = {
  words: HitWords;
  /** The text that it was found by, which is marked; empty if there is none. */
  query: string;
};

function Content({ words, query }: HitContentProps) {
  return (
    <>
      <Avatar name={words.sender} id={words.account} size={28} />
      <div className={styles.words}>
        <p className={styles.top}>
          <span className={styles.names}>
            <bdi className={styles.from}>{words.from}</bdi>
            <span className={styles.arrow}> → </span>
            <bdi>{words.to}</bdi>
          </span>
          <time className={styles.time}>{words.time}</time>
        </p>
        <p className={styles.text} dir="auto">
          {hitParts(readable(words.text, query), query).map((part, at) =>
            part.isHit ? <mark key={at}>{part.text}</mark> : part.text,
          )}
        </p>
      </div>
    </>
  );
}

/** What one sees of a message that was found. Hundreds of them stay as they are while the room goes on. */
export const HitContent = memo(
  Content,
  (one, other) => one.query === other.query && shallow(one.words, other.words),
);

type Known = { t: TFunction; state: RoomState; format: Format; now: number };

/** Who said it to whom, and when, as in "Ali → you, 14:05". */
export function hitWords(hit: SearchHit, { t, state, format, now }: Known): HitWords {
  const { message } = hit;
  const isHere = hit.room === state.room?.room;
  const names = isHere ? { room: '', ...namesHere(message, state) } : hit.names;
  const someone = t('conversations.someone');
  const sender = message.imported ? writerOf(state, message, t) : (names?.from ?? someone);
  const to = {
    everyone: () => t('search.toEveryone'),
    group: () => names?.group ?? t('groups.unnamed'),
    topic: () => names?.group ?? t('groups.unnamed'),
    direct: () => (names?.isOwn ? (names.partner ?? someone) : t('search.toYou')),
  }[conversationKind(message.in)]();
  return {
    account: message.imported?.author ?? message.from,
    text: textWithNames(message),
    sender,
    from: names?.isOwn && !message.imported ? t('search.you') : sender,
    to: isHere ? to : t('search.toElsewhere', { to, room: names?.room ?? '' }),
    time: `${format.brief(message.at, now)}${isToday(message.at, now) ? '' : ` ${format.clock(message.at)}`}`,
  };
}

/** What a window knows of its own room is newer than what the hit brought along. */
function namesHere(message: MessageEntry, state: RoomState): Omit<HitNames, 'room'> {
  return {
    isOwn: message.from === state.room?.account,
    from: nameOf(state, message.from),
    partner: partnerOf(state, message.in)?.name,
    group: hasMembers(message.in) ? ownNameOf(state, message.in) : undefined,
  };
}

function isToday(at: number, now: number): boolean {
  return new Date(at).toDateString() === new Date(now).toDateString();
}

/** Longer ones are not formatted for a look at a list of many. */
const formattedUpTo = 1000;

/** Without the marks of formatting, unless it was found by one of them. */
export function readable(text: string, query: string): string {
  if (text.length > formattedUpTo) return text;
  const plain = plainLine(text, formattedUpTo);
  const isLost = query !== '' && findHits(plain, query).length < findHits(text, query).length;
  return isLost ? text : plain;
}

export type HitPart = { text: string; isHit: boolean };

/** So much is shown before the first hit of a long text. */
const before = 60;
const longest = 400;

/** The part of a text around its first hit, in one line, split into what was looked for and the rest. */
export function hitParts(text: string, query: string): readonly HitPart[] {
  const hits = query === '' ? [] : findHits(text, query);
  const start = excerptStart(text, hits[0]?.start ?? 0);
  const end = Math.min(text.length, start + longest);
  const parts: HitPart[] = [];
  const add = (from: number, to: number, isHit: boolean) => {
    if (to > from) parts.push({ text: text.slice(from, to).replace(/\s+/g, ' '), isHit });
  };
  if (start > 0) parts.push({ text: '… ', isHit: false });
  let at = start;
  for (const hit of hits) {
    if (hit.start < at || hit.start >= end) continue;
    add(at, hit.start, false);
    at = Math.min(end, hit.end);
    add(hit.start, at, true);
  }
  add(at, end, false);
  if (end < text.length) parts.push({ text: ' …', isHit: false });
  return parts;
}

/** Begins at a word, and never in the middle of a letter that has two code units. */
function excerptStart(text: string, hitStart: number): number {
  if (hitStart <= before) return 0;
  const space = text.indexOf(' ', hitStart - before);
  return space === -1 || space >= hitStart ? hitStart : space + 1;
}
