import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  CircleAlert,
  ContactRound,
  UserPlus,
  X,
  Check,
  CheckCheck,
  Clock,
  Copy as CopyIcon,
  RotateCcw,
  TriangleAlert,
} from 'lucide-react';
import { useStore } from 'zustand';
import type { ContactGroupView, GroupMessageView } from '../../src-shared/bridge/contacts.ts';
import { directConversation, type Cid } from '../../src-shared/protocol/ids.ts';
import { useAppStores, usePageShortcut } from '../window/app-context.tsx';
import { useCompletion } from '../messages/completion-list.tsx';
import { MessageField, useFocusOnChoice } from '../messages/message-field.tsx';
import { useFormat, type Format } from '../i18n/format.ts';
import { ConnectionLine } from '../room/connection-line.tsx';
import { ownMute } from '../room/permissions.ts';
import { useClosedWords } from '../room/use-closed-words.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { useSearchIn, useShowConversation } from '../room/use-show.ts';
import pane from '../messages/conversation-pane.module.css';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ContextMenu, Menu, MenuItem } from '../ui/menu.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { Spinner } from '../ui/spinner.tsx';
import { ContactGroupMenuItems } from './contact-group-entries.tsx';
import { createContactGroupStore, type ContactGroupStore } from './contact-group-store.ts';
import { useContactGroups } from './use-contacts.ts';
import { usePersonDrop } from './person-drag.ts';
import styles from './contact-group-pane.module.css';
import type { GroupMessageCopy } from '../../src-shared/member/own-copy.ts';
import type { TFunction } from 'i18next';
import { nameOf } from '../room/room-selectors.ts';
import { EachToggle, MessageText } from '../messages/message-text.tsx';
import { isCopyKey, isForSystem } from '../messages/message-keys.ts';
import { useReadText } from '../messages/read-text.ts';
import { useTopicsNamed } from '../messages/topic-view.tsx';

export type ContactGroupPaneProps = {
  group: string;
  /** Stands before everything in the header. */
  wayBack?: ReactNode;
  /** More buttons at the end of the header. */
  actions?: ReactNode;
};

/** A contact group: its people, what went to each of them, and where one writes to them singly (R0.9). */
export function ContactGroupPane(props: ContactGroupPaneProps) {
  const { group: id, wayBack, actions } = props;
  const { t } = useTranslation();
  const isOpen = useRoom((state) => state.opening.is === 'open');
  const group = useRoom((state) => state.contactGroups.get(id));
  const messages = useGroupMessages(id);
  const { isAimedAt, place } = usePersonDrop(id);
  const findIn = useSearchIn();
  usePageShortcut('find-here', () => findIn(undefined));
  usePageShortcut('find-everywhere', () => findIn(undefined));
  if (!group || !messages) {
    return isOpen && !group ? (
      <EmptyState
        icon={<ContactRound />}
        title={t('contacts.groupGone')}
        text={t('contacts.groupGoneText')}
      />
    ) : null;
  }
  return (
    <section
      className={classNames(pane.pane, isAimedAt && styles.aimedAt)}
      aria-labelledby="contact-group-title"
      {...place}
    >
      <Header group={group} wayBack={wayBack} actions={actions} />
      <ConnectionLine />
      <People group={group} />
      <Messages messages={messages} />
      <Writing key={id} group={group} messages={messages} />
    </section>
  );
}

function useGroupMessages(group: string): ContactGroupStore | undefined {
  const { bridge, room, groupWritingOf } = useRoomStores();
  const [messages, setMessages] = useState<ContactGroupStore>();
  // In the task that chose the group: what is typed from then on finds its field.
  useLayoutEffect(() => {
    const made = createContactGroupStore(bridge, { room: room.id, group }, groupWritingOf(group));
    setMessages(made);
    void made.load();
    return () => made.dispose();
  }, [bridge, room, group, groupWritingOf]);
  return messages?.group === group ? messages : undefined;
}

type HeaderProps = { group: ContactGroupView; wayBack: ReactNode; actions: ReactNode };

