import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type { SentFile } from '../../../src-shared/protocol/files.ts';
import type {
  OdaBridge,
  PushName,
  Pushes,
  RequestName,
  RequestResults,
  StagingHow,
} from '../../../src-shared/bridge/bridge.ts';
import { PushListeners, type Push } from '../../../src-shared/bridge/push-listeners.ts';
import {
  pieceBytes,
  piecesChannel,
  pushChannel,
  raiseChannel,
  requestChannel,
  stageChannel,
  stagedChannel,
  unstageChannel,
} from './channels.ts';
import { piecesOf } from './file-pieces.ts';
import type { PieceAnswer } from './staged-pieces.ts';

let stages = 0;

const listeners = new PushListeners();
ipcRenderer.on(pushChannel, (_event, pushes: Push[]) => listeners.hear(pushes));

const bridge = {
  request<N extends RequestName>(name: N, params: unknown): Promise<Outcome<RequestResults[N]>> {
    return ipcRenderer.invoke(requestChannel, { name, params }) as Promise<
      Outcome<RequestResults[N]>
    >;
  },
  on<N extends PushName>(name: N, listener: (push: Pushes[N]) => void): () => void {
    return listeners.on(name, listener);
  },
  async stage(file: File, how: StagingHow = {}): Promise<Outcome<SentFile>> {
    stages += 1;
    const stage = stages;
    how.begun?.(() => ipcRenderer.send(unstageChannel, stage));
    // A page cannot make up a file that has a path: only the person's own choice has one.
    const path = webUtils.getPathForFile(file);
    return path === '' ? stageInPieces(file, stage, how) : stageAtPath(file, { stage, path, how });
  },
  raise(): void {
    ipcRenderer.send(raiseChannel);
  },
} satisfies OdaBridge;

async function stageAtPath(
  { name }: File,
  { stage, path, how }: { stage: number; path: string; how: StagingHow },
): Promise<Outcome<SentFile>> {
  const tell = (_event: IpcRendererEvent, told: number, bytes: number): void => {
    if (told === stage) how.progress?.(bytes);
  };
  ipcRenderer.on(stagedChannel, tell);
  try {
    const file = { stage, name, path, private: how.private };
    return (await ipcRenderer.invoke(stageChannel, file)) as Outcome<SentFile>;
  } finally {
    ipcRenderer.off(stagedChannel, tell);
  }
}

async function stageInPieces(
  file: File,
  stage: number,
  { private: chat, progress }: StagingHow,
): Promise<Outcome<SentFile>> {
  const { name } = file;
  for await (const piece of piecesOf(file, pieceBytes)) {
    const sent = { stage, name, private: chat, ...piece };
    const answer = (await ipcRenderer.invoke(piecesChannel, sent)) as PieceAnswer;
    if (!answer.ok) return answer;
    progress?.(piece.at + piece.bytes.byteLength);
    if (answer.value) return { ok: true, value: answer.value };
  }
  return { ok: false, refusal: { code: 'defect' } };
}

contextBridge.exposeInMainWorld('oda', bridge);
