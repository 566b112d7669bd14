import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { DraftFile } from '../../src-shared/member/draft-aim.ts';
import { refused } from '../../src-shared/protocol/outcome.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { usualFileTerms, type SentFile } from '../../src-shared/protocol/files.ts';
import type { ConversationId, PrivateId } from '../../src-shared/protocol/ids.ts';
import type { PrivatePlace } from '../../src-shared/member/private-place.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { filePathFor } from '../../src-shared/text/file-names.ts';
import type { DrawnPicture, Painter } from '../ui/painter.ts';
import { detailsHeadBytes, mayHaveDetails } from '../ui/file-details.ts';

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
  /** It was recorded here or in another window, and is listened to before it is sent. */
  isVoice?: true | undefined;
  /** Where, as long as this window has the recording. */
  sound?: string | undefined;
  /**
   * What a camera or a program wrote into a picture or film beside it, such as the place: `left-out`, or `kept` as the
   * person wants; `wanted` if that was before a restart, and cannot be changed any more; `too-large` or `unclear` to look
   * for it. Missing if there is none.
   */
  details?: 'left-out' | 'kept' | 'wanted' | 'too-large' | 'unclear' | undefined;
};

/** Where they are to be said. */
export type StagingPlace = ConversationId | PrivateId;

/** Why some of what was chosen is not among them. */
export type StagingProblem =
  | { is: 'too-many'; limit: number }
  | { is: 'too-large'; name: string; limit: number }
  | { is: 'nothing' };

type StagedState = {
  files: ReadonlyMap<StagingPlace, readonly StagedFile[]>;
  problems: ReadonlyMap<StagingPlace, StagingProblem>;
  /** Where the message is sent as soon as its files are taken in. */
  awaited: ReadonlySet<StagingPlace>;
};

export type StagedStore = ReturnType<typeof createStagedStore>;

/** A larger one is not made small beforehand: that would take as long as to send it. */
const mostDrawnBytes = 24 * 1024 * 1024;
const longestDrawn = 128;
const none: readonly StagedFile[] = [];

type StagingRules = {
  /** The largest file that the room takes, as it says now. */
  mostBytes: () => number;
  /** That private chat, if it is one. */
  privateOf: (place: StagingPlace) => PrivatePlace | undefined;
};
const usualRules: StagingRules = {
  mostBytes: () => usualFileTerms.fileBytes,
  privateOf: () => undefined,
};

/** What was chosen, dropped or pasted in one room, by conversation: taken in one after the other, until it is sent. */
export function createStagedStore(
  bridge: Pick<OdaBridge, 'stage'>,
  painter: Painter,
  { mostBytes, privateOf }: StagingRules = usualRules,
) {
  const held = createHeld();
  const { store, of, put, change } = held;
  let lastKey = 0;
  let turn: Promise<unknown> = Promise.resolve();
  /** As they were chosen. */
  const sources = new Map<number, File>();
  /** Breaks off what is just taken in. */
  const stops = new Map<number, () => void>();

  function queue(id: StagingPlace, key: number): void {
    const source = sources.get(key);
    const at: Staging = {
      find: () => of(id).find((file) => file.key === key),
      change: (what) => change(id, key, what),
      private: privateOf(id),
      begun: (stop) => void stops.set(key, stop),
    };
    if (!source) return;
    turn = turn
      .then(() => takeIn(source, at, { bridge, painter }))
      .finally(() => stops.delete(key));
  }

  function add(id: StagingPlace, chosen: readonly File[], isVoice = false): void {
    const { problem, files } = fitting(chosen, { held: of(id).length, mostBytes: mostBytes() });
    sayProblem(store, id, problem);
    for (const file of files) {
      const key = (lastKey += 1);
      const staged = { key, name: nameOf(file), size: file.size } as const;
      const voice = isVoice ? ({ isVoice, sound: URL.createObjectURL(file) } as const) : {};
      put(id, [...of(id), { ...staged, ...voice, state: { is: 'taking', bytes: 0 } }]);
      sources.set(key, file);
      void pictureOf(file, painter).then((picture) => {
        if (picture && sources.has(key)) change(id, key, { picture });
        else letGo([{ picture }]);
      });
      queue(id, key);
    }
  }

  const again = (file: DraftFile) => stagedAgain(file, (lastKey += 1));
  const isOwn = ({ key }: StagedFile) => sources.has(key);

  return Object.assign(store, {
    of,
    ...inDrafts(held, { again, isOwn }),
    isTaking: (id: StagingPlace) => of(id).some(isTaking),
    add,
    settled: (id: StagingPlace) => settled(store, id),
    /** Whether place and camera details go with the pictures that have any: they are taken in once more. */
    keepDetails(id: StagingPlace, isKept: boolean): void {
      const details = isKept ? 'kept' : 'left-out';
      for (const { key } of of(id).filter((file) => hasOther(file, details))) {
        change(id, key, { details, state: { is: 'taking', bytes: 0 } });
        queue(id, key);
      }
    },
    remove(id: StagingPlace, key: number): void {
      sources.delete(key);
      stops.get(key)?.();
      const { own = [], other = [] } = Object.groupBy(of(id), ofKey(key));
      letGo(own);
      put(id, other);
      sayProblem(store, id, undefined);
    },
    /** They go with a message now; `settle` tells whether it was taken, and without that they stand here again. */
    take(id: StagingPlace) {
      const taken = of(id);
      put(id, none);
      sayProblem(store, id, undefined);
      return goingOut(taken, (isSent) => {
        if (!isSent) return put(id, [...taken, ...of(id)]);
        for (const { key } of taken) sources.delete(key);
        return letGo(taken);
      });
    },
    dispose: () => letGo([...store.getState().files.values()].flat()),
  });
}

