import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { formatMessageLink } from '../../src-shared/member/message-link.ts';
import type { MessageVersion } from '../../src-shared/member/own-copy.ts';
import { quoteOf } from '../../src-shared/member/quote.ts';
import type { MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { Cid } from '../../src-shared/protocol/ids.ts';
import type { Change } from '../../src-shared/protocol/said.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { useFormat } from '../i18n/format.ts';
import { AnyEmoji } from '../messages/emoji-button.tsx';
import type { MessageActs } from '../messages/message-acts.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { Dialog, DialogBody, Question } from '../ui/dialog.tsx';
import { editOf } from './edit-row.ts';
import { PersonList } from './person-list.tsx';
import { ForwardDialog } from './forward-dialog.tsx';
import type { Row } from './timeline-rows.ts';
import type { TimelineStore } from './timeline-store.ts';
import styles from './use-message-acts.module.css';

type Asking =
  | { is: 'remove'; seq: number }
  | { is: 'take-back'; cid: Cid }
  | { is: 'forward'; seq: number }
  | { is: 'emoji'; seq: number }
  | { is: 'reactions'; seq: number }
  | { is: 'versions'; seq: number; versions: readonly MessageVersion[] };

/** What can be done to the messages of a conversation, and the windows that ask before it. */
export function useMessageActs(timeline: TimelineStore): { acts: MessageActs; dialogs: ReactNode } {
  const { composer, copy, request, room } = useRoomStores();
  const [asking, setAsking] = useState<Asking>();
  const acts = useMemo((): MessageActs => {
    const place = { room: room.id, in: timeline.in };
    const change = (done: Change) => void request('message/change', { ...place, change: done });
    const find = (seq: number): MessageEntry | undefined => {
      const found = timeline.getState().held.entries.find((entry) => entry.seq === seq);
      return found?.type === 'message' ? found : undefined;
    };
    const startEdit = (isMeant: (row: Row) => boolean) => {
      const row = timeline.getState().rows.find(isMeant);
      const edit = row && editOf(row, timeline.self);
      if (edit) composer.startEdit(timeline.in, edit.of, edit.text);
    };
    return {
      reply: (seq) => {
        const message = find(seq);
        if (message) composer.startReply(timeline.in, quoteOf(message));
      },
      edit: (seq) => startEdit(({ body }) => body.is === 'message' && body.entry.seq === seq),
      remove: (seq) => setAsking({ is: 'remove', seq }),
      editWaiting: (cid) => startEdit(({ body }) => body.is === 'waiting' && body.item.cid === cid),
      removeWaiting: (cid) => setAsking({ is: 'take-back', cid }),
      react: (target, emoji, isOn) =>
        change({ type: isOn ? 'add-reaction' : 'remove-reaction', target, emoji }),
      pin: (target, isOn) => change({ type: isOn ? 'pin-message' : 'unpin-message', target }),
      save: (seq, isSaved) => void request('saved/change', { ...place, seq, isSaved }),
      copyLink: (seq) => void copy(formatMessageLink({ ...place, seq })),
      markUnread: (seq) => timeline.markUnread(seq),
      forward: (seq) => setAsking({ is: 'forward', seq }),
      chooseEmoji: (seq) => setAsking({ is: 'emoji', seq }),
      showVersions: (seq) =>
        void request('message/versions', { ...place, seq }).then((versions) => {
          if (versions) setAsking({ is: 'versions', seq, versions });
        }),
      showReactions: (seq) => setAsking({ is: 'reactions', seq }),
      jump: (seq) => void timeline.jumpTo(seq),
    };
  }, [composer, copy, request, room, timeline]);
  const onClose = () => setAsking(undefined);
  return { acts, dialogs: asking && <Asked {...{ asking, acts, timeline, onClose }} /> };
}

type AskedProps = {
  asking: Asking;
  acts: MessageActs;
  timeline: TimelineStore;
  onClose: () => void;
};

function Asked({ asking, acts, timeline, onClose }: AskedProps) {
  if (asking.is === 'take-back') return <TakeBackQuestion {...{ cid: asking.cid, onClose }} />;
  const { seq } = asking;
  switch (asking.is) {
    case 'remove':
      return <RemoveQuestion {...{ seq, timeline, onClose }} />;
    case 'forward':
      return <ForwardDialog in={timeline.in} seq={seq} onClose={onClose} />;
    case 'emoji':
      return <EmojiDialog onClose={onClose} onChosen={(emoji) => acts.react(seq, emoji, true)} />;
    case 'reactions':
      return <ReactionsDialog {...{ seq, timeline, onClose }} />;
    case 'versions':
      return <VersionsDialog versions={asking.versions} onClose={onClose} />;
  }
}

function TakeBackQuestion({ cid, onClose }: { cid: Cid; onClose: () => void }) {
  const { t } = useTranslation();
  const { request, room } = useRoomStores();
  return (
    <Question
      title={t('timeline.removeTitle')}
      text={t('timeline.takeBackText')}
      action={t('timeline.delete')}
      onClose={onClose}
      onConfirm={() => {
        void request('message/delete', { room: room.id, cid });
        onClose();
      }}
    />
  );
}

function RemoveQuestion({
  seq,
  timeline,
  onClose,
}: Omit<AskedProps, 'asking' | 'acts'> & { seq: number }) {
  const { t } = useTranslation();
  const { request, room } = useRoomStores();
  const logsTexts = useRoom((state) => state.room?.logsTexts === true);
  const isLogged = logsTexts && timeline.in === everyone;
  return (
    <Question
      title={t('timeline.removeTitle')}
      text={isLogged ? t('timeline.removeTextLogged') : t('timeline.removeText')}
      action={t('timeline.delete')}
      onClose={onClose}
      onConfirm={() => {
        const change = { type: 'delete-message', target: seq } as const;
        void request('message/change', { room: room.id, in: timeline.in, change });
        onClose();
      }}
    />
  );
}

/** All emoji there are. */
function EmojiDialog({
  onClose,
  onChosen,
}: {
  onClose: () => void;
  onChosen: (emoji: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('timeline.react')} width={400} onClose={onClose}>
      <DialogBody>
        <AnyEmoji
          onPick={(emoji) => {
            onChosen(emoji);
            onClose();
          }}
        />
      </DialogBody>
    </Dialog>
  );
}

function ReactionsDialog({
  seq,
  timeline,
  onClose,
}: Omit<AskedProps, 'asking' | 'acts'> & { seq: number }) {
  const { t } = useTranslation();
  const reactions = useStore(timeline, ({ marks }) => marks.get(seq)?.reactions) ?? [];
  return (
    <Dialog title={t('timeline.whoReacted')} width={360} onClose={onClose}>
      <DialogBody>
        {reactions.map(({ emoji, count, by }) => (
          <section key={emoji} aria-label={emoji}>
            <h3 className={styles.emoji}>
              {emoji} <span>{count}</span>
            </h3>
            <PersonList accounts={by} onChosen={onClose} />
            {count > by.length ? <p>{t('timeline.more', { count: count - by.length })}</p> : null}
          </section>
        ))}
      </DialogBody>
    </Dialog>
  );
}

function VersionsDialog({
  versions,
  onClose,
}: {
  versions: readonly MessageVersion[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Dialog title={t('timeline.versions')} onClose={onClose}>
      <DialogBody>
        <ol className={styles.versions}>
          {versions.map(({ text, at }, place) => (
            // They never change their order.
            <li key={place}>
              <time className={styles.time} dateTime={new Date(at).toISOString()}>
                {format.dateTime(at)}
              </time>
              <p className={styles.text} dir="auto">
                {text}
              </p>
            </li>
          ))}
        </ol>
      </DialogBody>
    </Dialog>
  );
}
