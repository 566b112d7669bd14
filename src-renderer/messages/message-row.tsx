import { memo, useState, type KeyboardEvent, type ReactNode } from 'react';
import {
  Check,
  CheckCheck,
  CircleCheck,
  Clock,
  Copy,
  RotateCcw,
  Trash2,
  TriangleAlert,
} from 'lucide-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { OutboxItem, Quote } from '../../src-shared/member/own-copy.ts';
import type { Mention } from '../../src-shared/protocol/mentions.ts';
import type { Format } from '../i18n/format.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { useAppStores } from '../window/app-context.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Tag } from '../ui/badge.tsx';
import type { MessageActs, MessageMay } from './message-acts.ts';
import {
  DeletedText,
  ForwardedLine,
  PinMark,
  QuoteLine,
  Reactions,
  SavedMark,
} from './message-extras.tsx';
import type { MessageLook } from './message-look.ts';
import { MessageText } from './message-text.tsx';
import { MessageTools, type MessageToolsProps, type OpenTool } from './message-tools.tsx';
import tools from './message-tools.module.css';
import styles from './message-row.module.css';

/** `delivered`: it has reached the other one's computer, `read`: the other one has read it; as far as that tells. */
export type MessageState = 'received' | 'sent' | 'delivered' | 'read' | OutboxItem['state'];

export type MessageRowProps = {
  name: string;
  /** What the colour of the picture is made from. */
  account: string;
  text: string;
  at: number;
  /** Came by a plain program: anybody can use the name. */
  isGuest?: boolean;
  /** First of several messages of one sender: with picture and name. */
  startsGroup: boolean;
  /** Last of them: says for all of them that they have arrived. */
  endsGroup?: boolean;
  state: MessageState;
  isMarked: boolean;
  format: Format;
  /** Shows who wrote it; missing if there is nothing to show. */
  onPerson?: (() => void) | undefined;
  /** Only for what waits or failed, and can be tried again or taken out. */
  onRetry?: (() => void) | undefined;
  onDelete?: (() => void) | undefined;
  /** Of one that the room has: what was done to it, and what can be. */
  about?: AboutMessage | undefined;
};

export type AboutMessage = {
  seq: number;
  look: MessageLook;
  /** The number of what it answers, and that itself if it is known. */
  reply: number | undefined;
  quote: Quote | undefined;
  /** Whom its text mentions, and whether that is this person. */
  mentions: readonly Mention[] | undefined;
  isForMe: boolean;
  /** Who said it first, if it was forwarded. */
  forwarded: AccountId | undefined;
  /** Put aside by this person. */
  isSaved: boolean;
  may: MessageMay;
  acts: MessageActs;
};

/** One message, and one item of the log (sender, text, time). */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { name, text, at, startsGroup, state, format, isGuest, onPerson, about } = props;
  const { t } = useTranslation();
  const { copy } = useAppStores();
  const [isPointed, setIsPointed] = useState(false);
  const [isFocused, setIsFocused] = useState(false);
  const [open, setOpen] = useState<OpenTool>();
  const isFailed = typeof state === 'object' && state.is === 'failed';
  const isOnItsWay = typeof state === 'object';
  // The room's clock says when something was said. Until then any time would change under the reader's eyes.
  const time = isOnItsWay ? t(isFailed ? 'timeline.failed' : 'timeline.sending') : format.clock(at);
  const spokenName = isGuest ? `${name} (${t('contacts.guest')})` : name;
  const onOpen = (tool: 'react' | 'more', isOpen: boolean) =>
    setOpen((before) => (isOpen ? tool : before === tool ? undefined : before));
  const onCopy = () => void copy(text);
  const isDeleted = about?.look.deleted !== undefined;
  return (
    <div
      role="listitem"
      aria-label={t('timeline.message', { name: spokenName, time, text: spokenText(props, t) })}
      tabIndex={-1}
      data-message=""
      className={rowClass(props)}
      onPointerEnter={() => setIsPointed(true)}
      onPointerLeave={() => setIsPointed(false)}
      onFocus={() => setIsFocused(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsFocused(false);
      }}
      onContextMenu={(event) => {
        if (!about || isDeleted || isForSystem(event.target)) return;
        event.preventDefault();
        setOpen('more');
      }}
      onKeyDown={(event) => {
        if (isCopyKey(event) && String(getSelection()) === '') {
          event.preventDefault();
          return onCopy();
        }
        if (moveBetweenReactions(event) || event.target !== event.currentTarget) return;
        if (event.key === 'Enter') onPerson?.();
        else if (about && !isDeleted && pressed(event, about, setOpen)) event.preventDefault();
      }}
    >
      <div className={styles.side}>
        {startsGroup ? <Face {...props} /> : null}
        {startsGroup || isOnItsWay ? null : (
          <time className={styles.sideTime} dateTime={new Date(at).toISOString()}>
            {time}
          </time>
        )}
      </div>
      <div className={styles.body}>
        {startsGroup ? <Heading {...props} time={time} isOnItsWay={isOnItsWay} /> : null}
        <Said {...props} />
        {isFailed ? <Failure {...props} refusal={state.refusal} /> : null}
      </div>
      <Arrival {...props} />
      {isPointed || isFocused || open !== undefined ? (
        <Tools {...{ about, isPointed, open, onOpen, onCopy }} />
      ) : null}
    </div>
  );
});

