import { BrowserWindow, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type { WindowApp } from '../../app/create-app.ts';
import { pushChannel, raiseChannel, requestChannel } from './channels.ts';
import { admitRequest, isOwnSender, type Sender } from './ipc-guard.ts';
import { bringToFront } from './windows.ts';

/** Bridges the app to its pages over their channels; returns what ends it. */
export function connectPages(app: WindowApp, reportDefect: (error: unknown) => void): () => void {
  ipcMain.handle(requestChannel, async (event, message: unknown): Promise<Outcome<unknown>> => {
    const request = admitRequest(senderOf(event), message);
    if (!request) return { ok: false, refusal: { code: 'bad-request' } };
    try {
      return await app.handle(request.name, request.params);
    } catch (error) {
      reportDefect(error);
      return { ok: false, refusal: { code: 'defect' } };
    }
  });
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
    ipcMain.removeHandler(requestChannel);
    ipcMain.off(raiseChannel, raise);
  };
}

function senderOf(event: IpcMainInvokeEvent | IpcMainEvent): Sender | undefined {
  const frame = event.senderFrame;
  if (!frame) return undefined;
  return { url: frame.url, isMainFrame: frame.parent === null };
}
