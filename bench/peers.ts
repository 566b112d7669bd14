import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { mark, type ChatMember } from './chat-member.ts';
import { chatServers, type ChatServer, type ChatServerKind } from './chat-server.ts';
import type { Figures, Measurement, Row } from './measurement.ts';
import { round, spread } from './statistics.ts';

const crowd = 200;
const seconds = 5;
/** So many messages a writer has under way. */
const inFlight = 64;
const perSecond = 500;
const latencySeconds = 10;
/** Readers whose deliveries are timed. */
const timed = 5;
const many = 2000;
const back = 1000;
const longestComingMs = 60_000;
/** So long nobody says anything before memory is looked at. */
const idleMs = 10_000;
/** So many come at the same time. */
const atOnce = 50;
const generatorCore = '1';
const results = join(import.meta.dirname, 'results');

type Phase = (server: ChatServer) => Promise<Figures>;

/** Each with a server of its own. */
const phases: Record<string, Phase> = {
  eight: (server) => inCrowd(server, (members) => flood(server, { members, writers: 8 })),
  one: (server) => inCrowd(server, (members) => flood(server, { members, writers: 1 })),
  latency: (server) => inCrowd(server, (members) => atRate(members)),
  coming: comeIn,
  restart: async (server) => (server.restart ? comeBack(server) : {}),
};

/** Oda beside the chat servers that Debian has, by one generator of load on a core of its own. */
export const peers: Measurement = {
  name: 'peers',
  title: `${crowd} members, texts of 60 characters, the server on one core and the load on another; then ${many} come in`,
  async measure({ servers, phases: named }) {
    const chosen = chatServers.filter(({ what }) => isAsked(what, servers));
    installPrograms(chosen);
    execFileSync('taskset', ['-a', '-c', '-p', generatorCore, String(process.pid)], {
      stdio: 'ignore',
    });
    const rows: Row[] = [];
    if (isAsked('writes', named)) rows.push(await onlyWrites(1), await onlyWrites(64));
    for (const kind of chosen) {
      const row: Row = { what: kind.what, figures: {} };
      rows.push(row);
      for (const [phase, measure] of Object.entries(phases)) {
        if (!isAsked(phase, named)) continue;
        Object.assign(row.figures, await withServer(kind, measure));
        console.log(`  ${kind.what}, ${phase}: ${JSON.stringify(row.figures)}`);
      }
    }
    if (!servers && !named) keep(rows);
    return rows;
  },
  table: compared,
};

function isAsked(name: string, asked: readonly string[] | undefined): boolean {
  return asked?.some((beginning) => name.startsWith(beginning)) ?? true;
}

/** From Debian, if one may; they are not started by that. */
function installPrograms(chosen: readonly ChatServerKind[]): void {
  const missing = chosen.flatMap(({ program }) =>
    program && !isThere(program.name) ? [program.name] : [],
  );
  if (missing.length === 0) return;
  const packages = missing.map((name) => (name === 'prosodyctl' ? 'prosody' : name));
  const words = `apt-get install ${packages.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(`These are missing; as root: ${words}`);
  console.log(words);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
}

function isThere(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`]);
    return true;
  } catch {
    return false;
  }
}

async function withServer(kind: ChatServerKind, measure: Phase): Promise<Figures> {
  const server = await kind.start();
  try {
    return await measure(server);
  } finally {
    await server.stop();
  }
}

/** Everybody in one room. */
async function inCrowd(
  server: ChatServer,
  measure: (members: readonly ChatMember[]) => Promise<Figures>,
): Promise<Figures> {
  const { members, isWhole } = await gather(server, crowd);
  if (!isWhole) throw new Error(`Only ${members.length} of ${crowd} came in`);
  await wait(2000);
  const figures = await measure(members);
  for (const member of members) member.destroy();
  return figures;
}

async function comeIn(server: ChatServer): Promise<Figures> {
  const before = server.usage();
  const startedAt = performance.now();
  const { members, isWhole } = await gather(server, many, startedAt + longestComingMs);
  const ms = performance.now() - startedAt;
  await wait(1000);
  const { cpuMs } = server.usage();
  await wait(idleMs);
  const { residentBytes } = server.usage();
  for (const member of members) member.destroy();
  return {
    cameIn: members.length,
    ...(isWhole ? { comingInSeconds: round(ms / 1000) } : {}),
    comingInCpuSeconds: round((cpuMs - before.cpuMs) / 1000),
    idleKbPerConnection: round((residentBytes - before.residentBytes) / 1024 / members.length),
  };
}

