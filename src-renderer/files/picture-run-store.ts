import { createStore } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { listenToRoom } from '../../src-shared/bridge/listen.ts';
import type { AccountId, ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import { maybePicture } from '../room/picture-store.ts';
import { filesIn, seqOf, type PlacedFile } from './files-place.ts';

type Side = 'older' | 'newer';

type RunState = {
  /** In the order in which they were said. */
  pictures: readonly PlacedFile[];
  /** The place of the one that is shown. */
  at: number;
  /** Nothing more is known to be there. */
  ends: Readonly<Record<Side, boolean>>;
};

type Parts = {
  room: RoomId;
  in: ConversationId;
  first: PlacedFile;
  /** Those of the same message, in its order, and `first` among them. */
  beside: readonly PlacedFile[];
  isHidden: (account: AccountId) => boolean;
};

/** Messages at a time. */
const pageSize = 20;
/** So many before the last one that is known, more of them are asked for. */
const nearEnd = 3;

export type PictureRunStore = ReturnType<typeof createPictureRunStore>;

/** The pictures of a conversation that the room keeps, one after the other, from one of them on in both directions. */
export function createPictureRunStore(bridge: OdaBridge, parts: Parts) {
  const { room, in: id, first, beside, isHidden } = parts;
  const isNewest = seqOf(first.place) === undefined;
  const store = createStore<RunState>(() => ({
    pictures: beside,
    at: Math.max(
      0,
      beside.findIndex(({ file }) => file.hash === first.file.hash),
    ),
    // What waits in the outbox is the newest, and nobody knows its number yet.
    ends: { older: false, newer: isNewest },
  }));
  const asking = new Set<Side>();
  /** It was asked for before it was known. */
  let wanted: Side | undefined;
  let isOver = false;

  function add(side: Side, found: readonly PlacedFile[]): void {
    if (found.length === 0) return;
    store.setState(withFound(side, found));
    if (wanted === side) step(side);
  }

  async function ask(side: Side): Promise<void> {
    if (asking.has(side) || store.getState().ends[side]) return;
    asking.add(side);
    let seq = edgeOf(side);
    for (let isEnough = false; !isEnough;) {
      const asked = { room, in: id, side, seq, limit: pageSize };
      const found = await bridge.request('file/pictures', asked);
      if (isOver || !found.ok) break;
      const messages = side === 'older' ? found.value.toReversed() : found.value;
      const shown = messages.filter(({ from }) => !isHidden(from)).flatMap(filesIn);
      const pictures = shown.filter(({ file }) => maybePicture(file));
      add(side, pictures);
      seq = found.value.at(-1)?.seq ?? seq;
      const isEnd = found.value.length < pageSize;
      if (isEnd) store.setState(({ ends }) => ({ ends: { ...ends, [side]: true } }));
      isEnough = isEnd || pictures.length > 0;
    }
    asking.delete(side);
    if (wanted === side) wanted = undefined;
  }

  function step(side: Side): void {
    const { pictures, at, ends } = store.getState();
    const next = side === 'older' ? at - 1 : at + 1;
    const isThere = next >= 0 && next < pictures.length;
    wanted = isThere || ends[side] ? undefined : side;
    if (isThere) store.setState({ at: next });
    askNearEnds();
  }

  function edgeOf(side: Side): number {
    const { pictures } = store.getState();
    const edge = side === 'older' ? pictures[0] : pictures.at(-1);
    return (edge && seqOf(edge.place)) ?? Number.MAX_SAFE_INTEGER;
  }

  function askNearEnds(): void {
    const { pictures, at } = store.getState();
    if (at < nearEnd) void ask('older');
    if (at >= pictures.length - nearEnd) void ask('newer');
  }

  function followNews(): void {
    if (isNewest) return;
    store.setState(({ ends }) => ({ ends: { ...ends, newer: false } }));
    askNearEnds();
  }

  return Object.assign(store, {
    start: askNearEnds,
    /** To the one before or after; if that is not known yet, as soon as it is. */
    step,
    /** Follows what is said and deleted meanwhile. Returns what ends it. */
    listen(): () => void {
      isOver = false;
      const gone = (seqs: ReadonlySet<number>) => store.setState(without(seqs));
      const end = hearNews(bridge, { room, in: id, followNews, gone });
      return () => {
        isOver = true;
        end();
      };
    },
  });
}

type WholeParts = {
  first: PlacedFile;
  /** All pictures of the chat as it stands now. */
  read: () => readonly PlacedFile[];
  /** Hears when it may be another. Returns what ends that. */
  listen: (changed: () => void) => () => void;
};

/** The pictures of a private chat: all of them are known to the window, and asked for nowhere. */
export function createPrivateRunStore({ first, read, listen }: WholeParts): PictureRunStore {
  const ends = { older: true, newer: true };
  const begun = read();
  const at = Math.max(0, keysOf(begun).indexOf(keysOf([first])[0] ?? ''));
  const store = createStore<RunState>(() => ({ pictures: begun, at, ends }));

  /** Those that stay are the same objects: nothing of them is shown anew. */
  function follow(): void {
    const { pictures: before, at: was } = store.getState();
    const known = new Map(keysOf(before).map((key, place) => [key, before[place]]));
    const found = read();
    const keys = keysOf(found);
    if (keys.length === before.length && keys.every((key) => known.has(key))) return;
    const pictures = found.map((each, place) => known.get(keys[place] ?? '') ?? each);
    const shown = before[was];
    const now = shown ? pictures.indexOf(shown) : -1;
    store.setState({
      pictures,
      at: now >= 0 ? now : Math.max(0, Math.min(was, pictures.length - 1)),
    });
  }

  return Object.assign(store, {
    start: follow,
    step(side: Side) {
      const next = store.getState().at + (side === 'older' ? -1 : 1);
      if (next >= 0 && next < store.getState().pictures.length) store.setState({ at: next });
    },
    listen: () => listen(follow),
  });
}

/** Each once, also where one is said twice. */
function keysOf(pictures: readonly PlacedFile[]): string[] {
  const times = new Map<string, number>();
  return pictures.map(({ file, place }) => {
    const key = `${place.from} ${place.at} ${file.hash}`;
    const time = times.get(key) ?? 0;
    times.set(key, time + 1);
    return `${key} ${time}`;
  });
}

type News = {
  room: RoomId;
  in: ConversationId;
  followNews: () => void;
  gone: (seqs: ReadonlySet<number>) => void;
};

function hearNews(bridge: OdaBridge, { room, in: id, followNews, gone }: News): () => void {
  return listenToRoom(
    bridge,
    { room },
    {
      'timeline/appended': ({ in: where, entries }) => {
        if (where === id && entries.some((each) => each.type === 'message' && each.files))
          followNews();
      },
      'message/changed': ({ in: where, messages }) => {
        const deleted = messages.filter(({ marks }) => marks.deleted);
        if (where === id) gone(new Set(deleted.map(({ message }) => message.seq)));
      },
    },
  );
}

function withFound(side: Side, found: readonly PlacedFile[]) {
  return ({ pictures, at }: RunState): Partial<RunState> =>
    side === 'older'
      ? { pictures: [...found, ...pictures], at: at + found.length }
      : { pictures: [...pictures, ...found] };
}

/** What was deleted is not looked at any further. */
function without(seqs: ReadonlySet<number>) {
  return ({ pictures, at }: RunState): Partial<RunState> => {
    const isKept = ({ place }: PlacedFile) => !seqs.has(seqOf(place) ?? 0);
    const kept = pictures.filter(isKept);
    const before = pictures.slice(0, at).filter(isKept).length;
    return { pictures: kept, at: Math.max(0, Math.min(before, kept.length - 1)) };
  };
}
