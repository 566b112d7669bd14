import { access } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { dirname } from 'node:path';
import { mostPictureBytes, type FileState, type SavedFile } from '../../src-shared/bridge/files.ts';
import { done, orRefused, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { AppOptions } from './app-parts.ts';
import { NotSealedSo } from '../files/sealed-file.ts';
import { viewFile } from './room-view.ts';
import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';
import { findFile, type FilePlaces, type FoundFile } from './find-file.ts';
import { SavedFiles } from './saved-files.ts';
import { saveCopy } from './save-copy.ts';

/** Files that messages have with them. */
export function fileRequests(context: AppContext) {
  const { played } = context;
  const { replica, files, options } = context.memberships;
  const saved = new SavedFiles(replica.fileCopies);

  const { ofPrivates } = context.memberships.fetched;
  const look = findFile.bind(undefined, { replica, files, ofPrivates });
  /** It is about to lie on this disk: when it was said decides how long. */
  const find: typeof look = async (client, asked) => {
    const file = await look(client, asked);
    if (file.ok && file.value.saidAt !== undefined)
      await replica.fileCopies.note(asked.room, [asked.hash], file.value.saidAt);
    return file;
  };

  return {
    ...ofRooms(context, {
      'file/states': async ({ client }, asked) => {
        const views = client.transfers.views(new Set(asked.hashes), asked.isPrivate);
        const moving = new Set(views.map(({ hash }) => hash));
        const still = asked.hashes.filter((hash) => !moving.has(hash));
        const here = await statesHere({ files, ofPrivates }, { ...asked, hashes: still });
        return done([...views.map((view) => viewFile(asked.room, view)), ...here]);
      },
      'file/fetch': async ({ client }, asked) => {
        const file = await find(client, asked);
        if (!file.ok) return file;
        const { hash, size } = file.value.moved;
        if (await file.value.folder.has({ hash, size })) {
          const place = file.value.isSealed ? { isPrivate: true as const } : {};
          const is = { is: 'stopped', done: size, bytesPerSecond: 0 } as const;
          const view = { ...place, hash, size, ...is };
          context.memberships.pushes.send('file/changed', [viewFile(asked.room, view)]);
          return done(null);
        }
        // How it goes is told as it goes.
        void client.transfers
          .fetch(file.value.moved, asked)
          .then(() => context.memberships.fetched.tidy())
          .catch(options.reportDefect);
        return done(null);
      },
      'file/pictures': async (_, asked) => {
        const found = await replica.entries.readPictures(asked);
        return done(found.map(({ message }) => message));
      },
      'file/save': async ({ client }, asked) => {
        const file = await find(client, asked);
        if (!file.ok) return file;
        const refusal = await client.transfers.fetch(file.value.moved, asked);
        if (refusal) return refused(refusal);
        const copied = await copyOut(context, asked.room, file.value);
        if (copied.ok) await saved.note(asked, copied.value);
        return copied;
      },
      'file/saved': async (_, { hashes, ...place }) => done(await saved.list(place, hashes)),
      'file/open': async ({ client }, asked) => {
        // It is here already, and is played also where nothing can be noted.
        if ('in' in asked) await orRefused(() => find(client, asked));
        return orDamaged(() => played.open(client, asked));
      },
      'file/read': (_, asked) => readPicture({ files, ofPrivates }, asked),
    }),
    ...wayRequests(context),
    'file/close': async ({ address }: { address: string }) => {
      played.close(address);
      return done(null);
    },
    'file/reveal': async ({ path }: { path: string }): Promise<Outcome<null>> => {
      const isShown = saved.knows(path) && (await showSaved(options, path));
      return isShown ? done(null) : refused({ code: 'folder-not-shown', subject: dirname(path) });
    },
  };
}

/** What is on its way. */
function wayRequests(context: AppContext) {
  return ofRooms(context, {
    'file/stop': async ({ client }, file) => {
      client.transfers.stop(file);
      return done(null);
    },
    'file/cancel': async ({ client }, file) => {
      await client.transfers.cancel(file);
      return done(null);
    },
    'file/go-on': async ({ client }, file) => {
      client.transfers.goOn(file);
      return done(null);
    },
    'file/without-space': async ({ client }) => done(client.fullDisks.all()),
  });
}

/** All of it, in base64: what it is the window sees. */
async function readPicture(
  { files, ofPrivates }: Omit<FilePlaces, 'replica'>,
  { isPrivate, ...file }: { room: RoomId; hash: FileHash; isPrivate?: true | undefined },
): Promise<Outcome<{ bytes: string }>> {
  const { room, hash } = file;
  const size = await (isPrivate ? ofPrivates.sizeOf(room, hash) : files.sizeOf(hash));
  if (size === undefined) return refused({ code: 'file-not-here' });
  if (size > mostPictureBytes) return refused({ code: 'file-not-shown' });
  return orDamaged(async () => {
    const bytes = isPrivate ? await buffer(ofPrivates.read(file)) : await files.readAll(hash);
    return done({ bytes: bytes.toString('base64') });
  });
}

function copyOut(
  { memberships: { files, fetched, options } }: AppContext,
  room: RoomId,
  { name, isSealed, moved: { hash } }: FoundFile,
): Promise<Outcome<SavedFile>> {
  return orDamaged(() =>
    saveCopy({
      from: isSealed ? fetched.ofPrivates.read({ room, hash }) : files.pathOf(hash),
      folder: options.downloadsFolder,
      name,
      system: options.system,
      nowMs: options.clock.wallMs(),
    }),
  );
}

async function statesHere(
  { files, ofPrivates }: Omit<FilePlaces, 'replica'>,
  { room, hashes, isPrivate }: { room: RoomId; hashes: FileHash[]; isPrivate?: true | undefined },
): Promise<FileState[]> {
  const place = { room, ...(isPrivate ? { isPrivate } : {}) };
  const states = hashes.map(async (hash): Promise<FileState[]> => {
    const size = await (isPrivate ? ofPrivates.sizeOf(room, hash) : files.sizeOf(hash));
    if (size !== undefined)
      return [{ ...place, hash, size, is: 'here', done: size, bytesPerSecond: 0 }];
    const came = await (isPrivate ? ofPrivates.folder : files).partBytes(hash);
    return came > 0 ? [{ ...place, hash, size: 0, is: 'part', done: came, bytesPerSecond: 0 }] : [];
  });
  return (await Promise.all(states)).flat();
}

/** What the other side has said with a wrong key, or to be of another size, is no defect of this program. */
async function orDamaged<T>(read: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotSealedSo) return refused({ code: 'file-damaged' });
    throw error;
  }
}

/** False if it cannot be shown, or is not there any more. */
export async function showSaved(
  { showFile, openFolder }: AppOptions,
  path: string,
): Promise<boolean> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere || !showFile) return (await openFolder?.(dirname(path))) ?? false;
  showFile(path);
  return true;
}