function Header({ group, wayBack, actions }: HeaderProps) {
  const { t } = useTranslation();
  return (
    <header className={pane.header}>
      {wayBack}
      <span className={classNames(pane.icon, styles.icon)}>
        <ContactRound size={18} aria-hidden="true" />
      </span>
      <div className={pane.heading}>
        <h1 className={pane.title} id="contact-group-title">
          {group.name}
        </h1>
        <p className={pane.presence}>{t('contacts.paneText')}</p>
      </div>
      {actions}
      <Menu label={t('contacts.menuOf', { name: group.name })}>
        <ContactGroupMenuItems group={group} />
      </Menu>
    </header>
  );
}

function People({ group }: { group: ContactGroupView }) {
  const { t } = useTranslation();
  const show = useShowConversation();
  const { dialogs } = useRoomStores();
  const { takeOut } = useContactGroups();
  const self = useRoom((state) => state.room?.account);
  const members = useRoom((state) => state.members);
  return (
    <div className={styles.people}>
      <ul className={styles.chips} aria-label={t('contacts.people')}>
        {group.members.map((account) => {
          const member = members.get(account);
          const name = member?.name ?? t('conversations.someone');
          return (
            <li key={account} className={styles.chip}>
              <button
                type="button"
                className={styles.person}
                onClick={() => self && show(directConversation(self, account))}
              >
                <Avatar
                  name={name}
                  id={account}
                  size={24}
                  presence={member?.presence ?? 'offline'}
                />
                <span className={styles.chipName}>{name}</span>
              </button>
              <button
                type="button"
                className={styles.takeOut}
                aria-label={t('contacts.takeOut', { name })}
                title={t('contacts.takeOut', { name })}
                onClick={() => void takeOut(group.group, account)}
              >
                <X size={12} aria-hidden="true" />
              </button>
            </li>
          );
        })}
      </ul>
      <Button
        size="small"
        look="quiet"
        icon={<UserPlus size={14} />}
        onClick={() => dialogs.open({ is: 'contact-group', group: group.group })}
      >
        {t('contacts.addPeople')}
      </Button>
    </div>
  );
}

function Messages({ messages: store }: { messages: ContactGroupStore }) {
  const { t } = useTranslation();
  const format = useFormat();
  const loading = useStore(store, (state) => state.loading);
  const messages = useStore(store, (state) => state.messages);
  const scroller = useRef<HTMLDivElement>(null);
  const newest = messages.at(-1)?.number;
  useLayoutEffect(() => {
    const area = scroller.current;
    if (area) area.scrollTop = area.scrollHeight;
  }, [newest]);
  if (loading.is === 'failed') {
    return (
      <div className={styles.middle}>
        <EmptyState
          icon={<CircleAlert />}
          title={t('timeline.notLoaded')}
          text={refusalText(t, loading.refusal)}
          action={<Button onClick={() => void store.load()}>{t('timeline.tryAgain')}</Button>}
        />
      </div>
    );
  }
  if (messages.length === 0) {
    return (
      <div className={styles.middle} role="status">
        {loading.is === 'loading' ? (
          <Spinner />
        ) : (
          <EmptyState
            icon={<ContactRound />}
            title={t('contacts.nothingSent')}
            text={t('contacts.nothingSentText')}
          />
        )}
      </div>
    );
  }
  return (
    <div
      ref={scroller}
      className={styles.messages}
      role="log"
      aria-label={t('contacts.log')}
      {...reachable}
    >
      <div role="list" className={styles.list}>
        {messages.map((message) => (
          <GroupMessageRow
            key={message.number}
            message={message}
            format={format}
            onRetry={(cids) => void store.retry(cids)}
          />
        ))}
      </div>
    </div>
  );
}

/** What scrolls must be within the keyboard's reach. */
const reachable = { tabIndex: 0 };

type WritingProps = { group: ContactGroupView; messages: ContactGroupStore };

function Writing({ group, messages }: WritingProps) {
  const { t } = useTranslation();
  const { text, refusal } = useStore(messages.writing);
  const field = useRef<HTMLTextAreaElement>(null);
  const isEmpty = group.members.length === 0;
  const closed = useClosedWords(ownMute);
  useFocusOnChoice(field, messages);
  const { write } = messages.writing;
  const completion = useCompletion({ text, conversation: undefined, onWrite: write });
  if (isEmpty) return <p className={styles.nobody}>{t('contacts.emptyGroup')}</p>;
  return (
    <MessageField
      field={field}
      label={t('contacts.writeLabel', { group: group.name })}
      placeholder={t('contacts.writePlaceholder', { count: group.members.length })}
      text={text}
      refusal={refusal}
      closed={closed}
      completion={completion}
      onWrite={write}
      onSend={() => {
        void messages.send();
        field.current?.focus();
      }}
    />
  );
}

