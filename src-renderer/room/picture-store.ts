import { createStore } from 'zustand/vanilla';
import { mostPictureBytes } from '../../src-shared/bridge/files.ts';
import type { FileHash, SentFile } from '../../src-shared/protocol/files.ts';
import type { DrawnPicture, Painter } from '../ui/painter.ts';
import { isDrawable, pictureHead } from '../ui/picture-head.ts';
import type { FileOfMessage, FileStore } from './file-store.ts';

/** `none`: its bytes are no picture, or one that is not unfolded. */
export type ShownPicture = { is: 'shown'; picture: DrawnPicture } | { is: 'none' };

/** Where it comes from; undefined for one's own that the room does not have yet. */
type From = FileOfMessage | undefined;

type PicturesState = {
  pictures: ReadonlyMap<FileHash, ShownPicture>;
  /** Those that are too large to come by themselves, and that the person wants to see. */
  wanted: ReadonlySet<FileHash>;
};

/** A larger one is fetched only for who asks for it. */
const mostFetchedBytes = 8 * 1024 * 1024;
/** Enough for the widest tile on a fine screen. */
const longestDrawn = 720;
/** Of those that no row shows any more. */
const mostKept = 60;
const ending = /\.(?:jpe?g|jfif|png|gif|webp|avif)$/i;

const playedEnding = /\.(?:mp3|og[ga]|opus|wav|m4a|weba|mp4|webm)$/i;

/** By its name it may be a picture, and it is not too large to be shown; what it is its bytes say. */
export function maybePicture({ name, size }: SentFile): boolean {
  return ending.test(name) && size <= mostPictureBytes;
}

/** By its name it can be played. */
export function mayBePlayed({ name }: SentFile): boolean {
  return playedEnding.test(name);
}

/** It comes by itself. */
export function isFetchedUnasked(file: SentFile): boolean {
  return maybePicture(file) && file.size <= mostFetchedBytes;
}

/** The pictures of a room, small, as long as somebody shows them and a while after that. */
export function createPictureStore(files: FileStore, painter: Painter) {
  const store = createStore<PicturesState>(() => ({ pictures: new Map(), wanted: new Set() }));
  const holds = new Map<FileHash, number>();
  const coming = new Set<FileHash>();
  let isOver = false;

  function put(hash: FileHash, shown: ShownPicture): void {
    store.setState(({ pictures }) => ({ pictures: new Map(pictures).set(hash, shown) }));
  }

  async function draw(hash: FileHash): Promise<void> {
    if (isOver || store.getState().pictures.has(hash)) return;
    const read = await files.read(hash);
    if (!read.ok) return;
    const picture = await painter.draw(read.value.bytes, longestDrawn);
    if (isOver && picture) URL.revokeObjectURL(picture.url);
    else put(hash, picture ? { is: 'shown', picture } : { is: 'none' });
  }

  async function bring({ hash }: SentFile, from: From): Promise<void> {
    await files.know(hash);
    if (!isHere(files, hash) && from) {
      await files.fetch(from);
      await untilHere(files, hash);
    }
    await draw(hash);
  }

  function release(hash: FileHash): void {
    const left = (holds.get(hash) ?? 1) - 1;
    if (left > 0) holds.set(hash, left);
    else holds.delete(hash);
    const { pictures } = store.getState();
    const free = [...pictures.keys()].filter((each) => !holds.has(each));
    if (free.length <= mostKept) return;
    const kept = new Map(pictures);
    for (const each of free.slice(0, free.length - mostKept)) {
      letGo(kept.get(each));
      kept.delete(each);
    }
    store.setState({ pictures: kept });
  }

  return Object.assign(store, {
    /** Shows it as soon as it is here. Returns what tells that it is not shown any more. */
    hold(file: SentFile, from: From): () => void {
      const { hash } = file;
      holds.set(hash, (holds.get(hash) ?? 0) + 1);
      if (!coming.has(hash) && !store.getState().pictures.has(hash)) {
        coming.add(hash);
        void bring(file, from).finally(() => coming.delete(hash));
      }
      return () => release(hash);
    },
    want: (hash: FileHash) =>
      store.setState(({ wanted }) => ({ wanted: new Set(wanted).add(hash) })),
    /**
     * All of it, for a viewer, at an address that whoever asks lets go of; fetched if it is not here. Undefined if it
     * cannot be shown or did not come.
     */
    async whole(file: SentFile, from: From): Promise<string | undefined> {
      await brought(files, file, from);
      const bytes = await bytesOf(files, file.hash);
      const head = bytes && pictureHead(bytes);
      if (!bytes || !head || !isDrawable(head)) return undefined;
      return URL.createObjectURL(new Blob([bytes], { type: `image/${head.kind}` }));
    },
    /** Where a sound or a film is played, until `files.close`; it is fetched if it is not here. */
    async media({ hash }: Pick<SentFile, 'hash'>, from: From): Promise<string | undefined> {
      await brought(files, { hash }, from);
      const opened = await files.open(from ?? { hash });
      return opened.ok ? opened.value.address : undefined;
    },
    dispose() {
      isOver = true;
      for (const shown of store.getState().pictures.values()) letGo(shown);
    },
  });
}

function letGo(shown: ShownPicture | undefined): void {
  if (shown?.is === 'shown') URL.revokeObjectURL(shown.picture.url);
}

/** What one sends oneself is here while it is on its way. */
function isHere(files: FileStore, hash: FileHash): boolean {
  const is = files.getState().states.get(hash)?.is;
  return is === 'here' || is === 'up';
}

/** Here, or it does not come for now. */
function isSettled(files: FileStore, hash: FileHash): boolean {
  const { states, wishes } = files.getState();
  const isStopped = states.get(hash)?.is === 'stopped' || wishes.get(hash)?.is === 'failed';
  return isStopped || isHere(files, hash);
}

const untilHere = (files: FileStore, hash: FileHash) => until(files, () => isHere(files, hash));
const untilSettled = (files: FileStore, hash: FileHash) =>
  until(files, () => isSettled(files, hash));

function until(files: FileStore, isSo: () => boolean): Promise<void> {
  if (isSo()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = files.subscribe(() => {
      if (!isSo()) return;
      end();
      resolve();
    });
  });
}

async function brought(files: FileStore, { hash }: Pick<SentFile, 'hash'>, from: From) {
  await files.know(hash);
  if (!isHere(files, hash) && from) {
    await files.fetch(from);
    await untilSettled(files, hash);
  }
}

async function bytesOf(
  files: FileStore,
  hash: FileHash,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const answer = await files.read(hash);
  if (!answer.ok) return undefined;
  const letters = atob(answer.value.bytes);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}