function createHeld() {
  const store = createStore(nothingStaged);
  const of = (id: StagingPlace) => store.getState().files.get(id) ?? none;

  function put(id: StagingPlace, files: readonly StagedFile[]): void {
    store.setState((state) => ({ files: new Map(state.files).set(id, files) }));
  }

  function change(id: StagingPlace, key: number, what: Partial<StagedFile>): void {
    const changed = of(id).map((file) => (file.key === key ? { ...file, ...what } : file));
    put(id, changed);
  }

  return { store, of, put, change };
}

/** One of them: undefined once it was taken back. */
type Staging = {
  find: () => StagedFile | undefined;
  change: (what: Partial<StagedFile>) => void;
  private: PrivatePlace | undefined;
  begun: (stop: () => void) => void;
};

type Tools = { bridge: Pick<OdaBridge, 'stage'>; painter: Painter };

/** Whatever becomes of it, the next one has its turn. */
async function takeIn(source: File, staging: Staging, tools: Tools): Promise<void> {
  try {
    await takeInOne(source, staging, tools);
  } catch {
    const refusal = { code: 'file-unreadable', subject: source.name } as const;
    staging.change({ state: { is: 'refused', refusal } });
  }
}

async function takeInOne(
  source: File,
  { find, change, ...where }: Staging,
  { bridge, painter }: Tools,
): Promise<void> {
  if (!find()) return;
  const wantsKept = () => find()?.details === 'kept';
  const isKept = wantsKept();
  const sent = isKept ? source : await cleaned(source, painter, (details) => change({ details }));
  const progress = (bytes: number) => change({ state: { is: 'taking', bytes } });
  const outcome =
    (sent && (await bridge.stage?.(sent, { ...where, progress }))) ??
    refused({ code: 'file-unreadable', subject: source.name });
  // The person has thought otherwise meanwhile: it is taken in once more.
  if (wantsKept() !== isKept) return;
  change({
    state: outcome.ok
      ? { is: 'ready', file: { ...outcome.value, name: nameOf(source) } }
      : { is: 'refused', refusal: outcome.refusal },
  });
}

function keptOf({ name, size, isVoice, details, ...staged }: StagedFile): DraftFile {
  const { hash, preview } = withPreview(staged)[0] ?? {};
  const going = details === 'kept' ? 'wanted' : details;
  return { name, size, hash, preview, isVoice, details: going === 'left-out' ? undefined : going };
}

/** What was not taken in when its window went is to be chosen again. */
function stagedAgain(kept: DraftFile, key: number): StagedFile {
  const { hash, preview, isVoice, details, ...file } = kept;
  const same = { ...file, key, isVoice, details };
  if (hash) return { ...same, state: { is: 'ready', file: { ...file, hash, preview } } };
  const refusal = { code: 'file-left-behind', subject: file.name } as const;
  return { ...same, state: { is: 'refused', refusal } };
}