/** The host is killed and started again, and everybody who was in comes back by what they were given. */
async function comeBack(server: ChatServer): Promise<Figures> {
  const { members, isWhole } = await gather(server, back);
  if (!isWhole) throw new Error(`Only ${members.length} of ${back} came in`);
  await wait(1000);
  const startedAt = performance.now();
  await server.restart?.();
  const listensMs = performance.now() - startedAt;
  const returned = await allOf(members, (member) => member.comeBack?.(server.port));
  const backMs = performance.now() - startedAt;
  // Live is who hears what is said now.
  const before = returned.map((member) => member?.received ?? 0);
  returned[0]?.say(nextNumber(1), 1);
  const hears = (at: number): boolean => (returned[at]?.received ?? 0) > (before[at] ?? 0);
  while (!returned.every((_, at) => hears(at))) await wait(5);
  const liveMs = performance.now() - startedAt;
  for (const member of returned) member?.destroy();
  return {
    restartListensSeconds: round(listensMs / 1000),
    restartAllBackSeconds: round(backMs / 1000),
    restartAllLiveSeconds: round(liveMs / 1000),
  };
}

type Gathered = { members: ChatMember[]; isWhole: boolean };

/** So many members, or those who came until then. */
async function gather(server: ChatServer, wanted: number, until = Infinity): Promise<Gathered> {
  const names = Array.from({ length: wanted }, (_, at) => `m${at + 1}`);
  const members: ChatMember[] = [];
  const all = allOf(names, async (name) => {
    if (performance.now() > until) return;
    // Who is turned away is missing in the count.
    const member = await server.enter(server.port, name).catch(() => undefined);
    if (member) members.push(member);
  });
  await (until === Infinity ? all : Promise.race([all, wait(until - performance.now())]));
  return { members: [...members], isWhole: members.length === wanted };
}

