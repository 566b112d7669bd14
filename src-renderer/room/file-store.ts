import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { FileState, SavedFile } from '../../src-shared/bridge/files.ts';
import { listenToRoom } from '../../src-shared/bridge/listen.ts';
import type { FileWithoutSpace } from '../../src-shared/member/own-copy.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import type {
  AccountId,
  ConversationId,
  PrivateId,
  RoomId,
} from '../../src-shared/protocol/ids.ts';

/** A file of a message that the room has, or of a private chat. */
export type FileOfMessage = { hash: FileHash } & (
  | { in: ConversationId; seq: number }
  | { private: PrivateId }
);

/** The same of one that the room has. */
type FileOfRoom = Extract<FileOfMessage, { seq: number }>;

/** As the person sees it. */
export type NamedFile = FileOfMessage & { name: string };

/** What came of the person's wish to have it in the folder for downloads, or to see it. */
export type FileWish =
  | { is: 'saving' }
  | { is: 'saved'; file: SavedFile }
  | { is: 'failed'; refusal: Refusal; what: 'save' | 'fetch' };

/** Several that are saved one after the other. */
export type SavingAll = { done: number; failed: number; of: number };

type FilesState = {
  /** Of those that were asked for: what is not in it is neither here nor on its way. */
  states: ReadonlyMap<FileHash, FileState>;
  wishes: ReadonlyMap<FileHash, FileWish>;
  /** Until they lie in the folder for downloads. */
  saving: readonly NamedFile[];
  savingAll: SavingAll | undefined;
  /** Who has no space for what this person has sent, by `keyOfSent`. */
  withoutSpace: ReadonlyMap<string, readonly AccountId[]>;
};

export type FileStore = ReturnType<typeof createFileStore>;

/** So many are asked for at once: no more are on their way. */
const savedAtOnce = 3;
/** As many as one request names. */
const mostAsked = 1000;

/**
 * How the files of a room, or those of private chats in it, stand on this computer, and what a person can do with them. A
 * file of the one place is never taken for one of the other, whatever its hash is said to be.
 */
export function createFileStore(bridge: OdaBridge, room: RoomId, isPrivate?: true) {
  const place = { room, ...(isPrivate ? { isPrivate } : {}) };
  const store = createStore<FilesState>(() => ({
    states: new Map(),
    wishes: new Map(),
    saving: [],
    savingAll: undefined,
    withoutSpace: new Map(),
  }));
  const asked = new Map<FileHash, Promise<void>>();
  let waiting: FileHash[] = [];
  let answer: Promise<void> | undefined;

  function take(changed: readonly FileState[]): void {
    const here = changed.filter((state) => state.isPrivate === isPrivate);
    if (here.length === 0) return;
    const own = here.map((state) => [state.hash, state] as const);
    store.setState(({ states }) => ({ states: new Map([...states, ...own]) }));
  }

  /** All that are asked for in one turn are asked for at once. */
  async function ask(): Promise<void> {
    await Promise.resolve();
    const hashes = waiting.slice(0, mostAsked);
    waiting = waiting.slice(mostAsked);
    answer = waiting.length > 0 ? ask() : undefined;
    void knowSaved(hashes);
    const told = await bridge.request('file/states', { ...place, hashes });
    if (!told.ok) return;
    // What was pushed meanwhile is newer.
    const { states } = store.getState();
    take(told.value.filter(({ hash }) => !states.has(hash)));
  }

  /** What the person has saved before this window was there. */
  async function knowSaved(hashes: FileHash[]): Promise<void> {
    const saved = await bridge.request('file/saved', { ...place, hashes });
    for (const { hash, ...file } of saved.ok ? saved.value : [])
      if (!store.getState().wishes.has(hash)) wish(hash, { is: 'saved', file });
  }

  function know(hash: FileHash): Promise<void> {
    const known = asked.get(hash);
    if (known) return known;
    waiting.push(hash);
    answer ??= ask();
    asked.set(hash, answer);
    return answer;
  }

  const wish = (hash: FileHash, made: FileWish | undefined): void =>
    store.setState(({ wishes }) => ({ wishes: withWish(wishes, hash, made) }));

  async function save(file: NamedFile): Promise<void> {
    const { name: _, ...of } = file;
    const { hash } = of;
    wish(hash, { is: 'saving' });
    store.setState(({ saving }) => ({ saving: [...saving, file] }));
    const saved = await bridge.request('file/save', { room, ...of });
    store.setState(({ saving }) => ({ saving: saving.filter((each) => each !== file) }));
    if (saved.ok) return wish(hash, { is: 'saved', file: saved.value });
    // Who has stopped it need not be told that it is not saved.
    const { refusal } = saved;
    return wish(
      hash,
      refusal.code === 'file-stopped' ? undefined : { is: 'failed', refusal, what: 'save' },
    );
  }

  const ends = [listenToRoom(bridge, { room }, { 'file/changed': take })];
  if (!isPrivate) ends.push(followFullDisks(store, bridge, room));

  return Object.assign(store, {
    know,
    async fetch(file: FileOfMessage): Promise<void> {
      wish(file.hash, undefined);
      const fetched = await bridge.request('file/fetch', { room, ...file });
      if (!fetched.ok) wish(file.hash, { is: 'failed', refusal: fetched.refusal, what: 'fetch' });
    },
    save,
    saveAll: (files: readonly NamedFile[]) => saveAll(store, save, files),
    /** Those that are on their way still arrive. */
    endSaveAll: () => store.setState({ savingAll: undefined }),
    ...actsOnTheWay(bridge, place),
    reveal: ({ path }: SavedFile) => bridge.request('file/reveal', { path }),
    /** Where a sound or a film that is here is played, until that is closed; without a place one that waits to be sent. */
    open: (file: FileOfMessage | { hash: FileHash }) =>
      bridge.request('file/open', { room, ...file }),
    close: (address: string) => void bridge.request('file/close', { address }),
    read: (hash: FileHash) => bridge.request('file/read', { ...place, hash }),
    dispose: () => ends.forEach((end) => end()),
  });
}

