import { setFlagsFromString } from 'node:v8';

/**
 * For a program that hosts, in Node: memory for new objects stays as small as it begins. It would grow to 128 MB while
 * many come in, and is not given back. Electron's own V8 is left as Chromium wants it.
 */
export function boundNewObjects(): void {
  if (!('electron' in process.versions)) setFlagsFromString('--semi-space-growth-factor=1');
}
