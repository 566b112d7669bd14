import {
  Fragment,
  memo,
  useId,
  useState,
  type CSSProperties,
  type ReactNode,
  type SyntheticEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { TriangleAlert } from 'lucide-react';
import { assertNever } from '../../src-shared/assert-never.ts';
import { typedText, type Part } from '../../src-shared/text/format/parts.ts';
import { classNames } from '../ui/class-names.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import type { Link } from '../../src-shared/text/format/find-links.ts';
import type { ReadText, Special } from './read-text.ts';
import { unfolding } from './scroll-place.ts';
import { MentionView } from './mention-view.tsx';
import { TopicView } from './topic-view.tsx';
import { openMessageLink } from '../window/open-message-link.ts';
import { useAppStores } from '../window/app-context.tsx';
import styles from './message-text.module.css';

/**
 * What somebody wrote, formatted while it is read: text, never markup of a page; addresses in it open outside the app.
 * What was typed to format it is there too, unseen: what is copied is what was typed (`copy-typed.ts`).
 */
export const MessageText = memo(function MessageText({ read }: { read: ReadText }) {
  const { text, parts, links } = read;
  const shown = <Parts parts={parts} links={links} start={0} />;
  const isLarge = isEmojiAlone(text);
  return (
    <div className={classNames(styles.text, isLarge && styles.large)} dir="auto" data-typed="">
      {isLong(text) ? <Folded>{shown}</Folded> : shown}
    </div>
  );
});

/** So many are shown of a long one; it must be worth a click. */
const foldedLines = 20;
const longLines = 24;
/** As many as a line of the widest window holds, so that what is folded never fits without. */
const charactersInLine = 110;

export function isLong(text: string): boolean {
  if (text.length < longLines) return false;
  let lines = 0;
  for (const line of text.split('\n'))
    lines += Math.max(1, Math.ceil(line.length / charactersInLine));
  return lines >= longLines;
}

/** The beginning of what is long, and all of it on a click; whoever listens or searches the page has all of it. */
function Folded({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  return (
    <>
      <div
        id={id}
        className={isOpen ? undefined : styles.folded}
        style={{ '--folded-lines': foldedLines } as CSSProperties}
        // What has the focus must be seen.
        onFocus={() => setIsOpen(true)}
      >
        {children}
      </div>
      <button
        type="button"
        className={styles.fold}
        data-added=""
        {...unfolding}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={(event) => {
          setIsOpen(!isOpen);
          const { currentTarget: button } = event;
          // What was read has gone: the button must not go with it.
          if (isOpen) requestAnimationFrame(() => button.scrollIntoView({ block: 'nearest' }));
        }}
      >
        {isOpen ? t('timeline.showLess') : t('timeline.showMore')}
      </button>
    </>
  );
}

const emojiAlone = /^\s*(?:\p{RGI_Emoji}\s*){1,6}$/v;
/** The longest emoji are families of some 11 code units. */
const longestEmojiAlone = 100;

/** One to six emoji and nothing else are shown large. */
export function isEmojiAlone(text: string): boolean {
  return text.length <= longestEmojiAlone && emojiAlone.test(text);
}

type PartsProps = { parts: readonly Part[]; links: readonly Special[]; start: number };

/** `start`: where in the whole text they begin. */
function Parts({ parts, links, start }: PartsProps): ReactNode {
  let at = start;
  // Parts of a text never change their order.
  return parts.map((part, i) => {
    const from = at;
    at += lengthOf(part);
    return <PartView key={i} part={part} links={links} start={from} />;
  });
}

const lengths = new WeakMap<Part, number>();

function lengthOf(part: Part): number {
  if (!('parts' in part)) return part.text.length;
  const known = lengths.get(part) ?? typedText(part.parts).length;
  lengths.set(part, known);
  return known;
}

const noLinks: readonly Special[] = [];

type PartViewProps = Omit<PartsProps, 'parts'> & { part: Part };

function PartView({ part, links, start }: PartViewProps): ReactNode {
  const own = part.is === 'code' || part.is === 'code-block' ? noLinks : links;
  const inner = 'parts' in part ? <Parts parts={part.parts} links={own} start={start} /> : null;
  switch (part.is) {
    case 'text':
      return <Linked text={part.text} links={links} start={start} />;
    case 'hidden':
      return (
        <span className={styles.hidden} aria-hidden="true">
          {part.text}
        </span>
      );
    case 'paragraph':
      return <p>{inner}</p>;
    case 'strong':
      return <strong>{inner}</strong>;
    case 'emphasis':
      return <em>{inner}</em>;
    case 'strike':
      return <s>{inner}</s>;
    case 'code':
      return <code className={styles.code}>{inner}</code>;
    case 'quote':
      return <blockquote className={styles.quote}>{inner}</blockquote>;
    case 'list':
      return <ul className={styles.list}>{inner}</ul>;
    case 'item':
      return <li className={part.isNumbered ? styles.numbered : styles.item}>{inner}</li>;
    case 'code-block':
      return <CodeBlock code={part.code}>{inner}</CodeBlock>;
    default:
      return assertNever(part);
  }
}

function CodeBlock({ code, children }: { code: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.block}>
      <pre className={styles.pre} dir="ltr">
        <code>{children}</code>
      </pre>
      <div className={styles.copy} data-added="">
        <CopyButton text={code} label={t('timeline.copyCode')} />
      </div>
    </div>
  );
}

type LinkedProps = { text: string; links: readonly Special[]; start: number };

/** A piece of text with the addresses, mentions and topics that lie within it. */
function Linked({ text, links, start }: LinkedProps) {
  const own = links.filter((link) => link.start >= start && link.end <= start + text.length);
  if (own.length === 0) return text;
  let at = start;
  return (
    <>
      {own.map((link) => {
        const before = text.slice(at - start, link.start - start);
        at = link.end;
        return (
          <Fragment key={link.start}>
            {before}
            {'href' in link ? (
              <LinkView {...link} />
            ) : 'topic' in link ? (
              <TopicView {...link} typed={text.slice(link.start - start, at - start)} />
            ) : (
              <MentionView
                account={link.account}
                typed={text.slice(link.start - start, at - start)}
              />
            )}
          </Fragment>
        );
      })}
      {text.slice(at - start)}
    </>
  );
}

/** From left to right whatever stands around it: a control before it turns nothing around in it. */
function LinkView({ href, shown, leadsTo }: Link) {
  const { t } = useTranslation();
  if (href.startsWith('oda:')) return <MessageLinkView href={href} shown={shown} />;
  return (
    <>
      <a href={href} dir="ltr" target="_blank" rel="noopener noreferrer">
        {shown}
      </a>
      {leadsTo === undefined ? null : (
        <span className={styles.leadsTo} dir="ltr" data-added="">
          {' '}
          <TriangleAlert aria-hidden="true" />
          {t('timeline.leadsTo', { host: leadsTo })}
        </span>
      )}
    </>
  );
}

/** It opens here: no other program is asked. */
function MessageLinkView({ href, shown }: Pick<Link, 'href' | 'shown'>) {
  const parts = useAppStores();
  const open = (event: SyntheticEvent) => {
    event.preventDefault();
    openMessageLink(href, parts);
  };
  return (
    <a href={href} dir="ltr" onClick={open} onAuxClick={open}>
      {shown}
    </a>
  );
}

type EachToggleProps = {
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  className: string | undefined;
};

/** Shows one by one what a line has summed up. */
export function EachToggle({ isOpen, onToggle, className }: EachToggleProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={className}
      aria-expanded={isOpen}
      onClick={() => onToggle(!isOpen)}
    >
      {isOpen ? t('timeline.hideEach') : t('timeline.showEach')}
    </button>
  );
}