/** How they stand in drafts, and come from there. */
function inDrafts(
  { of, put }: Pick<ReturnType<typeof createHeld>, 'of' | 'put'>,
  following: Following,
) {
  return {
    kept: (id: StagingPlace): DraftFile[] => of(id).map(keptOf),
    /** They were chosen before. */
    restore(id: StagingPlace, kept: readonly DraftFile[]): void {
      if (kept.length > 0) put(id, [...kept.map(following.again), ...of(id)]);
    },
    /** They are chosen in another window now; what is still taken in here stays, and what cannot be. */
    follow(id: StagingPlace, kept: readonly DraftFile[]): void {
      const here = of(id);
      const now = followed(here, kept, following);
      letGo(here.filter((each) => !now.includes(each)));
      put(id, now);
    },
  };
}

type Following = {
  again: (file: DraftFile) => StagedFile;
  /** It was chosen in this window. */
  isOwn: (staged: StagedFile) => boolean;
};

/** What is chosen after another window has changed it. */
function followed(
  here: readonly StagedFile[],
  kept: readonly DraftFile[],
  { again, isOwn }: Following,
): StagedFile[] {
  const shown = new Set<StagedFile>();
  for (const file of kept.filter(({ hash }) => hash !== undefined))
    shown.add(here.find((each) => !shown.has(each) && isOf(each, file)) ?? again(file));
  const isLeft = (each: StagedFile) => isOwn(each) || kept.some((file) => isOf(each, file));
  return [...shown, ...here.filter((each) => each.state.is !== 'ready' && isLeft(each))];
}

function isOf(staged: StagedFile, { name, hash }: DraftFile): boolean {
  return staged.name === name && keptOf(staged).hash === hash;
}

const nothingStaged = (): StagedState => ({
  files: new Map(),
  problems: new Map(),
  awaited: new Set(),
});

function hasOther({ details }: StagedFile, wanted: 'kept' | 'left-out'): boolean {
  return (details === 'kept' || details === 'left-out') && details !== wanted;
}

function sayProblem(
  store: StoreApi<StagedState>,
  id: StagingPlace,
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
function settled(store: StoreApi<StagedState>, id: StagingPlace): Promise<boolean> {
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

const ofKey = (key: number) => (file: StagedFile) => (file.key === key ? 'own' : 'other');

function goingOut(taken: readonly StagedFile[], settle: (isSent: boolean) => void) {
  const files = taken.flatMap(withPreview);
  return { sent: files.length > 0 ? { files } : {}, settle };
}

function letGo(files: readonly Pick<StagedFile, 'picture' | 'sound'>[]): void {
  for (const { picture, sound } of files) {
    if (picture) URL.revokeObjectURL(picture.url);
    if (sound !== undefined) URL.revokeObjectURL(sound);
  }
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
  const name = large && nameOf(large);
  return {
    files: fit,
    problem: name === undefined ? undefined : { is: 'too-large', name, limit: mostBytes },
  };
}

/** What is sent of it: nothing if it could not be taken in. */
function withPreview({ state, picture }: Pick<StagedFile, 'state' | 'picture'>): SentFile[] {
  if (state.is !== 'ready') return [];
  return [
    picture?.preview === undefined ? state.file : { ...state.file, preview: picture.preview },
  ];
}

/** What of a chosen file is sent; undefined if it cannot be read, so that nothing is sent that nobody has looked at. */
async function cleaned(
  file: File,
  painter: Painter,
  tell: (details: StagedFile['details']) => void,
): Promise<File | undefined> {
  const head = await headOf(file);
  if (!head) return undefined;
  // By its bytes: a name with another ending, or none, hides nothing.
  if (!mayHaveDetails(head)) return file;
  const clean = await painter.clean(file);
  if (clean === 'over') return undefined;
  if (typeof clean === 'string') tell(clean);
  if (!(clean instanceof Blob)) return file;
  tell('left-out');
  return new File([clean], file.name, { type: file.type, lastModified: file.lastModified });
}

/** Undefined if it cannot be read. */
async function headOf(file: File): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await file.slice(0, detailsHeadBytes).arrayBuffer());
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

async function pictureOf(file: File, painter: Painter): Promise<DrawnPicture | undefined> {
  if (file.size > mostDrawnBytes || !file.type.startsWith('image/')) return undefined;
  return painter.draw(file, longestDrawn);
}

/** With the folders in which it was chosen. */
function nameOf({ name, webkitRelativePath }: File): string {
  return filePathFor(webkitRelativePath || name);
}
