import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { openApp } from '../../app/open-app.ts';
import { systemClock } from '../../net/system-clock.ts';
import { systemRandom } from '../../net/system-random.ts';
import { filled, refusalSentence } from '../../../src-shared/translations/refusal-sentence.ts';
import { defaultDataFolder } from '../data-folder.ts';
import { reportDefect } from '../report-defect.ts';
import { systemName, versionIn } from '../this-program.ts';
import { spokenLanguage, systemLocales } from '../words.ts';
import { bridgeOf } from './app-bridge.ts';
import { readArguments } from './arguments.ts';
import type { TerminalArguments } from './arguments.ts';
import { folderOfName } from './folder-of-name.ts';
import { runTerminal } from './run-terminal.ts';
import { StreamScreen } from './stream-screen.ts';
import { terminalWords } from './text-voice.ts';

process.on('uncaughtException', reportDefect);
process.on('unhandledRejection', reportDefect);

const read = readArguments(process.argv.slice(2));
if (read.ok) process.exitCode = await run(read.value);
else {
  const { notUnderstood } = terminalWords(spokenLanguage(systemLocales(process.env)));
  process.stderr.write(`${filled(notUnderstood, { argument: read.argument })}\n${read.usage}\n`);
  process.exitCode = 2;
}

async function run(args: TerminalArguments): Promise<number> {
  const { env, platform, stdin, stdout, stderr } = process;
  const language = args.language ?? spokenLanguage(systemLocales(env));
  const own = defaultDataFolder({ platform, env, homeFolder: homedir() });
  const name = args.name ?? systemName();
  const dataFolder = resolve(args.dataFolder ?? join(own, 'terminal', folderOfName(name)));
  const opened = await openApp({
    dataFolder,
    program: {
      version: versionIn(join(import.meta.dirname, '../../package.json')),
      shell: 'terminal',
    },
    systemName: systemName(),
    systemLanguage: language,
    storageWorkerUrl: new URL('./storage-worker.js', import.meta.url),
    clock: systemClock,
    random: systemRandom,
    reportDefect,
  });
  if (!opened.ok) {
    stderr.write(`${refusalSentence(opened, language)}\n`);
    return 1;
  }
  const { app } = opened;
  const screen = new StreamScreen({
    input: stdin,
    output: stdout,
    errors: stderr,
    isTerminal: stdin.isTTY && stdout.isTTY && !args.json,
  });
  const stopped = new Promise<void>((resolveStopped) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolveStopped());
    }
  });
  const code = await runTerminal({ bridge: bridgeOf(app), screen, args, language, stopped });
  screen.close();
  await app.close();
  return code;
}
