import { BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type { WindowApp } from '../../app/create-app.ts';
import {
  piecesChannel,
  pushChannel,
  raiseChannel,
  requestChannel,
  stageChannel,
} from './channels.ts';
import { admitFile, admitPiece, admitRequest, isOwnSender, type Sender } from './ipc-guard.ts';
import { StagedPieces } from './staged-pieces.ts';
import { bringToFront } from './windows.ts';

/** Bridges the app to its pages over their channels; returns what ends it. */
export function connectPages(app: WindowApp, reportDefect: (error: unknown) => void): () => void {
  const answers = createAnswers(app);
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
  const unsubscribe = app.on((name, push) => {
    for (const window of BrowserWindow.getAllWindows())
      if (!window.isDestroyed() && !window.webContents.isDestroyed())
        window.webContents.send(pushChannel, name, push);
  });
  return () => {
    unsubscribe();
    for (const channel of Object.keys(answers)) ipcMain.removeHandler(channel);
    ipcMain.off(raiseChannel, raise);
  };
}

type Answer = (
  event: IpcMainInvokeEvent,
  message: unknown,
) => Promise<Outcome<unknown>> | undefined;

/** Undefined for what is not the app's own. */
function createAnswers(app: WindowApp): Record<string, Answer> {
  const pieces = new StagedPieces((file) => app.stage(file));
  const followed = new Set<number>();
  const forgetWith = ({ sender }: IpcMainInvokeEvent): void => {
    const { id } = sender;
    if (followed.has(id)) return;
    followed.add(id);
    sender.on('did-finish-load', () => pieces.forget(id));
    sender.once('destroyed', () => {
      followed.delete(id);
      pieces.forget(id);
    });
  };
  return {
    [requestChannel](event, message) {
      const request = admitRequest(senderOf(event), message);
      return request && app.handle(request.name, request.params);
    },
    [stageChannel](event, message) {
      const file = admitFile(senderOf(event), message);
      return file && app.stage(file);
    },
    [piecesChannel](event, message) {
      const piece = admitPiece(senderOf(event), message);
      if (!piece) return undefined;
      forgetWith(event);
      return pieces.take(event.sender.id, piece);
    },
  };
}

function senderOf(event: IpcMainInvokeEvent | IpcMainEvent): Sender | undefined {
  const frame = event.senderFrame;
  if (!frame) return undefined;
  return { url: frame.url, isMainFrame: frame.parent === null };
}
