import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { refused } from '../../src-shared/protocol/outcome.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { usualFileTerms, type SentFile } from '../../src-shared/protocol/files.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { fileNameFor } from '../../src-shared/text/file-names.ts';
import { drawPicture, type DrawnPicture } from '../ui/draw-picture.ts';

/** A file that goes with the next message. */
export type StagedFile = {
  key: number;
  /** As it is shown. */
  name: string;
  size: number;
  /** `bytes`: how many of it are taken in. */
  state:
    | { is: 'taking'; bytes: number }
    | { is: 'ready'; file: SentFile }
    | { is: 'refused'; refusal: Refusal };
  picture?: DrawnPicture | undefined;
};

/** Why some of what was chosen is not among them. */
export type StagingProblem =
  | { is: 'too-many'; limit: number }
  | { is: 'too-large'; name: string; limit: number }
  | { is: 'nothing' };

type StagedState = {
  files: ReadonlyMap<ConversationId, readonly StagedFile[]>;
  problems: ReadonlyMap<ConversationId, StagingProblem>;
  /** Where the message is sent as soon as its files are taken in. */
  awaited: ReadonlySet<ConversationId>;
};

export type StagedStore = ReturnType<typeof createStagedStore>;

/** A larger one is not made small beforehand: that would take as long as to send it. */
const mostDrawnBytes = 24 * 1024 * 1024;
const longestDrawn = 128;
const none: readonly StagedFile[] = [];

/** What was chosen, dropped or pasted in one room, by conversation: taken in one after the other, until it is sent. */
export function createStagedStore(
  bridge: Pick<OdaBridge, 'stage'>,
  /** The largest file that the room takes, as it says now. */
  mostBytes: () => number = () => usualFileTerms.fileBytes,
) {
  const store = createStore<StagedState>(() => ({
    files: new Map(),
    problems: new Map(),
    awaited: new Set(),
  }));
  let lastKey = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const of = (id: ConversationId) => store.getState().files.get(id) ?? none;

  function put(id: ConversationId, files: readonly StagedFile[]): void {
    store.setState((state) => ({ files: new Map(state.files).set(id, files) }));
  }

  const say = (id: ConversationId, problem: StagingProblem | undefined) =>
    sayProblem(store, id, problem);

  function change(id: ConversationId, key: number, what: Partial<StagedFile>): void {
    put(
      id,
      of(id).map((file) => (file.key === key ? { ...file, ...what } : file)),
    );
  }

  const isThere = (id: ConversationId, key: number) => of(id).some((file) => file.key === key);

  async function takeIn(id: ConversationId, key: number, file: File): Promise<void> {
    if (!isThere(id, key)) return;
    void draw(id, key, file);
    const outcome =
      (await bridge.stage?.(file, (bytes) =>
        change(id, key, { state: { is: 'taking', bytes } }),
      )) ?? refused({ code: 'file-unreadable', subject: file.name });
    change(id, key, {
      state: outcome.ok
        ? { is: 'ready', file: outcome.value }
        : { is: 'refused', refusal: outcome.refusal },
    });
  }

  async function draw(id: ConversationId, key: number, file: File): Promise<void> {
    const picture = await pictureOf(file);
    if (!picture) return;
    if (isThere(id, key)) change(id, key, { picture });
    else URL.revokeObjectURL(picture.url);
  }

  function add(id: ConversationId, chosen: readonly File[]): void {
    const { problem, files } = fitting(chosen, { held: of(id).length, mostBytes: mostBytes() });
    say(id, problem);
    for (const file of files) {
      lastKey += 1;
      const key = lastKey;
      const { name, size } = file;
      const staged = { key, name: fileNameFor(name), size } as const;
      put(id, [...of(id), { ...staged, state: { is: 'taking', bytes: 0 } }]);
      turn = turn.then(() => takeIn(id, key, file));
    }
  }

  return Object.assign(store, {
    of,
    isTaking: (id: ConversationId) => of(id).some(isTaking),
    add,
    settled: (id: ConversationId) => settled(store, id),
    remove(id: ConversationId, key: number): void {
      letGo(of(id).filter((file) => file.key === key));
      put(
        id,
        of(id).filter((file) => file.key !== key),
      );
      say(id, undefined);
    },
    /** They go with a message now; `settle` tells whether it was taken, and without that they stand here again. */
    take(id: ConversationId) {
      const taken = of(id);
      put(id, none);
      say(id, undefined);
      const files = taken.flatMap(({ state }) => (state.is === 'ready' ? [state.file] : []));
      const settle = (isSent: boolean) => (isSent ? letGo(taken) : put(id, [...taken, ...of(id)]));
      return { sent: files.length > 0 ? { files } : {}, settle };
    },
    dispose: () => letGo([...store.getState().files.values()].flat()),
  });
}

function sayProblem(
  store: StoreApi<StagedState>,
  id: ConversationId,
  problem: StagingProblem | undefined,
): void {
  store.setState((state) => {
    const problems = new Map(state.problems);
    if (problem) problems.set(id, problem);
    else problems.delete(id);
    return { problems };
  });
}

/** All of them are taken in, or refused. Resolves with whether nobody waited for that before. */
function settled(store: StoreApi<StagedState>, id: ConversationId): Promise<boolean> {
  if (store.getState().awaited.has(id)) return Promise.resolve(false);
  store.setState(({ awaited }) => ({ awaited: new Set(awaited).add(id) }));
  return new Promise((resolve) => {
    const end = store.subscribe(({ files, awaited }) => {
      if ((files.get(id) ?? none).some(isTaking)) return;
      end();
      store.setState({ awaited: new Set([...awaited].filter((each) => each !== id)) });
      resolve(true);
    });
  });
}

function isTaking({ state }: StagedFile): boolean {
  return state.is === 'taking';
}

function letGo(files: readonly StagedFile[]): void {
  for (const { picture } of files) if (picture) URL.revokeObjectURL(picture.url);
}

/** Those that fit beside the `held`, and what has to be said of the others. */
function fitting(
  chosen: readonly File[],
  { held, mostBytes }: { held: number; mostBytes: number },
): { files: readonly File[]; problem: StagingProblem | undefined } {
  const { filesPerMessage } = limits;
  if (chosen.length === 0) return { files: [], problem: { is: 'nothing' } };
  const large = chosen.find(({ size }) => size > mostBytes);
  const files = chosen.filter(({ size }) => size <= mostBytes);
  const fit = files.slice(0, filesPerMessage - held);
  if (fit.length < files.length)
    return { files: fit, problem: { is: 'too-many', limit: filesPerMessage } };
  const name = large && fileNameFor(large.name);
  return {
    files: fit,
    problem: name === undefined ? undefined : { is: 'too-large', name, limit: mostBytes },
  };
}

async function pictureOf(file: File): Promise<DrawnPicture | undefined> {
  if (file.size > mostDrawnBytes || !file.type.startsWith('image/')) return undefined;
  try {
    return await drawPicture(new Uint8Array(await file.arrayBuffer()), longestDrawn);
  } catch (error) {
    // It has gone since it was chosen: who takes it in says so.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
