import { Bookmark, Forward, Pin, Reply, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Quote, ShownReaction } from '../../src-shared/member/own-copy.ts';
import { plainLine } from '../../src-shared/text/format/format-text.ts';
import type { Imported } from '../../src-shared/protocol/imported.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { useFormat } from '../i18n/format.ts';
import { nameOf, writerOf } from '../room/room-selectors.ts';
import { useNames, useRoomStores } from '../room/room-context.tsx';
import { classNames } from '../ui/class-names.ts';
import type { MessageActs } from './message-acts.ts';
import styles from './message-extras.module.css';

/** What a message answers; a click goes there. */
export function QuoteLine({
  reply,
  quote,
  acts,
}: {
  reply: number;
  quote: Quote | undefined;
  acts: MessageActs;
}) {
  const { t } = useTranslation();
  const name = useNames((state) => quote && writerOf(state, quote, t));
  const isGone = quote?.text === '';
  const text = quote && plainLine(quote.text, quotedCharacters);
  return (
    <button
      type="button"
      className={styles.quote}
      tabIndex={-1}
      title={t('timeline.toAnswered')}
      onClick={() => acts.jump(reply)}
    >
      <Reply size={14} aria-hidden="true" />
      {quote ? <bdi className={styles.quoteName}>{name}</bdi> : null}
      <span className={classNames(styles.quoteText, (isGone || !quote) && styles.quiet)} dir="auto">
        {isGone ? t('timeline.quoteGone') : (text ?? t('timeline.quoteUnknown'))}
      </span>
    </button>
  );
}

export function PinMark({ by }: { by: AccountId }) {
  const { t } = useTranslation();
  const name = useNames((state) => nameOf(state, by)) ?? t('conversations.someone');
  return (
    <span className={styles.pin} title={t('timeline.pinnedBy', { name })}>
      <Pin size={12} role="img" aria-label={t('timeline.pinnedBy', { name })} />
    </span>
  );
}

export function SavedMark() {
  const { t } = useTranslation();
  return (
    <span className={styles.pin} title={t('timeline.savedMark')}>
      <Bookmark size={12} role="img" aria-label={t('timeline.savedMark')} />
    </span>
  );
}

/** Whose words they are. */
export function ForwardedLine({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <p className={styles.forwarded}>
      <Forward size={14} aria-hidden="true" />
      {t('timeline.forwardedFrom', { name })}
    </p>
  );
}

/** In place of what was said. */
export function DeletedText({ by, from }: { by: AccountId | undefined; from: string }) {
  const sentence = useDeletedSentence(by, from);
  return (
    <p className={styles.deleted}>
      <Trash2 size={14} aria-hidden="true" />
      {sentence}
    </p>
  );
}

function useDeletedSentence(by: AccountId | undefined, from: string): string {
  const { t } = useTranslation();
  const self = useNames((state) => state.room?.account);
  const name = useNames((state) => by && nameOf(state, by));
  const author = useNames((state) => nameOf(state, from as AccountId));
  if (by === undefined) return t('timeline.deleted');
  if (by === self) return t('timeline.deletedOwn');
  const who = name ?? t('conversations.someone');
  return by === from
    ? t('timeline.deletedBy', { name: who })
    : t('timeline.deletedOf', { name: who, author: author ?? t('conversations.someone') });
}

/** As they were where the message was imported from: nobody adds to them here. */
export function ReactionsThere({ reactions }: { reactions: NonNullable<Imported['reactions']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul
      aria-label={t('timeline.reactionsThere')}
      title={t('timeline.reactionsThere')}
      className={styles.reactions}
    >
      {[...countsByEmoji(reactions)].map(([emoji, count]) => (
        <li key={emoji} className={classNames(styles.reaction, styles.there)}>
          <span>{emoji}</span>
          <span className={styles.count}>{format.count(count)}</span>
        </li>
      ))}
    </ul>
  );
}

/** A room may name one emoji twice. */
function countsByEmoji(reactions: NonNullable<Imported['reactions']>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { emoji, count } of reactions) counts.set(emoji, (counts.get(emoji) ?? 0) + count);
  return counts;
}

type ReactionsProps = {
  seq: number;
  reactions: readonly ShownReaction[];
  mayReact: boolean;
  acts: MessageActs;
};

/** Who reacted with what; one's own is put there and taken back with a click, or with the arrow keys and Enter. */
export function Reactions({ seq, reactions, mayReact, acts }: ReactionsProps) {
  const { t } = useTranslation();
  const { room } = useRoomStores();
  const format = useFormat();
  const namesOf = ({ by, count }: ShownReaction): string => {
    const state = room.getState();
    const names = by
      .slice(0, namesShown)
      .map((each) => nameOf(state, each) ?? t('conversations.someone'));
    const more = count - names.length;
    return format.list(more > 0 ? [...names, t('timeline.more', { count: more })] : names);
  };
  return (
    <div role="group" aria-label={t('timeline.reactions')} className={styles.reactions}>
      {reactions.map((each) => {
        const label = t('timeline.reaction', { ...each, names: namesOf(each) });
        return (
          <button
            key={each.emoji}
            type="button"
            data-within=""
            tabIndex={-1}
            className={classNames(styles.reaction, each.isOwn && styles.own)}
            aria-pressed={each.isOwn}
            aria-label={label}
            aria-disabled={mayReact ? undefined : true}
            title={label}
            onClick={() => {
              if (mayReact) acts.react(seq, each.emoji, !each.isOwn);
            }}
          >
            <span aria-hidden="true">{each.emoji}</span>
            <span aria-hidden="true" className={styles.count}>
              {each.count}
            </span>
          </button>
        );
      })}
    </div>
  );
}

const namesShown = 10;
/** One line shows no more. */
export const quotedCharacters = 200;