type ToolsProps = Pick<MessageToolsProps, 'open' | 'onOpen' | 'onCopy'> & {
  about: AboutMessage | undefined;
  isPointed: boolean;
};

/** Of what the room does not have yet, or never will, the text can be copied. */
function Tools({ about, isPointed, open, onOpen, onCopy }: ToolsProps) {
  const { t } = useTranslation();
  if (about?.look.deleted) return null;
  if (about) return <MessageTools {...about} {...{ open, onOpen, onCopy }} />;
  if (!isPointed) return null;
  return (
    <div className={tools.tools}>
      <IconButton
        size="small"
        label={t('timeline.copy')}
        icon={<Copy />}
        tooltip={false}
        tabIndex={-1}
        title={t('timeline.copy')}
        onClick={onCopy}
      />
    </div>
  );
}

function Heading(props: MessageRowProps & { time: string; isOnItsWay: boolean }) {
  const { name, at, isGuest, format, onPerson, time, isOnItsWay } = props;
  const { t } = useTranslation();
  return (
    <div className={styles.heading}>
      <Name name={name} onPerson={onPerson} />
      {isGuest ? <Tag>{t('contacts.guest')}</Tag> : null}
      {isOnItsWay ? null : (
        <time
          className={styles.time}
          dateTime={new Date(at).toISOString()}
          title={format.dateTime(at)}
        >
          {time}
        </time>
      )}
    </div>
  );
}

/** The text with what it answers, what became of it, and what others think of it. */
function Said(props: MessageRowProps) {
  const { text, state, about, account, format } = props;
  if (!about) return <Line text={text} isPending={isUnderWay(state)} />;
  const { look, seq, acts, may, reply, quote, mentions } = about;
  if (look.deleted) return <DeletedText by={look.deleted.by} from={account} />;
  return (
    <>
      {about.forwarded === undefined ? null : <ForwardedLine from={about.forwarded} />}
      {reply === undefined ? null : <QuoteLine {...{ reply, quote, acts }} />}
      <Line {...{ text, mentions }} isPending={look.isChanging}>
        {look.editedAt === undefined ? null : (
          <EditedMark
            time={format.dateTime(look.editedAt)}
            onClick={() => acts.showVersions(seq)}
          />
        )}
        {look.pinnedBy === undefined ? null : <PinMark by={look.pinnedBy} />}
        {about.isSaved ? <SavedMark /> : null}
      </Line>
      {look.reactions.length > 0 ? (
        <Reactions {...{ seq, acts }} reactions={look.reactions} mayReact={may.write} />
      ) : null}
      {look.failed ? <Failure {...props} refusal={look.failed.state.refusal} /> : null}
    </>
  );
}

type LineProps = Pick<Partial<AboutMessage>, 'mentions'> & {
  text: string;
  isPending: boolean;
  children?: ReactNode;
};

