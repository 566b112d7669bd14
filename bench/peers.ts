import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Figures, Measurement, Row } from './measurement.ts';
import { round, spread } from './statistics.ts';
import { mark, type ChatMember } from './chat-member.ts';
import { chatServers, type ChatServer, type ChatServerKind } from './chat-server.ts';

const crowd = 200;
const seconds = 5;
const perSecond = 500;
const latencySeconds = 10;
/** Readers whose deliveries are timed. */
const timed = 5;
const many = 2000;
const longestComingMs = 60_000;
/** So many come at the same time. */
const atOnce = 50;
const generatorCore = '1';
const results = join(import.meta.dirname, 'results');

/** Oda beside the chat servers that Debian has, by one generator of load on a core of its own. */
export const peers: Measurement = {
  name: 'peers',
  title: `${crowd} members, texts of 60 characters, the server on one core and the load on another; then ${many} come in`,
  async measure() {
    installPrograms();
    execFileSync('taskset', ['-a', '-c', '-p', generatorCore, String(process.pid)], {
      stdio: 'ignore',
    });
    const rows: Row[] = [await onlyWrites(1), await onlyWrites(64)];
    for (const kind of chatServers) {
      const figures = { ...(await underLoad(kind, talk)), ...(await underLoad(kind, comeIn)) };
      rows.push({ what: kind.what, figures });
      console.log(`  ${kind.what} ${JSON.stringify(figures)}`);
    }
    const compared = rows.map((row) => ({ ...row, figures: withRatios(row, rows) }));
    keep(compared);
    return compared;
  },
};

/** From Debian, if one may; they are not started by that. */
function installPrograms(): void {
  const missing = chatServers.flatMap(({ program }) =>
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

async function underLoad(
  kind: ChatServerKind,
  measure: (server: ChatServer, kind: ChatServerKind) => Promise<Figures>,
): Promise<Figures> {
  const server = await kind.start();
  try {
    return await measure(server, kind);
  } finally {
    await server.stop();
  }
}

/** Everybody in one room: eight who write without end, one, and one at a fixed rate. */
async function talk(server: ChatServer, { inFlight }: ChatServerKind): Promise<Figures> {
  const { members, isWhole } = await gather(server, crowd);
  if (!isWhole) throw new Error(`Only ${members.length} of ${crowd} came in`);
  await wait(2000);
  const eight = await flood(server, { members, writers: 8, inFlight });
  await wait(2000);
  const one = await flood(server, { members, writers: 1, inFlight });
  await wait(2000);
  const { p50, p99 } = await atRate(members);
  for (const member of members) member.destroy();
  return {
    eightWritersDeliveriesPerSecond: eight.perSecond,
    eightWritersCpuSecondsPerMillion: eight.cpuSecondsPerMillion,
    oneWriterDeliveriesPerSecond: one.perSecond,
    oneWriterCpuSecondsPerMillion: one.cpuSecondsPerMillion,
    at500P50Ms: p50,
    at500P99Ms: p99,
  };
}

async function comeIn(server: ChatServer): Promise<Figures> {
  const before = server.usage();
  const startedAt = performance.now();
  const { members, isWhole } = await gather(server, many, startedAt + longestComingMs);
  const ms = performance.now() - startedAt;
  await wait(1000);
  const after = server.usage();
  for (const member of members) member.destroy();
  return {
    cameIn: members.length,
    ...(isWhole ? { comingInSeconds: round(ms / 1000) } : {}),
    comingInCpuSeconds: round((after.cpuMs - before.cpuMs) / 1000),
    kbPerConnection: round((after.residentBytes - before.residentBytes) / 1024 / members.length),
  };
}

type Gathered = { members: ChatMember[]; isWhole: boolean };

/** So many members, or those who came until then. */
async function gather(server: ChatServer, wanted: number, until = Infinity): Promise<Gathered> {
  const members: ChatMember[] = [];
  let next = 0;
  const bring = async (): Promise<void> => {
    while (next < wanted && performance.now() < until) {
      const name = `m${(next += 1)}`;
      // Who is turned away is missing in the count.
      const member = await server.enter(server.port, name).catch(() => undefined);
      if (member) members.push(member);
    }
  };
  const all = Promise.all(Array.from({ length: atOnce }, bring));
  const late = until === Infinity ? all : Promise.race([all, wait(until - performance.now())]);
  await late;
  return { members: [...members], isWhole: members.length === wanted };
}

type Flood = { members: readonly ChatMember[]; writers: number; inFlight: number };

/** Each writer keeps so many messages under way, as one who only reads sees it. */
async function flood(server: ChatServer, { members, writers, inFlight }: Flood) {
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
  return {
    perSecond: round((deliveries * 1000) / (after.at - before.at)),
    cpuSecondsPerMillion: round(((after.cpuMs - before.cpuMs) * 1000) / deliveries),
  };
}

let numbered = 0;
function nextNumber(count: number): number {
  const first = numbered;
  numbered += count;
  return first;
}

/** From one member's writing to some having it. */
async function atRate(members: readonly ChatMember[]): Promise<{ p50: number; p99: number }> {
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
  return spread(tookMs);
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
  return {
    what: `a C program that only writes, ${lines} at once`,
    figures: { eightWritersDeliveriesPerSecond: round(perSecondNow) },
  };
}

/** How it stands to the best of the other servers. */
function withRatios({ what, figures }: Row, rows: readonly Row[]): Figures {
  if (!what.startsWith('Oda')) return figures;
  const best = (name: string) =>
    Math.max(
      ...rows.filter((row) => !/^(Oda|a C)/.test(row.what)).map((row) => row.figures[name] ?? 0),
    );
  const ratio = (name: string) => round((figures[name] ?? 0) / best(name));
  return {
    ...figures,
    eightWritersOfBest: ratio('eightWritersDeliveriesPerSecond'),
    oneWriterOfBest: ratio('oneWriterDeliveriesPerSecond'),
  };
}

/** Beside the versions of what was measured. */
function keep(rows: readonly Row[]): void {
  mkdirSync(results, { recursive: true });
  const versions = chatServers.flatMap(({ program }) => {
    if (!program) return [];
    const said = execFileSync('sh', [
      '-c',
      `${program.name} ${program.version.join(' ')} 2>&1; true`,
    ]);
    return [
      said
        .toString()
        .split('\n')
        .find((line) => /\d\.\d/.test(line)) ?? program.name,
    ];
  });
  const lines = rows.map((row) => JSON.stringify(row));
  writeFileSync(
    join(results, 'peers.jsonl'),
    [JSON.stringify({ versions, node: process.version }), ...lines, ''].join('\n'),
  );
}
