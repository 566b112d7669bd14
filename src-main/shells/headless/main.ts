import { join, resolve } from 'node:path';
import type { HostLogLine } from '../../../src-shared/host/host-log.ts';
import type { BackupEnd } from '../../../src-shared/host/backup.ts';
import { backupSentence } from '../../../src-shared/sentences/backup-sentence.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import type { NetworkFinding } from '../../../src-shared/host/network-finding.ts';
import type { PortMapping } from '../../../src-shared/host/port-mapping.ts';
import { formatAddress } from '../../../src-shared/protocol/address.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { headless as enWords } from '../../../src-shared/translations/en/headless.ts';
import { headless as trWords } from '../../../src-shared/translations/tr/headless.ts';
import { boundNewObjects } from '../../app/bound-new-objects.ts';
import { hostWithoutWindow } from '../../app/host-without-window.ts';
import type { HostedRoom } from '../../app/host-without-window.ts';
import { systemClock } from '../../net/system-clock.ts';
import { systemRandom } from '../../net/system-random.ts';
import { beginShell, reportDefect } from '../begin-shell.ts';
import { storageWorkerUrl, systemName, usualDataFolder } from '../this-program.ts';
import { turkishGenitive } from '../../../src-shared/text/turkish-genitive.ts';
import { keyWords } from '../../../src-shared/invite/key-look.ts';
import { filled } from '../../../src-shared/text/filled.ts';
import { findingSentence } from '../../../src-shared/sentences/finding-sentence.ts';
import { refusalSentence } from '../../../src-shared/sentences/refusal-sentence.ts';
import { refuseArguments } from '../read-options.ts';
import { systemLanguage } from '../words.ts';
import type { HeadlessArguments } from './arguments.ts';
import { readArguments, usage } from './arguments.ts';
import { logSentence } from '../../../src-shared/sentences/log-sentence.ts';

/** A room that does not stop by itself in this time is ended; what it acknowledged is on disk anyway. */
const stopMs = 10_000;

const words = { en: enWords, tr: trWords };

beginShell();
boundNewObjects();
const read = readArguments(process.argv.slice(2));
process.exitCode = read.ok ? await run(read.value) : refuseArguments(read.argument, usage);

/** Runs the room until it is told to stop; answers with the exit code. */
async function run(args: HeadlessArguments): Promise<number> {
  const language = args.language ?? systemLanguage();
  // Beside what the app with windows stores.
  const folder = resolve(args.dataFolder ?? join(usualDataFolder(), 'headless'));

  const stopped = untilStopped();
  // Whoever starts it reads first how it is reached; what the room says meanwhile comes behind that.
  const announced = Promise.withResolvers<undefined>();
  const tell = (say: () => void): void => void announced.promise.then(say);
  const answer = await hostWithoutWindow({
    folder,
    roomName: args.roomName,
    usualName: usualName(language),
    port: args.port,
    host: args.host,
    isAnnounced: !args.isHidden,
    isTunnelled: args.isTunnelled,
    owner: args.owner,
    isPortMapped: args.isPortMapped,
    mapped: (mapping, finding) => tell(() => printMapping({ mapping, finding }, args, language)),
    limits: args.limits,
    options: args.options,
    language,
    clock: systemClock,
    random: systemRandom,
    storageWorkerUrl: storageWorkerUrl(import.meta.url),
    restore: args.restore && resolve(args.restore),
    rules: args.rules,
    keep: args.keep,
    backup: { ...args.backup, folder: args.backup.folder && resolve(args.backup.folder) },
    backedUp: (end) => tell(() => printBackup(end, args, language)),
    logged: (lines) => tell(() => printLog(lines, args, language)),
    reportDefect,
  });
  if (!answer.ok) return refuseToStart(answer.refusal, args, language);

  announce(answer.value, { args, language, folder });
  announced.resolve(undefined);
  await stopped;
  if (!args.json) print(words[language].closing);
  setTimeout(() => process.exit(1), stopMs).unref();
  await answer.value.stop();
  if (args.json) printJson({ event: 'stopped' });
  else print(words[language].closed);
  return 0;
}

/** As the windows offer it: named after the person, or after nobody if the system does not say who that is. */
function usualName(language: Language): string {
  const { roomOf, room } = words[language];
  const name = systemName();
  if (name === '') return room;
  return filled(roomOf, { name: language === 'tr' ? turkishGenitive(name) : name });
}

function untilStopped(): Promise<void> {
  return new Promise((resolveStopped) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => resolveStopped());
    }
  });
}

type Announcement = { args: HeadlessArguments; language: Language; folder: string };

function announce(room: HostedRoom, { args, language, folder }: Announcement): void {
  const { name, invite, pin, look, port, addresses } = room;
  if (args.json)
    return printJson({ event: 'listening', room: name, port, key: pin, invite, addresses });
  const text = words[language];
  print(filled(text.hosting, { room: name, port }));
  print(filled(text.kept, { folder }));
  if (invite !== undefined) print(filled(text.invite, { invite }));
  print(filled(text.key, { words: keyWords(look, language), key: pin }));
  print(text.handOn);
  for (const { address, scope } of addresses) {
    print(`  ${formatAddress({ host: address, port }).padEnd(48)} ${text[scope]}`);
  }
  const isReachable = addresses.some(({ scope }) => scope !== 'loopback');
  if (isReachable) print(filled(text.acrossNetworks, { port }));
  print(text.ctrlC);
}

function refuseToStart(refusal: Refusal, { json }: HeadlessArguments, language: Language): number {
  const { code, subject } = refusal;
  if (json) printJson({ event: 'refused', ...refusal });
  const sentence =
    code === 'another-room'
      ? filled(words[language].otherName, { subject: subject ?? '' })
      : refusalSentence(refusal, language);
  process.stderr.write(`${sentence}\n`);
  return 1;
}

function printLog(
  lines: readonly HostLogLine[],
  { json }: HeadlessArguments,
  language: Language,
): void {
  for (const line of lines) {
    if (json) printJson(line);
    else print(logSentence(line, language));
  }
}

/** What the router says, as the windows say it. */
function printMapping(
  { mapping, finding }: { mapping: PortMapping; finding: NetworkFinding },
  { json }: HeadlessArguments,
  language: Language,
): void {
  const { is, ...where } = mapping;
  if (json) return printJson({ event: 'port-mapping', state: is, ...where });
  const { text, next } = findingSentence(finding, language);
  return print(`${text} ${next}`);
}

function printBackup(end: BackupEnd, { json }: HeadlessArguments, language: Language): void {
  if (json) printJson({ event: 'refusal' in end ? 'backup-failed' : 'backup-made', ...end });
  else print(backupSentence(end, language));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