function Line({ text, mentions, isPending, children }: LineProps) {
  return (
    <div className={classNames(styles.line, isPending && styles.pending)}>
      <MessageText text={text} mentions={mentions} />
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

function isUnderWay(state: MessageState): boolean {
  return typeof state === 'object' && state.is === 'sending';
}

/** What is read aloud of it. */
function spokenText({ text, about }: MessageRowProps, t: TFunction): string {
  if (!about) return text;
  const { look, quote, isForMe } = about;
  if (look.deleted) return t('timeline.deleted');
  const meant = isForMe ? `${t('mentions.forYou')} ` : '';
  const answered = quote ? `${t('timeline.answers', { text: quote.text })} ` : '';
  const edited = look.editedAt === undefined ? '' : ` (${t('timeline.edited')})`;
  const pinned = look.pinnedBy === undefined ? '' : ` (${t('timeline.pinnedMark')})`;
  const reacted = look.reactions.map(({ emoji, count }) => `${emoji} ${count}`).join(', ');
  return `${meant}${answered}${text}${edited}${pinned}${reacted === '' ? '' : ` · ${reacted}`}`;
}

/** What a key does on the message that has the focus; false if nothing. */
function pressed(
  event: KeyboardEvent,
  about: AboutMessage,
  setOpen: (tool: OpenTool) => void,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const isMenuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
  const act = isMenuKey ? () => setOpen('more') : actOfKey(event.key, about, setOpen);
  act?.();
  return act !== undefined;
}

/** Undefined if the key does nothing, or this person may not. */
function actOfKey(
  key: string,
  { seq, look, isSaved, may, acts }: AboutMessage,
  setOpen: (tool: OpenTool) => void,
): (() => void) | undefined {
  const all: Record<string, { may: boolean; act: () => void } | undefined> = {
    '+': { may: may.write, act: () => setOpen('react') },
    r: { may: may.write, act: () => acts.reply(seq) },
    e: { may: may.edit, act: () => acts.edit(seq) },
    u: { may: true, act: () => acts.markUnread(seq) },
    l: { may: true, act: () => acts.copyLink(seq) },
    f: { may: true, act: () => acts.forward(seq) },
    s: { may: true, act: () => acts.save(seq, !isSaved) },
    p: { may: may.pin, act: () => acts.pin(seq, look.pinnedBy === undefined) },
    delete: { may: may.remove, act: () => acts.remove(seq) },
  };
  const found = all[key.toLowerCase()];
  return found?.may ? found.act : undefined;
}

/** On a link, and for what was marked, the system's own menu has more to say. */
function isForSystem(target: EventTarget): boolean {
  return String(getSelection()) !== '' || (target instanceof Element && !!target.closest('a'));
}

/** From the message to its reactions and between them, with the arrows. */
function moveBetweenReactions(event: KeyboardEvent<HTMLElement>): boolean {
  if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return false;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-reaction]')];
  const at = all.findIndex((each) => each === document.activeElement);
  const next = all[event.key === 'ArrowRight' ? at + 1 : at - 1];
  if (!next && at !== 0) return false;
  event.preventDefault();
  (next ?? event.currentTarget).focus();
  return true;
}

/** The name beside it does the same and is what is read aloud. */
function Face({ name, account, onPerson }: MessageRowProps) {
  const avatar = <Avatar name={name} id={account} size={36} />;
  if (!onPerson) return avatar;
  return (
    <button
      type="button"
      className={styles.face}
      tabIndex={-1}
      aria-hidden="true"
      onClick={onPerson}
    >
      {avatar}
    </button>
  );
}

/** Not in the order of Tab, which would stop at every message: Enter on the message does the same. */
function Name({ name, onPerson }: Pick<MessageRowProps, 'name' | 'onPerson'>) {
  const { t } = useTranslation();
  if (!onPerson) return <span className={styles.name}>{name}</span>;
  return (
    <button
      type="button"
      className={classNames(styles.name, styles.person)}
      tabIndex={-1}
      title={t('contacts.details')}
      onClick={onPerson}
    >
      {name}
    </button>
  );
}

function rowClass({ startsGroup, isMarked, state, about }: MessageRowProps): string {
  return classNames(
    styles.row,
    startsGroup && styles.first,
    isMarked && styles.marked,
    about?.isForMe && about.look.deleted === undefined && styles.forMe,
    typeof state === 'object' && state.is === 'failed' && styles.failed,
    isUnderWay(state) && styles.arrives,
  );
}

/** How far it has come, of what is not deleted. */
function Arrival({ state, about, endsGroup = true }: MessageRowProps): ReactNode {
  if (about?.look.deleted !== undefined) return null;
  const shown: MessageState = about?.look.isChanging ? { is: 'sending' } : state;
  return <StateMark state={shown} isQuiet={!endsGroup && typeof state !== 'object'} />;
}

/** At the end of the row, below each other; a quiet one is seen where one points, and read aloud. */
function StateMark({ state, isQuiet }: { state: MessageState; isQuiet: boolean }): ReactNode {
  const { t } = useTranslation();
  const className = classNames(styles.mark, isQuiet && styles.quiet);
  if (state === 'received') return null;
  if (state === 'sent') {
    return <Check className={className} role="img" aria-label={t('timeline.sent')} />;
  }
  if (state === 'delivered') {
    return <CheckCheck className={className} role="img" aria-label={t('timeline.delivered')} />;
  }
  if (state === 'read') {
    return <CircleCheck className={styles.mark} role="img" aria-label={t('timeline.read')} />;
  }
  const isSending = state.is === 'sending';
  const Icon = isSending ? Clock : TriangleAlert;
  const label = isSending ? t('timeline.sending') : t('timeline.failed');
  return (
    <Icon
      className={classNames(styles.mark, !isSending && styles.failedMark)}
      role="img"
      aria-label={label}
    />
  );
}

function Failure(
  props: MessageRowProps & { refusal: Extract<OutboxItem['state'], { is: 'failed' }>['refusal'] },
) {
  const { t } = useTranslation();
  return (
    <div className={styles.failure} role="alert">
      <p className={styles.reason}>
        <strong>{t('timeline.failed')}.</strong> {refusalText(t, props.refusal)}
      </p>
      <div className={styles.remedies}>
        {props.onRetry ? (
          <Button size="small" icon={<RotateCcw size={14} />} onClick={props.onRetry}>
            {t('timeline.retry')}
          </Button>
        ) : null}
        {props.onDelete ? (
          <Button
            size="small"
            look="danger-quiet"
            icon={<Trash2 size={14} />}
            onClick={props.onDelete}
          >
            {t('timeline.delete')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function isCopyKey(event: { key: string; ctrlKey: boolean; metaKey: boolean }): boolean {
  return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c';
}
