import { join, resolve } from 'node:path';
import { findNearby } from '../../app/find-nearby.ts';
import { openApp } from '../../app/open-app.ts';
import { systemClock } from '../../net/system-clock.ts';
import { systemRandom } from '../../net/system-random.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { beginShell, reportDefect } from '../begin-shell.ts';
import {
  computerName,
  storageWorkerUrl,
  systemName,
  usualDataFolder,
  usualDownloadsFolder,
  versionIn,
} from '../this-program.ts';
import { refuseArguments } from '../read-options.ts';
import { systemLanguage } from '../words.ts';
import { readArguments, usage } from './arguments.ts';
import type { TerminalArguments } from './arguments.ts';
import { nearbyText } from './nearby-text.ts';
import { folderOfName } from './folder-of-name.ts';
import { exitCodes, runTerminal } from './run-terminal.ts';
import { Screen } from './screen.ts';
import { terminalWords } from './terminal-words.ts';

/** A member that does not end by itself in this time is ended; what was acknowledged is on disk anyway. */
const stopMs = 10_000;

beginShell();

const read = readArguments(process.argv.slice(2));
process.exitCode = read.ok ? await run(read.value) : refuseArguments(read.argument, usage);

async function run(args: TerminalArguments): Promise<number> {
  const { stdin, stdout, stderr, env } = process;
  if (args.help) {
    stdout.write(`${usage}\n\n${terminalWords(systemLanguage()).options}\n`);
    return exitCodes.left;
  }
  const language = args.language ?? systemLanguage();
  if (args.nearby) return tellNearby(args, language);
  const isTerminal = stdin.isTTY && stdout.isTTY && !args.json && env['TERM'] !== 'dumb';
  const screen = new Screen({
    input: stdin,
    output: stdout,
    errors: stderr,
    isTerminal,
    isInputSeen: stdin.isTTY && !isTerminal && !args.json,
  });
  return runTerminal({
    screen,
    args,
    language,
    suggestedName: systemName(),
    wallMs: () => systemClock.wallMs(),
    openApp: (name) => open(name, { args, language }),
    stopped: untilStopped(),
  });
}

async function tellNearby({ json }: TerminalArguments, language: Language): Promise<number> {
  const found = await findNearby(systemClock);
  const isHeard = found.problem === undefined || found.rooms.length > 0;
  const text = nearbyText(found, { language, json });
  if (text !== '') (isHeard ? process.stdout : process.stderr).write(`${text}\n`);
  return isHeard ? exitCodes.left : exitCodes.refused;
}

/** A second signal does not wait for a room that does not let go. */
function untilStopped(): Promise<void> {
  return new Promise((resolveStopped) => {
    let hasStopped = false;
    const stop = (): void => {
      if (hasStopped) process.exit(exitCodes.interrupted);
      hasStopped = true;
      setTimeout(() => process.exit(exitCodes.refused), stopMs).unref();
      resolveStopped();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}

type Wishes = { args: TerminalArguments; language: Language };

function open(name: string | undefined, { args, language }: Wishes): ReturnType<typeof openApp> {
  const own = join(usualDataFolder(), 'terminal', folderOfName(name ?? systemName()));
  // Built, the package lies elsewhere than from source.
  const isBuilt = !import.meta.url.endsWith('.ts');
  const packageFile = isBuilt ? '../../package.json' : '../../../package.json';
  return openApp({
    dataFolder: resolve(args.dataFolder ?? own),
    program: { version: versionIn(join(import.meta.dirname, packageFile)), shell: 'terminal' },
    systemName: systemName(),
    downloadsFolder: usualDownloadsFolder(),
    computerName: computerName(),
    systemLanguage: language,
    storageWorkerUrl: storageWorkerUrl(import.meta.url),
    clock: systemClock,
    random: systemRandom,
    reportDefect,
  });
}
