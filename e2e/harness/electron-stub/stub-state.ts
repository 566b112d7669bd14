import type { EventEmitter } from 'node:events';
import type { FromStub } from './messages.ts';

type State = { isReady: boolean; userData: string; quitting: boolean };

export const state: State = { isReady: false, userData: '', quitting: false };
export const settings = {
  language: process.env['STUB_LANGUAGE'] ?? 'en-US',
  /** Under some Wayland compositors nothing is ever ready to show; `nothing` is a page that neither loads nor fails. */
  loading: process.env['STUB_LOADING'] ?? 'finished, ready',
  /** As installed, and not as `electron FOLDER`. */
  isPackaged: process.env['STUB_PACKAGED'] === '1',
  /** The button that somebody presses in a message box. */
  choice: Number(process.env['STUB_CHOICE'] ?? 0),
  /** Holds a lock of its own, as with another profile. */
  isAlone: process.env['STUB_ALONE'] === '1',
};

export function tell(message: FromStub): void {
  if (process.connected) process.send?.(message);
}

/** Where the system keeps what is of this kind. */
export function pathOf(kind: string): string {
  if (kind === 'downloads') return process.env['XDG_DOWNLOAD_DIR'] ?? '';
  throw new Error(`The stub knows no folder for '${kind}'`);
}

/** Something that a person would see outside of the page, or that the system would do. */
export function done(what: string, details: unknown): void {
  tell({ is: 'done', what, with: details });
}

/** For what the system answers with whether it could do it. */
export function isDone(what: string, details: unknown): boolean {
  done(what, details);
  return true;
}

export function onlyWhenReady(what: string): void {
  if (!state.isReady) throw new Error(`${what} cannot be used before the app is ready`);
}

export function onlyBeforeReady(what: string): void {
  if (state.isReady) throw new Error(`${what} has to be called before the app is ready`);
}

export class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

export function emitPreventable(
  emitter: EventEmitter,
  name: string,
  details: object = {},
): boolean {
  const event = Object.assign(new PreventableEvent(), details);
  emitter.emit(name, event);
  return event.defaultPrevented;
}
