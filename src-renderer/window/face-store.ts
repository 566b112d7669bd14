import { createStore } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { Face, Faces } from '../ui/avatar.tsx';
import { pictureHead } from '../ui/picture-head.ts';
import { createPainter, type Painter } from '../ui/painter.ts';

/** What somebody else calls a picture may unfold to no more; ours are half of it. */
const longestSide = 1024;
/** Enough for the largest on a fine screen. */
const longestDrawn = 168;
/** Of those that nobody shows any more. */
const mostKept = 200;

/** What did not come is asked for again after that long, then after twice as long, and so on. */
const firstPauseMs = 30_000;
const longestPauseMs = 30 * 60_000;

type Missing = { face: Face; tries: number; cancel: () => void };

/**
 * The pictures of members and rooms, small, those of one room one after the other, as long as somebody shows them and a
 * while after that. What does not come is asked for again as long as somebody would show it.
 */
export function createFaceStore(
  bridge: Pick<OdaBridge, 'request'>,
  clock: Pick<Clock, 'after'>,
  painter: Painter = createPainter(),
) {
  const store = createStore<{ urls: ReadonlyMap<FileHash, string | undefined> }>(() => ({
    urls: new Map(),
  }));
  const holds = new Map<FileHash, number>();
  const coming = new Set<FileHash>();
  const missing = createMissing(clock, seek);
  /** A room that is away lets only its own wait. */
  const turns = new Map<RoomId, Promise<unknown>>();

  async function bring({ room, hash, size }: Face): Promise<void> {
    if (!holds.has(hash)) return;
    const answer = await bridge.request('picture/read', { room, picture: { hash, size } });
    if (!answer.ok) return;
    const url = await draw(answer.value.bytes, painter);
    store.setState(({ urls }) => ({ urls: new Map(urls).set(hash, url) }));
  }

  function seek(face: Face): void {
    const { hash, room } = face;
    if (coming.has(hash) || store.getState().urls.has(hash)) return;
    coming.add(hash);
    const turn = (turns.get(room) ?? Promise.resolve())
      .then(() => bring(face))
      .catch(() => undefined)
      .finally(() => {
        coming.delete(hash);
        if (!holds.has(hash) || store.getState().urls.has(hash)) missing.forget(hash);
        else missing.add(face);
      });
    turns.set(room, turn);
  }

  function release(hash: FileHash): void {
    const left = (holds.get(hash) ?? 1) - 1;
    if (left > 0) holds.set(hash, left);
    else {
      holds.delete(hash);
      missing.forget(hash);
    }
    const free = [...store.getState().urls.keys()].filter((each) => !holds.has(each));
    if (free.length <= mostKept) return;
    const urls = new Map(store.getState().urls);
    for (const each of free.slice(0, free.length - mostKept)) {
      const url = urls.get(each);
      if (url !== undefined) URL.revokeObjectURL(url);
      urls.delete(each);
    }
    store.setState({ urls });
  }

  const faces: Faces = {
    hold(face) {
      const { hash, room } = face;
      holds.set(hash, (holds.get(hash) ?? 0) + 1);
      // Another room may have it.
      if (missing.roomOf(hash) !== room) {
        missing.forget(hash);
        seek(face);
      }
      return () => release(hash);
    },
    subscribe: store.subscribe,
    urlOf: (hash) => store.getState().urls.get(hash),
  };
  return {
    ...faces,
    /** The room has come back: what was missing of it is asked for at once. */
    seekAgain(room: RoomId): void {
      for (const face of missing.all().filter((each) => each.room === room)) {
        missing.forget(face.hash);
        seek(face);
      }
    },
    dispose(): void {
      for (const { hash } of missing.all()) missing.forget(hash);
    },
  };
}

/** What did not come, and is to be sought again after a pause. */
function createMissing(clock: Pick<Clock, 'after'>, seek: (face: Face) => void) {
  const missing = new Map<FileHash, Missing>();
  return {
    roomOf: (hash: FileHash) => missing.get(hash)?.face.room,
    all: () => [...missing.values()].map(({ face }) => face),
    add(face: Face): void {
      const { tries = 0, cancel } = missing.get(face.hash) ?? {};
      cancel?.();
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** tries);
      const again = clock.after(pauseMs, () => seek(face));
      missing.set(face.hash, { face, tries: tries + 1, cancel: again });
    },
    forget(hash: FileHash): void {
      missing.get(hash)?.cancel();
      missing.delete(hash);
    },
  };
}

/** Its head is read first: no window unfolds more than that. */
async function draw(base64: string, painter: Painter): Promise<string | undefined> {
  const head = pictureHead(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  if (!head || Math.max(head.width, head.height) > longestSide) return undefined;
  return (await painter.draw(base64, longestDrawn))?.url;
}
