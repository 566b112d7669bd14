import { BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type { Push } from '../../../src-shared/bridge/push-listeners.ts';
import type { WindowApp } from '../../app/create-app.ts';
import { gatherTurn } from '../gather-turn.ts';
import {
  piecesChannel,
  pushChannel,
  raiseChannel,
  requestChannel,
  stageChannel,
  stagedChannel,
  unstageChannel,
} from './channels.ts';
import {
  admitFile,
  admitPiece,
  admitRequest,
  admitStage,
  isOwnSender,
  type Sender,
} from './ipc-guard.ts';
import { sendPushes, type PushedPage } from './send-pushes.ts';
import { StagedPaths } from './staged-paths.ts';
import { StagedPieces } from './staged-pieces.ts';
import { bringToFront } from './windows.ts';

/** Bridges the app to its pages over their channels; returns what ends it. */
export function connectPages(app: WindowApp, reportDefect: (error: unknown) => void): () => void {
  const { answers, stop } = createAnswers(app);
  for (const [channel, answer] of Object.entries(answers)) {
    ipcMain.handle(channel, async (event, message: unknown): Promise<Outcome<unknown>> => {
      try {
        return (await answer(event, message)) ?? { ok: false, refusal: { code: 'bad-request' } };
      } catch (error) {
        reportDefect(error);
        return { ok: false, refusal: { code: 'defect' } };
      }
    });
  }
  const raise = (event: IpcMainEvent): void => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (window && isOwnSender(senderOf(event))) bringToFront(window);
  };
  ipcMain.on(raiseChannel, raise);
  const unstage = (event: IpcMainEvent, message: unknown): void => {
    const stage = admitStage(senderOf(event), message);
    if (stage !== undefined) stop(event.sender.id, stage);
  };
  ipcMain.on(unstageChannel, unstage);
  const tell = gatherTurn((pushes: Push[]) => {
    for (const window of BrowserWindow.getAllWindows())
      sendPushes(pushes, pushedPage(window), reportDefect);
  });
  const unsubscribe = app.on((push, value) => tell({ push, value }));
  return () => {
    unsubscribe();
    for (const channel of Object.keys(answers)) ipcMain.removeHandler(channel);
    ipcMain.off(raiseChannel, raise);
    ipcMain.off(unstageChannel, unstage);
  };
}

function pushedPage(window: BrowserWindow): PushedPage {
  return {
    send: (pushes) => window.webContents.send(pushChannel, pushes),
    isGone: () => window.isDestroyed() || window.webContents.isDestroyed(),
  };
}

type Answer = (
  event: IpcMainInvokeEvent,
  message: unknown,
) => Promise<Outcome<unknown>> | undefined;

/** Undefined for what is not the app's own. */
function createAnswers(app: WindowApp): {
  answers: Record<string, Answer>;
  stop: (window: number, stage: number) => void;
} {
  const pieces = new StagedPieces((file) => app.stage(file));
  const atPaths = new StagedPaths((file) => app.stage(file));
  const followed = new Set<number>();
  const forgetWith = ({ sender }: IpcMainInvokeEvent): void => {
    const { id } = sender;
    if (followed.has(id)) return;
    followed.add(id);
    const forget = (): void => {
      pieces.forget(id);
      atPaths.forget(id);
    };
    sender.on('did-finish-load', forget);
    sender.once('destroyed', () => {
      followed.delete(id);
      forget();
    });
  };
  const answers: Record<string, Answer> = {
    [requestChannel](event, message) {
      const request = admitRequest(senderOf(event), message);
      return request && app.handle(request.name, request.params);
    },
    [stageChannel](event, message) {
      const file = admitFile(senderOf(event), message);
      if (!file) return undefined;
      forgetWith(event);
      const { sender } = event;
      return atPaths.take(sender.id, file, (bytes) => {
        if (!sender.isDestroyed()) sender.send(stagedChannel, file.stage, bytes);
      });
    },
    [piecesChannel](event, message) {
      const piece = admitPiece(senderOf(event), message);
      if (!piece) return undefined;
      forgetWith(event);
      return pieces.take(event.sender.id, piece);
    },
  };
  return {
    answers,
    stop(window, stage) {
      pieces.stop(window, stage);
      atPaths.stop(window, stage);
    },
  };
}

function senderOf(event: IpcMainInvokeEvent | IpcMainEvent): Sender | undefined {
  const frame = event.senderFrame;
  if (!frame) return undefined;
  return { url: frame.url, isMainFrame: frame.parent === null };
}