type NamedCopy = GroupMessageCopy & { name: string };

type GroupMessageRowProps = {
  message: GroupMessageView;
  format: Format;
  onRetry: (cids: readonly Cid[]) => void;
};

/** A group message, how many of its copies have arrived, and on demand how each one stands. */
function GroupMessageRow({ message, format, onRetry }: GroupMessageRowProps) {
  const { t } = useTranslation();
  const ownName = useRoom((state) => state.room?.ownName) ?? '';
  const names = useRoom((state) =>
    message.copies.map((copy) => nameOf(state, copy.account) ?? t('conversations.someone')),
  );
  const copies = message.copies.map((copy, i) => ({ ...copy, name: names[i] ?? '' }));
  const [isOpen, setIsOpen] = useState(false);
  const time = format.clock(message.at);
  const read = useReadText(message.text, undefined, useTopicsNamed(message.text));
  const failed = copies.filter((copy) => copy.state === 'failed');
  const { copy: copyText } = useAppStores();
  const onCopy = () => void copyText(message.text);
  return (
    <ContextMenu
      items={
        <MenuItem icon={<CopyIcon />} onSelect={onCopy}>
          {t('timeline.copy')}
        </MenuItem>
      }
    >
      <div
        role="listitem"
        tabIndex={-1}
        data-message=""
        aria-label={t('timeline.message', { name: ownName, time, text: read.line })}
        onKeyDown={(event) => {
          if (!isCopyKey(event) || String(getSelection()) !== '') return;
          event.preventDefault();
          onCopy();
        }}
      >
        <div
          className={styles.text}
          onContextMenu={(event) => {
            if (isForSystem(event.target)) event.stopPropagation();
          }}
        >
          <MessageText read={read} />
        </div>
        <p className={styles.line}>
          <time dateTime={new Date(message.at).toISOString()} title={format.dateTime(message.at)}>
            {time}
          </time>
          <span>{summary(copies, t)}</span>
          <EachToggle className={styles.toggle} isOpen={isOpen} onToggle={setIsOpen} />
        </p>
        {failed.length > 0 ? (
          <div className={styles.failure} role="alert">
            <p>{t('contacts.failedFor', { names: format.list(failed.map(({ name }) => name)) })}</p>
            <Button
              size="small"
              icon={<RotateCcw size={14} />}
              onClick={() => onRetry(failed.map(({ cid }) => cid))}
            >
              {t('timeline.retry')}
            </Button>
          </div>
        ) : null}
        {isOpen ? (
          <ul className={styles.copies}>
            {copies.map((copy) => (
              <Copy key={copy.account} copy={copy} />
            ))}
          </ul>
        ) : null}
      </div>
    </ContextMenu>
  );
}

const copyStates = {
  sending: { Icon: Clock, words: 'contacts.copyWaiting' },
  failed: { Icon: TriangleAlert, words: 'timeline.failed' },
  sent: { Icon: Check, words: 'timeline.sent' },
  delivered: { Icon: CheckCheck, words: 'contacts.copyDelivered' },
} as const;

function Copy({ copy: { state, name } }: { copy: NamedCopy }) {
  const { t } = useTranslation();
  const { Icon, words } = copyStates[state];
  const look = classNames(styles.mark, state === 'failed' && styles.failedMark);
  return (
    <li className={styles.copy}>
      <Icon size={14} aria-hidden="true" className={look} />
      <span className={styles.copyName}>{name}</span>
      <span className={styles.copyState}>{t(words)}</span>
    </li>
  );
}

/** "Delivered to 2 of 3", or how far it has come before that. */
function summary(copies: readonly NamedCopy[], t: TFunction): string {
  const count = (state: GroupMessageCopy['state']) =>
    copies.filter((copy) => copy.state === state).length;
  const [delivered, sent, all] = [count('delivered'), count('sent'), copies.length];
  if (delivered > 0) return t('contacts.deliveredTo', { delivered, all });
  if (sent > 0) return t('contacts.sentTo', { sent, all });
  const waiting = count('sending');
  return waiting > 0 ? t('contacts.waitingFor', { waiting, all }) : t('timeline.failed');
}