/** Returns what ends it. */
function followFullDisks(store: StoreApi<FilesState>, bridge: OdaBridge, room: RoomId) {
  const take = (file: FileWithoutSpace) =>
    store.setState(({ withoutSpace }) => ({
      withoutSpace: new Map([...withoutSpace, [keyOfSent(file), file.accounts]]),
    }));
  void bridge.request('file/without-space', { room }).then((told) => {
    // What was pushed meanwhile is newer.
    const { withoutSpace } = store.getState();
    for (const file of told.ok ? told.value : [])
      if (!withoutSpace.has(keyOfSent(file))) take(file);
  });
  return listenToRoom(bridge, { room }, { 'file/space-changed': take });
}

/** A file that was sent, as the room knows it. */
export function keyOfSent({ in: conversation, seq, hash }: FileOfRoom): string {
  return `${conversation} ${seq} ${hash}`;
}

/** How it stands then is pushed. */
function actsOnTheWay(bridge: OdaBridge, place: { room: RoomId; isPrivate?: true }) {
  return {
    stop: (hash: FileHash) => bridge.request('file/stop', { ...place, hash }),
    /** What is fetched; it can be asked for again. */
    cancel: (hash: FileHash) => bridge.request('file/cancel', { ...place, hash }),
    goOn: (hash: FileHash) => bridge.request('file/go-on', { ...place, hash }),
  };
}

function withWish(
  before: FilesState['wishes'],
  hash: FileHash,
  made: FileWish | undefined,
): FilesState['wishes'] {
  const wishes = new Map(before);
  if (made) wishes.set(hash, made);
  else wishes.delete(hash);
  return wishes;
}

/** Each once, however often it was sent. Resolves with how it went; undefined if that goes on already. */
async function saveAll(
  store: StoreApi<FilesState>,
  save: (file: NamedFile) => Promise<void>,
  files: readonly NamedFile[],
): Promise<SavingAll | undefined> {
  if (store.getState().savingAll) return undefined;
  const left = [...new Map(files.map((file) => [file.hash, file])).values()];
  let all: SavingAll = { done: 0, failed: 0, of: left.length };
  store.setState({ savingAll: all });
  const one = async (): Promise<void> => {
    for (let file = left.shift(); file; file = left.shift()) {
      if (!store.getState().savingAll) return;
      await save(file);
      const isSaved = store.getState().wishes.get(file.hash)?.is === 'saved';
      all = { ...all, done: all.done + 1, failed: all.failed + (isSaved ? 0 : 1) };
      if (store.getState().savingAll) store.setState({ savingAll: all });
    }
  };
  await Promise.all(Array.from({ length: savedAtOnce }, one));
  store.setState({ savingAll: undefined });
  return all;
}
