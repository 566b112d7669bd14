import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Random } from '../../../src-shared/outside/random.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import type { OpenedApp } from '../../app/open-app.ts';
import type { App } from '../../app/create-app.ts';
import { filled } from '../../../src-shared/text/filled.ts';
import { refusalSentence } from '../../../src-shared/sentences/refusal-sentence.ts';
import { shellWords, type ShellWords } from '../words.ts';
import type { BrowserArguments } from './arguments.ts';
import { WindowLifetime } from './window-lifetime.ts';
import { WindowServer } from './window-server.ts';

/** Where the person started the program, and how it is told to stop. */
export type Terminal = {
  say(line: string): void;
  /** True if somebody can press Enter. */
  isInteractive: boolean;
  onEnter(listener: () => void): void;
  /** Ctrl+C and the system's request to end; each time. */
  onStop(listener: () => void): void;
};

/** Why no window can be opened here, or how. */
export type WindowOpener =
  | { can: false; reason: 'no-display' | 'no-browser' }
  /** Returns what closes the window. */
  | { can: true; open(address: string, ended: () => void): () => void };

export type BrowserShellOptions = {
  args: Pick<BrowserArguments, 'open' | 'json' | 'port'>;
  language: Language;
  dataFolder: string;
  rendererFolder: string;
  clock: Clock;
  random: Random;
  terminal: Terminal;
  opener: WindowOpener;
  openApp(): Promise<OpenedApp>;
  reportDefect: (error: unknown) => void;
};

/** A window may be away this long to load again before it counts as closed. */
const reloadGraceMs = 5000;

const closeWithinMs = 10_000;

/** Runs the app with pages in a browser until the person ends it; gives the exit code. */
export async function runBrowserShell(options: BrowserShellOptions): Promise<number> {
  const { terminal, clock } = options;
  const stops = countStops(terminal);
  const started = await options.openApp();
  if (!started.ok) return refuse(options, started.refusal);
  const end = Promise.withResolvers<void>();
  const nothing = Promise.withResolvers<void>();
  const opensItself = options.args.open && options.opener.can && !options.args.json;
  const lifetime = new WindowLifetime({
    clock,
    graceMs: reloadGraceMs,
    // Only now: a browser that was started may end without a word.
    opened: () => {
      if (opensItself) terminal.say(shellWords(options.language).windowOpened);
    },
    end: () => end.resolve(),
    nothingOpened: () => nothing.resolve(),
  });
  const server = await startServer(options, {
    app: started.value,
    pagesChanged: (count) => lifetime.pagesChanged(count),
  });
  if (!(server instanceof WindowServer)) {
    await started.value.close();
    return refuse(options, server);
  }
  const closeWindow = sayReady(options, server, lifetime);
  const { nothingOpened, ending } = shellWords(options.language);
  void nothing.promise.then(() => sayAddress(options, server, [nothingOpened]));
  terminal.onEnter(() => sayAddress(options, server, []));
  await Promise.race([end.promise, stops.first]);
  if (!options.args.json) terminal.say(ending);
  closeWindow();
  const closed = server.close().then(() => started.value.close());
  const tooLong = new Promise<void>((resolve) => void clock.after(closeWithinMs, resolve));
  return Promise.race([closed.then(() => 0), tooLong.then(() => 1), stops.second.then(() => 130)]);
}

function startServer(
  options: BrowserShellOptions,
  own: { app: App; pagesChanged(count: number): void },
): Promise<WindowServer | Refusal> {
  const { clock, random, rendererFolder, args, reportDefect } = options;
  return WindowServer.start({
    ...own,
    clock,
    random,
    folder: rendererFolder,
    port: args.port,
    reportDefect,
  }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const subject = String(args.port);
    if (code === 'EADDRINUSE') return { code: 'port-in-use', subject } as const;
    if (code === 'EACCES') return { code: 'port-forbidden', subject } as const;
    throw error;
  });
}

function refuse(options: BrowserShellOptions, refusal: Refusal): number {
  const { args, terminal, language } = options;
  if (args.json) terminal.say(JSON.stringify({ event: 'refused', code: refusal.code }));
  else terminal.say(`${shellWords(language).startFailed}: ${refusalSentence(refusal, language)}`);
  return 1;
}

function sayReady(
  options: BrowserShellOptions,
  server: WindowServer,
  lifetime: WindowLifetime,
): () => void {
  const { args, terminal, language, dataFolder, opener } = options;
  const words = shellWords(language);
  if (!args.json) terminal.say(filled(words.running, { folder: dataFolder }));
  if (args.open && opener.can) {
    return opener.open(server.newAddress(), () => lifetime.browserEnded());
  }
  sayAddress(options, server, args.open ? [whyNot(opener, words)] : []);
  return () => {};
}

function whyNot(opener: WindowOpener, words: ShellWords): string {
  return !opener.can && opener.reason === 'no-display' ? words.noDisplay : words.noBrowser;
}

function sayAddress(
  { args, terminal, language }: BrowserShellOptions,
  server: WindowServer,
  before: readonly string[],
): void {
  const url = server.newAddress();
  if (args.json) return terminal.say(JSON.stringify({ event: 'ready', url }));
  const words = shellWords(language);
  const how = terminal.isInteractive ? words.enterForAddress : words.ctrlC;
  for (const line of [...before, words.openAddress, `  ${url}`, how]) terminal.say(line);
}

function countStops(terminal: Terminal): { first: Promise<void>; second: Promise<void> } {
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  let count = 0;
  terminal.onStop(() => {
    count += 1;
    (count === 1 ? first : second).resolve();
  });
  return { first: first.promise, second: second.promise };
}
