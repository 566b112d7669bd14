import type { ReactNode } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Quote } from '../../src-shared/member/own-copy.ts';
import { namesOfFiles } from '../../src-shared/text/file-names.ts';
import { plainLine } from '../../src-shared/text/format/format-text.ts';
import { MessageFiles } from '../files/message-files.tsx';
import { classNames } from '../ui/class-names.ts';
import {
  DeletedText,
  ForwardedLine,
  PinMark,
  quotedCharacters,
  QuoteLine,
  Reactions,
  ReactionsThere,
  SavedMark,
} from './message-extras.tsx';
import { FailedChange } from './message-failure.tsx';
import { isUnderWay, type MessageRowProps } from './message-row-props.ts';
import { MessageText } from './message-text.tsx';
import type { ReadText } from './read-text.ts';
import styles from './message-row.module.css';

/** The text with what it answers, what became of it, and what others think of it. */
export function Said({ read, ...props }: MessageRowProps & { read: ReadText }) {
  const { state, about, account, format } = props;
  const shown = props.files?.hasText === false ? undefined : read;
  const files = props.files ? <MessageFiles {...props.files} /> : null;
  if (!about)
    return (
      <>
        <Line read={shown} isPending={isUnderWay(state)} />
        {files}
      </>
    );
  const { look, seq, acts, may, reply, quote } = about;
  const failure = look.failed ? <FailedChange {...props} failed={look.failed} /> : null;
  if (look.deleted)
    return (
      <>
        <DeletedText by={look.deleted.by} from={account} />
        {failure}
      </>
    );
  return (
    <>
      {about.forwarded === undefined ? null : <ForwardedLine name={about.forwarded.name} />}
      {reply === undefined ? null : <QuoteLine {...{ reply, quote, acts }} />}
      <Line read={shown} isPending={look.isChanging}>
        {look.editedAt === undefined ? null : (
          <EditedMark
            time={format.dateTime(look.editedAt)}
            onClick={() => acts.showVersions(seq)}
          />
        )}
        {look.pinnedBy === undefined ? null : <PinMark by={look.pinnedBy} />}
        {about.isSaved ? <SavedMark /> : null}
      </Line>
      {files}
      {about.reactionsThere ? <ReactionsThere reactions={about.reactionsThere} /> : null}
      {look.reactions.length > 0 ? (
        <Reactions {...{ seq, acts }} reactions={look.reactions} mayReact={may.write} />
      ) : null}
      {failure}
    </>
  );
}

type LineProps = { read: ReadText | undefined; isPending: boolean; children?: ReactNode };

function Line({ read, isPending, children }: LineProps) {
  return (
    <div className={classNames(styles.line, isPending && styles.pending)}>
      {read ? <MessageText read={read} /> : null}
      {children}
    </div>
  );
}

function EditedMark({ time, onClick }: { time: string; onClick: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={styles.edited}
      tabIndex={-1}
      title={t('timeline.editedAt', { time })}
      onClick={onClick}
    >
      {t('timeline.edited')}
    </button>
  );
}

/** What is read aloud of it, in the order in which one sees it; without the marks of formatting. */
export function spokenText(
  { files, about }: MessageRowProps,
  { line }: ReadText,
  t: TFunction,
): string {
  const names = files?.hasText
    ? ` (${t('files.spoken', { names: namesOfFiles(files.files) })})`
    : '';
  const words = `${line}${names}`;
  if (!about) return words;
  const { look, means, forwarded } = about;
  if (look.deleted) return t('timeline.deleted');
  return [
    means && t(`mentions.means_${means}`),
    forwarded && `${t('timeline.forwardedFrom', { name: forwarded.name })}:`,
    about.reply !== undefined && t('timeline.answers', { text: spokenQuote(about.quote, t) }),
    words,
    look.editedAt !== undefined && `(${t('timeline.edited')})`,
    look.pinnedBy !== undefined && `(${t('timeline.pinnedMark')})`,
    about.isSaved && `(${t('timeline.savedMark')})`,
    spokenReactions(about.reactionsThere ?? []),
    spokenReactions(look.reactions),
  ]
    .filter((part) => typeof part === 'string')
    .join(' ');
}

function spokenReactions(
  reactions: readonly { emoji: string; count: number }[],
): string | undefined {
  if (reactions.length === 0) return undefined;
  return `· ${reactions.map(({ emoji, count }) => `${emoji} ${count}`).join(', ')}`;
}

function spokenQuote(quote: Quote | undefined, t: TFunction): string {
  if (!quote) return t('timeline.quoteUnknown');
  return quote.text === '' ? t('timeline.quoteGone') : plainLine(quote.text, quotedCharacters);
}
