import { EventEmitter } from 'node:events';
import { typed } from './typed.ts';

type Listener = (...args: never[]) => unknown;

class IpcMain extends EventEmitter {
  readonly invokes = new Map<string, Listener>();
  handle(channel: string, listener: Listener): void {
    if (this.invokes.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.invokes.set(channel, listener);
  }
  removeHandler(channel: string): void {
    this.invokes.delete(channel);
  }
}
export const rawIpcMain = new IpcMain();
export const ipcMain = typed('IpcMain', rawIpcMain);
