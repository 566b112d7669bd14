import { useEffect, useState } from 'react';
import { Pin, PinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { ShownMessage } from '../../src-shared/member/own-copy.ts';
import { plainLine } from '../../src-shared/text/format/format-text.ts';
import { useFormat } from '../i18n/format.ts';
import { refusePins } from '../room/permissions.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import { writerOf } from '../room/room-selectors.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './pinned-bar.module.css';
import { createPinnedStore, type PinnedStore } from './pinned-store.ts';
import type { TimelineStore } from './timeline-store.ts';

/** So much of a text stands in one line. */
const lineCharacters = 200;
const nothing = createStore(() => ({ messages: [] as readonly ShownMessage[] }));

/** The newest of what is pinned, above the messages; a click goes there, and all of it is one click away. */
export function PinnedBar({ timeline }: { timeline: TimelineStore }) {
  const { t } = useTranslation();
  const messages = useStore(usePinned(timeline) ?? nothing, (state) => state.messages);
  const [isOpen, setIsOpen] = useState(false);
  const [newest] = messages;
  return (
    <>
      {newest ? (
        <div className={styles.bar} role="region" aria-label={t('timeline.pinned')}>
          <button
            type="button"
            className={styles.newest}
            title={t('timeline.toPinned')}
            onClick={() => void timeline.jumpTo(newest.message.seq)}
          >
            <Pin size={14} aria-hidden="true" />
            <PinnedLine shown={newest} />
          </button>
          <Button size="small" look="quiet" onClick={() => setIsOpen(true)}>
            {t('timeline.allPinned', { count: messages.length })}
          </Button>
        </div>
      ) : null}
      {isOpen ? (
        <PinnedDialog timeline={timeline} messages={messages} onClose={() => setIsOpen(false)} />
      ) : null}
    </>
  );
}

function usePinned(timeline: TimelineStore): PinnedStore | undefined {
  const { bridge, room } = useRoomStores();
  const [store, setStore] = useState<PinnedStore>();
  useEffect(() => {
    const made = createPinnedStore(bridge, { room: room.id, in: timeline.in });
    setStore(made);
    return () => made.dispose();
  }, [bridge, room, timeline]);
  return store;
}

function PinnedLine({ shown: { message } }: { shown: ShownMessage }) {
  const { t } = useTranslation();
  const name = useRoom((state) => writerOf(state, message, t));
  return (
    <>
      <bdi className={styles.name}>{name}</bdi>
      <span className={styles.text} dir="auto">
        {plainLine(message.text, lineCharacters)}
      </span>
    </>
  );
}

type PinnedDialogProps = {
  timeline: TimelineStore;
  messages: readonly ShownMessage[];
  onClose: () => void;
};

function PinnedDialog({ timeline, messages, onClose }: PinnedDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { request, room } = useRoomStores();
  const mayPin = useRoom((state) => refusePins(state, timeline.in) === undefined);
  const unpin = (target: number) => {
    const change = { type: 'unpin-message', target } as const;
    void request('message/change', { room: room.id, in: timeline.in, change });
  };
  return (
    <Dialog title={t('timeline.pinned')} onClose={onClose}>
      <DialogBody>
        {messages.length === 0 ? <p>{t('timeline.nothingPinned')}</p> : null}
        <ul className={styles.list}>
          {messages.map((shown) => (
            <li key={shown.message.seq} className={styles.entry}>
              <button
                type="button"
                className={styles.message}
                title={t('timeline.toPinned')}
                onClick={() => {
                  onClose();
                  void timeline.jumpTo(shown.message.seq);
                }}
              >
                <span className={styles.line}>
                  <PinnedLine shown={shown} />
                </span>
                <time className={styles.time} dateTime={new Date(shown.message.at).toISOString()}>
                  {format.dateTime(shown.message.at)}
                </time>
              </button>
              {mayPin ? (
                <IconButton
                  size="small"
                  label={t('timeline.unpin')}
                  icon={<PinOff />}
                  onClick={() => unpin(shown.message.seq)}
                />
              ) : null}
            </li>
          ))}
        </ul>
      </DialogBody>
    </Dialog>
  );
}
