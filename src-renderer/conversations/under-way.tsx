import type { ReactNode } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { FileState } from '../../src-shared/bridge/files.ts';
import type { OutboxItem, PrivateView } from '../../src-shared/member/own-copy.ts';
import type { FileHash, SentFile } from '../../src-shared/protocol/files.ts';
import type { AccountId, ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { filePathFor } from '../../src-shared/text/file-names.ts';
import { useFormat } from '../i18n/format.ts';
import { isFetchedUnasked } from '../room/picture-store.ts';
import { outboxOf } from '../room/room-selectors.ts';
import { useRoom, useRoomStores } from '../room/room-context.tsx';
import styles from './under-way.module.css';

type States = ReadonlyMap<FileHash, FileState>;

/** What this person sends to a conversation, or saves of it: `name` of the first, `count` of all. */
type UnderWay = { is: 'sending' | 'saving'; name: string; count: number; percent: number };

/** Shown as long as `useIsUnderWay` says so, in place of what was said last in the conversation. */
export function UnderWayLine({ conversation }: { conversation: ConversationId }) {
  const shown = useUnderWay(conversation, (each) => each);
  return shown ? <Line shown={shown} /> : null;
}

/** The same of a private chat, which `children` stand for otherwise. */
export function PrivateUnderWayLine({
  view,
  children,
}: {
  view: PrivateView;
  children: ReactNode;
}) {
  const { privateFiles } = useRoomStores();
  const isOpen = useRoom(({ room }) => room?.connection.is === 'live') && view.state.is === 'open';
  const self = useRoom(({ room }) => room?.account);
  const shown = useStore(
    privateFiles,
    useShallow(({ states }) => (isOpen ? underWayIn(view, self, states) : undefined)),
  );
  return shown ? <Line shown={shown} /> : children;
}

function underWayIn(
  { messages }: PrivateView,
  self: AccountId | undefined,
  states: States,
): UnderWay | undefined {
  const files = (isOwn: boolean) =>
    messages.flatMap((message) => ((message.from === self) === isOwn && message.files) || []);
  const sent = files(true).filter(({ hash }) => moves(states.get(hash), 'up'));
  // Pictures come by themselves.
  const fetched = files(false).filter((file) => !isFetchedUnasked(file));
  return summedUp('sending', sent, states) ?? savingOf(fetched, states);
}

function Line({ shown }: { shown: UnderWay }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className={styles.line}>
      <span className={styles.words}>{wordsOf(shown, t)}</span>
      <span className={styles.percent}>, {format.percent(shown.percent, 100)}</span>
      {/* The words say it already. */}
      <progress className={styles.bar} aria-hidden="true" max={100} value={shown.percent} />
    </span>
  );
}

function wordsOf({ is, name, count }: UnderWay, t: TFunction): string {
  const one = { name: filePathFor(name) };
  if (is === 'sending')
    return count === 1 ? t('files.sendingFile', one) : t('files.sendingFiles', { count });
  return count === 1 ? t('files.savingFile', one) : t('files.savingFiles', { count });
}

export function useIsUnderWay(conversation: ConversationId): boolean {
  return useUnderWay(conversation, (each) => each !== undefined);
}

/** No more often than what is selected changes: blocks come many times in a second. */
function useUnderWay<T>(
  conversation: ConversationId,
  select: (underWay: UnderWay | undefined) => T,
): T {
  const { files } = useRoomStores();
  const isLive = useRoom(({ room }) => room?.connection.is === 'live');
  const outbox = useRoom((state) => outboxOf(state, conversation));
  return useStore(
    files,
    useShallow(({ states, saving }) => {
      if (!isLive) return select(undefined);
      const saved = saving.filter((file) => 'in' in file && file.in === conversation);
      return select(sendingOf(outbox, states) ?? savingOf(saved, states));
    }),
  );
}

/** Of all files of the messages that have any on their way, so that it never goes back from one to the next. */
function sendingOf(outbox: readonly OutboxItem[], states: States): UnderWay | undefined {
  const files = outbox.flatMap(({ said, state }) => {
    const own = said.type === 'send-message' && state.is === 'sending' ? said.files : undefined;
    return own?.some(({ hash }) => moves(states.get(hash), 'up')) ? own : [];
  });
  return summedUp('sending', files, states);
}

function savingOf(
  saving: readonly Pick<SentFile, 'hash' | 'name'>[],
  states: States,
): UnderWay | undefined {
  const files = saving.flatMap((file) => {
    const state = states.get(file.hash);
    return state && moves(state, 'down') ? [{ ...file, size: state.size }] : [];
  });
  return summedUp('saving', files, states);
}

function moves(state: FileState | undefined, way: 'up' | 'down'): boolean {
  return state?.is === way || state?.is === 'waiting';
}

function summedUp(
  is: UnderWay['is'],
  several: readonly Pick<SentFile, 'hash' | 'name' | 'size'>[],
  states: States,
): UnderWay | undefined {
  const files = new Map(several.map((file) => [file.hash, file]));
  const [first] = several;
  let [done, size] = [0, 0];
  for (const file of files.values()) {
    const state = states.get(file.hash);
    size += file.size;
    done += state?.is === 'here' ? file.size : Math.min(state?.done ?? 0, file.size);
  }
  // One block is there at once: its words would only flash.
  if (!first || size <= limits.fileBlockBytes) return undefined;
  return { is, name: first.name, count: files.size, percent: Math.floor((100 * done) / size) };
}
