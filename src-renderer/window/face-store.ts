import { createStore } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { FileHash } from '../../src-shared/protocol/files.ts';
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

/** The pictures of members and rooms, small, those of one room one after the other, as long as somebody shows them and a while after that. */
export function createFaceStore(
  bridge: Pick<OdaBridge, 'request'>,
  painter: Painter = createPainter(),
) {
  const store = createStore<{ urls: ReadonlyMap<FileHash, string | undefined> }>(() => ({
    urls: new Map(),
  }));
  const holds = new Map<FileHash, number>();
  const coming = new Set<FileHash>();
  /** A room that is away lets only its own wait. */
  const turns = new Map<RoomId, Promise<unknown>>();

  async function bring({ room, hash, size }: Face): Promise<void> {
    if (!holds.has(hash)) return;
    const answer = await bridge.request('picture/read', { room, picture: { hash, size } });
    // It is asked for again where it is shown again.
    if (!answer.ok) return;
    const url = await draw(answer.value.bytes, painter);
    store.setState(({ urls }) => ({ urls: new Map(urls).set(hash, url) }));
  }

  function release(hash: FileHash): void {
    const left = (holds.get(hash) ?? 1) - 1;
    if (left > 0) holds.set(hash, left);
    else holds.delete(hash);
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
      const { hash } = face;
      holds.set(hash, (holds.get(hash) ?? 0) + 1);
      if (!coming.has(hash) && !store.getState().urls.has(hash)) {
        coming.add(hash);
        const turn = (turns.get(face.room) ?? Promise.resolve())
          .then(() => bring(face))
          .catch(() => undefined)
          .finally(() => coming.delete(hash));
        turns.set(face.room, turn);
      }
      return () => release(hash);
    },
    subscribe: store.subscribe,
    urlOf: (hash) => store.getState().urls.get(hash),
  };
  return faces;
}

/** Its head is read first: no window unfolds more than that. */
async function draw(base64: string, painter: Painter): Promise<string | undefined> {
  const head = pictureHead(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  if (!head || Math.max(head.width, head.height) > longestSide) return undefined;
  return (await painter.draw(base64, longestDrawn))?.url;
}
