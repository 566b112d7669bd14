import { memo, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  conversationKind,
  isTopic,
  type AccountId,
  type Cid,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import { doesMention } from '../../src-shared/protocol/mentions.ts';
import { ReadBy } from './read-by.tsx';
import { textOf } from '../../src-shared/protocol/said.ts';
import { useAppStores } from '../window/app-context.tsx';
import type { Format } from '../i18n/format.ts';
import { useRoom } from '../room/room-context.tsx';
import { EachToggle } from '../messages/message-text.tsx';
import type { MessageActs } from '../messages/message-acts.ts';
import { messageLook } from '../messages/message-look.ts';
import { MessageRow, type AboutMessage, type MessageRowProps } from '../messages/message-row.tsx';
import type { Row, PresenceEntry } from './timeline-rows.ts';
import styles from './timeline-row.module.css';
import { ConversationFace } from '../people/conversation-face.tsx';
import { conversationName, isAlone, nameOf, ownNameOf } from '../room/room-selectors.ts';
import begin from './beginning-row.module.css';
import quiet from './presence-row.module.css';
import {
  tellEntry,
  entrySentence,
  type EntryTold,
} from '../../src-shared/sentences/entry-sentence.ts';
import type { TFunction } from 'i18next';
import type { Language } from '../../src-shared/translations/catalogue.ts';

export type TimelineRowProps = {
  row: Row;
  conversation: ConversationId;
  /** Who wrote it, for a message. */
  account: AccountId | undefined;
  name: string;
  /** Who wrote it has no account. */
  isGuest: boolean;
  /** The day that begins with this row, in words. */
  day: string | undefined;
  /** Written by this person and arrived at the other one's computer. */
  /** Of one's own: how far it has come; `isNewestOwn`: nothing of one's own stands below it. */
  reached: 'sent' | 'delivered' | 'read';
  isNewestOwn: boolean;
  /** Written by somebody whom this person has blocked, in a conversation with others. */
  isBlocked: boolean;
  /** True for the row that was jumped to a moment ago. */
  isMarked: boolean;
  format: Format;
  onRetry: (cid: Cid) => void;
  onDelete: (cid: Cid) => void;
  acts: MessageActs;
  mayWrite: boolean;
  /** The room takes no change of it from its writer any more. */
  isTooLate: boolean;
  mayPin: boolean;
  isSaved: boolean;
  /** One's own, and as a moderator what others wrote. */
  mayRemove: boolean;
};

/** One row of the timeline with the day and the line of the unread above it. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { t } = useTranslation();
  const { row, day } = props;
  return (
    <div>
      {day === undefined ? null : (
        <div className={styles.rule}>
          <span className={styles.day}>{day}</span>
        </div>
      )}
      {row.startsUnread ? (
        <div className={styles.unread}>
          <span>{t('timeline.unread')}</span>
        </div>
      ) : null}
      <Body {...props} />
    </div>
  );
});

function Body(props: TimelineRowProps) {
  const { conversation, account, name, isGuest, isMarked, reached, isBlocked } = props;
  const { format, onRetry, onDelete } = props;
  const { frame } = useAppStores();
  const isKnown = useRoom((state) => account !== undefined && state.members.has(account));
  const onPerson = useMemo(
    () => (isKnown && account ? () => frame.showPerson(account) : undefined),
    [frame, account, isKnown],
  );
  const { body } = props.row;
  const about = useAbout(props);
  switch (body.is) {
    case 'beginning':
      return <BeginningRow conversation={conversation} />;
    case 'presence':
      return <PresenceRow entries={body.entries} format={format} />;
    case 'message':
      return (
        <MaybeBlocked isBlocked={isBlocked}>
          <MessageRow
            name={name}
            isGuest={isGuest}
            account={body.entry.from}
            text={about?.look.text ?? body.entry.text}
            at={body.entry.at}
            // What stands above it may be hidden.
            startsGroup={body.startsGroup || isBlocked}
            endsGroup={body.endsGroup}
            state={body.own ? reached : 'received'}
            isMarked={isMarked}
            format={format}
            onPerson={onPerson}
            about={about}
            {...failedActs(about, { onRetry, onDelete })}
          />
          {props.isNewestOwn ? <ReadBy conversation={conversation} seq={body.entry.seq} /> : null}
        </MaybeBlocked>
      );
    case 'waiting':
      return (
        <MessageRow
          name={name}
          account={account ?? ''}
          text={textOf(body.item.said) ?? ''}
          at={body.item.createdAt}
          startsGroup={body.startsGroup}
          state={body.item.state}
          isMarked={false}
          format={format}
          onPerson={onPerson}
          onRetry={() => onRetry(body.item.cid)}
          onDelete={() => onDelete(body.item.cid)}
        />
      );
  }
}

/** The same object as long as the row and what may be done to it are. */
function useAbout(props: TimelineRowProps): AboutMessage | undefined {
  const { row, mayWrite: write, mayPin: pin, mayRemove, isSaved, isTooLate, acts } = props;
  const self = useRoom((state) => state.room?.account);
  return useMemo(() => {
    const { body } = row;
    if (body.is !== 'message' || self === undefined) return undefined;
    const { entry, own, around } = body;
    return {
      seq: entry.seq,
      look: messageLook(entry, around, self),
      reply: entry.reply,
      quote: around.quote,
      mentions: entry.mentions,
      isForMe: !own && doesMention(entry.mentions, self),
      forwarded: entry.forwarded,
      isSaved,
      may: {
        write,
        edit: own && write && !isTooLate && entry.forwarded === undefined,
        pin,
        remove: mayRemove,
      },
      acts,
    };
  }, [row, self, write, pin, mayRemove, isSaved, isTooLate, acts]);
}

/** What could not be done to it can be tried again, or given up. */
function failedActs(
  about: AboutMessage | undefined,
  { onRetry, onDelete }: Pick<TimelineRowProps, 'onRetry' | 'onDelete'>,
): Pick<MessageRowProps, 'onRetry' | 'onDelete'> {
  const cid = about?.look.failed?.cid;
  if (cid === undefined) return {};
  return { onRetry: () => onRetry(cid), onDelete: () => onDelete(cid) };
}

function MaybeBlocked({ isBlocked, children }: { isBlocked: boolean; children: ReactNode }) {
  return isBlocked ? <BlockedRow>{children}</BlockedRow> : children;
}

/** What stands before the very first message: a greeting (R2.2), and who reads what is written here. */
function BeginningRow({ conversation }: { conversation: ConversationId }) {
  const { t } = useTranslation();
  const room = useRoom((state) => state.room);
  const name = useRoom((state) => conversationName(state, conversation, t));
  const alone = useRoom(isAlone);
  if (!room) return null;
  const greeting = { name: room.ownName };
  const { title, text } = {
    everyone: {
      title: t('timeline.beginEveryone', { room: room.name }),
      text: alone ? t('timeline.beginAlone', greeting) : t('timeline.beginEveryoneText', greeting),
    },
    direct: {
      title: t('timeline.beginDirect', { name }),
      text: t('timeline.beginDirectText'),
    },
    group: { title: name, text: t('groups.beginText') },
    topic: { title: name, text: t('topics.beginText') },
  }[conversationKind(conversation)];
  return (
    <div className={begin.beginning} role="listitem">
      <ConversationFace id={conversation} name={name} size={56} className={begin.icon} />
      <h2 className={begin.title}>{title}</h2>
      <p className={begin.text}>{text}</p>
    </div>
  );
}

/** Stands where a blocked person wrote; what they wrote is shown only to who asks for it. */
function BlockedRow({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [isShown, setIsShown] = useState(false);
  if (isShown) return <div ref={focusMessage}>{children}</div>;
  return (
    <div className={quiet.presence} role="listitem" data-message="" tabIndex={-1}>
      <p className={quiet.line}>
        <span>{t('timeline.blocked')}</span>
        <button type="button" className={quiet.toggle} onClick={() => setIsShown(true)}>
          {t('timeline.showBlocked')}
        </button>
      </p>
    </div>
  );
}

/** The focus was on the button that is gone. */
function focusMessage(around: HTMLElement | null): void {
  around?.querySelector<HTMLElement>('[data-message]')?.focus({ preventScroll: true });
}

/** Who came and went between two messages, in one line; each with its time on demand. */
const PresenceRow = memo(function PresenceRow({
  entries,
  format,
}: {
  entries: readonly PresenceEntry[];
  format: Format;
}) {
  const { t } = useTranslation();
  const someone = t('conversations.someone');
  // As JSON, so that the row is drawn anew only if somebody in it has another name.
  const told = useRoom((state) => {
    const groupName = (id: ConversationId) => (isTopic(id) ? ownNameOf(state, id) : undefined);
    return entries.map((entry) => {
      const of = (account: AccountId) => nameOf(state, account) ?? someone;
      return JSON.stringify(tellEntry(entry, { nameOf: of, groupName }));
    });
  });
  const [isOpen, setIsOpen] = useState(false);
  const named = entries.map((entry, i) => ({
    entry,
    told: JSON.parse(told[i] ?? '') as EntryTold,
  }));
  const last = entries.at(-1);
  if (!last) return null;
  return (
    <div className={quiet.presence} role="listitem">
      <p className={quiet.line}>
        <span>{presenceText(named, { t, format })}</span>
        <time className={quiet.time} dateTime={new Date(last.at).toISOString()}>
          {timeSpan(entries, format)}
        </time>
        {entries.length > 1 ? (
          <EachToggle className={quiet.toggle} isOpen={isOpen} onToggle={setIsOpen} />
        ) : null}
      </p>
      {isOpen ? (
        <ul className={quiet.each}>
          {named.map((one) => (
            <li key={one.entry.seq}>
              {presenceText([one], { t, format })}
              <time className={quiet.time} dateTime={new Date(one.entry.at).toISOString()}>
                {format.clockWithSeconds(one.entry.at)}
              </time>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
});

function timeSpan(entries: readonly PresenceEntry[], format: Format): string {
  const [first, last] = [entries[0], entries.at(-1)].map((entry) => format.clock(entry?.at ?? 0));
  return first === last ? `${first}` : `${first} – ${last}`;
}

export type NamedPresence = { entry: PresenceEntry; told: EntryTold };

type Words = { t: TFunction; format: Format };

/** What is said in one part of the line: one thing that one person did, or that several people did. */
type Deed =
  | { is: 'joined' | 'left' | 'lost' }
  /** `group` if it got its name at once, `members` if others came in with it. */
  | { is: 'made'; by: string; group?: string; members?: Set<string> }
  | { is: 'added' | 'removed'; by: string }
  | { is: 'renamed'; by: string; to: string }
  | { is: 'changed'; by: string; readOnly: boolean }
  | { is: 'other'; sentence: string };

/** Who comes in within this time of its beginning began with the group. */
const atOnceMs = 60_000;
/** So many names are said before "and 3 more". */
const namesSaid = 2;
/** Said in this order, and each only once. */
const comingAndGoing = ['joined', 'left', 'lost'] as const;

/** "Ali, Veli and 3 more joined · Can left"; of a group, in its order, "Ayşe added Bora and Can · Bora left" */
export function presenceText(named: readonly NamedPresence[], words: Words): string {
  const parts: { key: string; deed: Deed; names: Set<string> }[] = [];
  for (const one of named) {
    const deed = deedOf(one, words.format.language);
    const { name, by = '', account } = one.told.values;
    const who = isOfGroup(one.entry) ? (account ?? by) : (name ?? '');
    const key = JSON.stringify(deed);
    const told = isOfGroup(one.entry) ? parts.slice(-1) : parts;
    const last = parts.at(-1)?.deed;
    const isAtOnce = one.entry.at - (named[0]?.entry.at ?? 0) < atOnceMs;
    if (last?.is === 'made' && belongsToBeginning(last, deed, isAtOnce)) {
      if (deed.is === 'renamed') last.group = deed.to;
      else last.members = new Set([...(last.members ?? []), who]);
      continue;
    }
    const part = told.find((own) => own.key === key);
    if (part) part.names.add(who);
    else parts.push({ key, deed, names: new Set([who]) });
  }
  const isGroup = named.some(({ entry }) => isOfGroup(entry));
  const ordered = isGroup
    ? parts
    : comingAndGoing.flatMap((is) => parts.filter(({ deed }) => deed.is === is));
  return ordered.map(({ deed, names }) => partText(deed, [...names], words)).join(' · ');
}

/** Its name, and those who came in with it. */
function belongsToBeginning(made: Deed & { is: 'made' }, deed: Deed, isAtOnce: boolean): boolean {
  if (deed.is === 'renamed') return deed.by === made.by && made.group === undefined;
  return deed.is === 'added' && deed.by === made.by && isAtOnce;
}

function isOfGroup({ type }: PresenceEntry): boolean {
  return type !== 'joined' && type !== 'left';
}

function deedOf({ entry, told }: NamedPresence, language: Language): Deed {
  const { by = '' } = told.values;
  switch (entry.type) {
    case 'joined':
      return { is: 'joined' };
    case 'left':
      return { is: entry.reason };
    case 'added':
      if (entry.by !== entry.account) return { is: 'added', by };
      return isTopic(entry.in) ? { is: 'joined' } : { is: 'made', by };
    case 'removed':
      return entry.by === entry.account ? { is: 'left' } : { is: 'removed', by };
    case 'renamed':
      if (isTopic(entry.in)) return { is: 'other', sentence: entrySentence(told, language) };
      return { is: 'renamed', by, to: entry.name };
    case 'group-changed':
      return { is: 'changed', by, readOnly: entry.readOnly };
    default:
      return { is: 'other', sentence: entrySentence(told, language) };
  }
}

function partText(deed: Deed, all: string[], { t, format }: Words): string {
  const names = sayNames(all, { t, format });
  switch (deed.is) {
    case 'joined':
      return t('timeline.joined', { names });
    case 'left':
      return t('timeline.left', { names });
    case 'lost':
      return t('timeline.lost', { names, count: all.length });
    case 'made':
      return madeText(deed, { t, format });
    case 'added':
      return t('groups.addedRow', { by: deed.by, names });
    case 'removed':
      return t('groups.removedRow', { by: deed.by, names });
    case 'renamed':
      return t('groups.renamedRow', { by: deed.by, name: deed.to });
    case 'changed':
      return t(deed.readOnly ? 'groups.readOnlyRow' : 'groups.openedRow', { by: deed.by });
    case 'other':
      return deed.sentence;
  }
}

/** In one sentence, whoever came in at once. */
function madeText({ by: name, group, members }: Deed & { is: 'made' }, words: Words): string {
  const { t } = words;
  if (members) {
    const names = sayNames([...members], words);
    return group === undefined
      ? t('groups.madeWithRow', { name, names })
      : t('groups.madeNamedWithRow', { name, group, names });
  }
  return group === undefined
    ? t('groups.madeRow', { name })
    : t('groups.madeNamedRow', { name, group });
}

function sayNames(names: string[], { t, format }: Words): string {
  if (names.length <= namesSaid + 1) return format.list(names);
  const more = t('timeline.more', { count: names.length - namesSaid });
  return format.list([...names.slice(0, namesSaid), more]);
}
