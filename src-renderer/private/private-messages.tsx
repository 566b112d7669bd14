import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PrivateMessage, PrivateView } from '../../src-shared/member/own-copy.ts';
import { useFormat } from '../i18n/format.ts';
import { useRoom } from '../room/room-context.tsx';
import { MessageRow, type MessageState } from '../messages/message-row.tsx';
import { moveBetweenMessages } from '../messages/move-between-messages.ts';
import { useScrollPlace, type ScrollElements } from '../messages/scroll-place.ts';
import timeline from '../messages/scroller.module.css';
import styles from './private-window.module.css';

const groupMs = 5 * 60_000;
/** What scrolls must be within the keyboard's reach. */
const reachable = { tabIndex: 0 };

/** What was said in a private chat; the newest 1,000, all of them in the page. */
export function PrivateMessages({ view, name }: { view: PrivateView; name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const self = useRoom((state) => state.room?.account);
  const ownName = useRoom((state) => state.room?.ownName) ?? '';
  const { messages } = view;
  const keys = keysOf(messages);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const isOwnLast = messages.at(-1)?.from === self;
  const onScroll = useScrolling({ scroller, list }, messages, isOwnLast);
  return (
    <div className={timeline.timeline} onKeyDown={moveBetweenMessages}>
      <div
        ref={scroller}
        className={timeline.scroller}
        role="log"
        aria-label={t('privateChat.log', { name })}
        {...reachable}
        onScroll={onScroll}
      >
        <div className={timeline.filler} />
        <div ref={list} role="list">
          {view.state.is === 'ended' ? null : (
            <div role="listitem" className={styles.beginning}>
              <h2>{t('privateChat.beginning', { name })}</h2>
              <p>{t('privateChat.beginningText')}</p>
            </div>
          )}
          {messages.map((message, index) => (
            <MessageRow
              key={keys[index]}
              name={message.from === self ? ownName : name}
              account={message.from}
              text={message.text}
              at={message.at}
              startsGroup={startsGroup(message, messages[index - 1])}
              state={stateOf(message, message.from === self)}
              isMarked={false}
              format={format}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Ids are made by whoever writes, and a hostile one may use the same twice. */
function keysOf(messages: readonly PrivateMessage[]): string[] {
  const times = new Map<string, number>();
  return messages.map(({ from, cid }) => {
    const id = `${from} ${cid}`;
    const time = times.get(id) ?? 0;
    times.set(id, time + 1);
    return `${id} ${time}`;
  });
}

function startsGroup(message: PrivateMessage, before: PrivateMessage | undefined): boolean {
  return before?.from !== message.from || message.at - before.at > groupMs;
}

const sending: MessageState = { is: 'sending' };

function stateOf({ state, refusal }: PrivateMessage, isOwn: boolean): MessageState {
  if (!isOwn) return 'received';
  if (state === 'failed' && refusal) return { is: 'failed', refusal };
  return state === 'sending' ? sending : 'sent';
}

/** Stays at the end while one is there, and goes there with what one sends. */
function useScrolling(
  elements: ScrollElements,
  messages: readonly PrivateMessage[],
  isOwnLast: boolean,
): () => void {
  const place = useScrollPlace(elements);
  useLayoutEffect(() => {
    if (isOwnLast) place.current?.toEnd();
    else place.current?.settle();
  }, [place, isOwnLast, messages]);
  return () => place.current?.moved();
}