/** Some at the same time, the others after them. */
async function allOf<T, R>(all: readonly T[], work: (one: T) => R | Promise<R>): Promise<R[]> {
  const done: R[] = [];
  let next = 0;
  const goOn = async (): Promise<void> => {
    while (next < all.length) {
      const at = next;
      next += 1;
      done[at] = await work(all[at] as T);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
  return done;
}

type Flood = { members: readonly ChatMember[]; writers: 1 | 8 };

/** Each writer keeps so many messages under way, as one who only reads sees it. */
async function flood(server: ChatServer, { members, writers }: Flood): Promise<Figures> {
  const readers = members.slice(writers);
  const watcher = readers.at(-1);
  if (!watcher) throw new Error('Nobody reads');
  const firstOf = watcher.received;
  let sent = 0;
  let isRunning = true;
  let isDue = false;
  const write = (): void => {
    isDue = false;
    if (!isRunning) return;
    const free = writers * inFlight - (sent - (watcher.received - firstOf));
    const each = Math.floor(free / writers);
    if (each <= 0) return;
    for (const writer of members.slice(0, writers)) {
      writer.say(nextNumber(each), each);
      sent += each;
    }
  };
  watcher.onMessages = () => {
    if (isDue) return;
    isDue = true;
    setImmediate(write);
  };
  write();
  await wait(1000);
  const count = () => readers.reduce((sum, { received }) => sum + received, 0);
  const before = { count: count(), at: performance.now(), cpuMs: server.usage().cpuMs };
  await wait(seconds * 1000);
  const after = { count: count(), at: performance.now(), cpuMs: server.usage().cpuMs };
  isRunning = false;
  watcher.onMessages = undefined;
  const deliveries = after.count - before.count;
  const cpuSecondsPerMillion = round(((after.cpuMs - before.cpuMs) * 1000) / deliveries);
  const deliveriesPerSecond = round((deliveries * 1000) / (after.at - before.at));
  return writers === 8
    ? {
        eightWritersDeliveriesPerSecond: deliveriesPerSecond,
        eightWritersCpuSecondsPerMillion: cpuSecondsPerMillion,
      }
    : {
        oneWriterDeliveriesPerSecond: deliveriesPerSecond,
        oneWriterCpuSecondsPerMillion: cpuSecondsPerMillion,
      };
}

let numbered = 0;
function nextNumber(count: number): number {
  const first = numbered;
  numbered += count;
  return first;
}

/** From one member's writing to some having it. */
async function atRate(members: readonly ChatMember[]): Promise<Figures> {
  const sentAt = new Map<number, number>();
  const tookMs: number[] = [];
  const numbers = new RegExp(`${mark}(\\d{9})`, 'g');
  for (const reader of members.slice(-timed))
    reader.onText = (text) => {
      for (const [, number] of text.matchAll(numbers)) {
        const at = sentAt.get(Number(number));
        if (at !== undefined) tookMs.push(performance.now() - at);
      }
    };
  const startedAt = performance.now();
  for (let i = 0; i < perSecond * latencySeconds; i += 1) {
    const ms = startedAt + (i * 1000) / perSecond - performance.now();
    if (ms > 0) await wait(ms);
    const number = nextNumber(1);
    sentAt.set(number, performance.now());
    members[i % 8]?.say(number, 1);
  }
  await wait(1000);
  const { p50, p99 } = spread(tookMs);
  return { at500P50Ms: p50, at500P99Ms: p99 };
}

/** What the system's part of it costs: a program that only writes, so many lines at once. */
async function onlyWrites(lines: number): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'oda-peers-'));
  const program = join(folder, 'only-writes');
  execFileSync('cc', ['-O2', '-o', program, join(import.meta.dirname, 'only-writes.c')]);
  const child = spawn('taskset', ['-c', '0', program, String(crowd), String(lines)]);
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  let bytes = 0;
  const sockets = Array.from({ length: crowd }, () => {
    const socket = connect(Number(port.toString()), '127.0.0.1');
    return socket.on('data', (chunk) => (bytes += chunk.length)).on('error', () => {});
  });
  await wait(1000);
  const [before, at] = [bytes, performance.now()];
  await wait(seconds * 1000);
  const perSecondNow = ((bytes - before) * 1000) / (performance.now() - at) / 61;
  for (const socket of sockets) socket.destroy();
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
  const figure = lines === 1 ? 'oneWriterDeliveriesPerSecond' : 'eightWritersDeliveriesPerSecond';
  return {
    what: `C, only writes, ${lines} at once`,
    figures: { [figure]: round(perSecondNow) },
  };
}

/** One column for each, and beside a figure of Oda's how often it is that of the best of the others. */
function compared(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const head = ['', ...rows.map(({ what }) => what)];
  const lines = names.map((name) => [name, ...rows.map((row) => cell(name, row, rows))]);
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function cell(name: string, { what, figures }: Row, rows: readonly Row[]): string {
  const figure = figures[name];
  if (figure === undefined) return '–';
  const others = rows
    .filter((row) => !/^(Oda|C,)/.test(row.what))
    .flatMap((row) => row.figures[name] ?? []);
  const said = figure.toLocaleString('en');
  if (!what.startsWith('Oda') || others.length === 0 || name === 'cameIn') return said;
  const best = name.endsWith('PerSecond') ? Math.max(...others) : Math.min(...others);
  return `${said} (× ${round(figure / best)})`;
}

/** Beside the machine and the versions of what was measured. */
function keep(rows: readonly Row[]): void {
  mkdirSync(results, { recursive: true });
  const versions = chatServers.flatMap(({ program }) => (program ? [versionOf(program)] : []));
  const [cpu] = cpus();
  const machine = {
    at: new Date().toISOString(),
    processors: `${cpus().length} × ${cpu?.model.trim() ?? ''}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: release(),
    node: process.version,
    versions,
  };
  const lines = [machine, ...rows].map((line) => JSON.stringify(line));
  writeFileSync(join(results, 'peers.jsonl'), `${lines.join('\n')}\n`);
  writeFileSync(join(results, 'peers.md'), `${compared(rows)}\n`);
}

function versionOf({ name, version }: NonNullable<ChatServerKind['program']>): string {
  const said = execFileSync('sh', ['-c', `${name} ${version.join(' ')} 2>&1; true`]).toString();
  const line = said.split('\n').find((each) => /\d\.\d/.test(each));
  return `${name}: ${line?.trim() ?? 'unknown'}`;
}
