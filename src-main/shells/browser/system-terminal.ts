import { createInterface } from 'node:readline';
import type { Terminal } from './run-browser-shell.ts';

/** The terminal, or whatever started the program. */
export function systemTerminal(): Terminal {
  const isInteractive = process.stdin.isTTY && process.stdout.isTTY;
  return {
    isInteractive,
    say: (line) => void process.stdout.write(`${line}\n`),
    onEnter(listener) {
      if (isInteractive) createInterface({ input: process.stdin }).on('line', listener);
    },
    onStop(listener) {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, listener);
    },
  };
}
