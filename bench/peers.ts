import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chatServers, serverCore, usageOf } from './chat-server.ts';
import type { ChatServer, ChatServerKind } from './chat-server.ts';
import { compile, installPackages, startGenerator } from './load-generator.ts';
import type { Compiled, LoadGenerator } from './load-generator.ts';
import type { Figures, Measurement, Row } from './measurement.ts';
import { round } from './statistics.ts';

const crowd = 200;
const floodSeconds = 5;
/** So many messages a writer has under way. */
const inFlight = 64;
const perSecond = 500;
const latencySeconds = 10;
const many = 2000;
const back = 1000;
const longestComingSeconds = 60;
/** So long nobody says anything before memory is looked at. */
const idleMs = 10_000;
/** So many come at the same time. */
const atOnce = 50;
const generatorCore = '1';
const results = join(import.meta.dirname, 'results');

type Load = { server: ChatServer; generator: LoadGenerator };
type Phase = (load: Load) => Promise<Figures>;

/** Each with a server of its own. */
const phases: Record<string, Phase> = {
  eight: (load) => inCrowd(load, () => flood(load, 8)),
  one: (load) => inCrowd(load, () => flood(load, 1)),
  latency: (load) => inCrowd(load, () => atRate(load)),
  coming: comeIn,
  restart: async (load) => (load.server.restart ? comeBack(load) : {}),
};

/** Oda beside the chat servers that Debian has, by one generator of load on a core of its own. */
export const peers: Measurement = {
  name: 'peers',
  title: `${crowd} members, texts of 59 characters, the server on one core and the load on another; then ${many} come in`,
  async measure({ servers, phases: named }) {
    const chosen = chatServers.filter(({ what }) => isAsked(what, servers));
    installPrograms(chosen);
    const compiled = compile();
    try {
      const rows: Row[] = [];
      if (isAsked('writes', named)) {
        rows.push(await onlyWrites(compiled, 1), await onlyWrites(compiled, 64));
      }
      for (const kind of chosen) {
        const row: Row = { what: kind.what, figures: {} };
        rows.push(row);
        for (const [phase, measure] of Object.entries(phases)) {
          if (!isAsked(phase, named)) continue;
          Object.assign(row.figures, await underLoad(compiled, kind, measure));
          console.log(`  ${kind.what}, ${phase}: ${JSON.stringify(row.figures)}`);
        }
      }
      if (!servers && !named) keep(rows);
      return rows;
    } finally {
      compiled.remove();
    }
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
  installPackages(missing.map((name) => (name === 'prosodyctl' ? 'prosody' : name)));
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
  compiled: Compiled,
  kind: ChatServerKind,
  measure: Phase,
): Promise<Figures> {
  const server = await kind.start();
  const at = { port: server.port, core: generatorCore };
  const generator = startGenerator(compiled, server.language, at);
  try {
    return await measure({ server, generator });
  } finally {
    await generator.stop();
    await server.stop();
  }
}

async function enter({ generator }: Load, wanted: number): Promise<number> {
  const command = `enter ${wanted} ${atOnce} ${longestComingSeconds}`;
  const [cameIn = 0] = await generator.ask(command, 'entered');
  return cameIn;
}

/** Everybody in one room. */
async function inCrowd(load: Load, measure: () => Promise<Figures>): Promise<Figures> {
  const cameIn = await enter(load, crowd);
  if (cameIn < crowd) throw new Error(`Only ${cameIn} of ${crowd} came in`);
  await wait(2000);
  return measure();
}

async function comeIn(load: Load): Promise<Figures> {
  const { pid } = load.server;
  const before = usageOf(pid);
  const startedAt = performance.now();
  const cameIn = await enter(load, many);
  const ms = performance.now() - startedAt;
  await wait(1000);
  const { cpuMs } = usageOf(pid);
  await wait(idleMs);
  const { residentBytes } = usageOf(pid);
  return {
    cameIn,
    ...(cameIn === many ? { comingInSeconds: round(ms / 1000) } : {}),
    comingInCpuSeconds: round((cpuMs - before.cpuMs) / 1000),
    idleKbPerConnection: round((residentBytes - before.residentBytes) / 1024 / cameIn),
  };
}

/** The host is killed and started again, and everybody who was in comes back by what they were given. */
async function comeBack(load: Load): Promise<Figures> {
  const { server, generator } = load;
  const cameIn = await enter(load, back);
  if (cameIn < back) throw new Error(`Only ${cameIn} of ${back} came in`);
  await wait(1000);
  const startedAt = performance.now();
  const seconds = (): number => round((performance.now() - startedAt) / 1000);
  await server.restart?.();
  const restartListensSeconds = seconds();
  const [returned = 0] = await generator.ask(`back ${server.port} ${atOnce}`, 'back');
  if (returned < back) throw new Error(`Only ${returned} of ${back} came back`);
  const restartAllBackSeconds = seconds();
  // Live is who hears what is said now.
  await generator.ask('hear', 'heard');
  return { restartListensSeconds, restartAllBackSeconds, restartAllLiveSeconds: seconds() };
}

/** Each writer keeps so many messages under way, as one who only reads sees it. */
async function flood({ server, generator }: Load, writers: 1 | 8): Promise<Figures> {
  const usages = () => [server.pid, generator.pid].map((pid) => usageOf(pid).cpuMs / 1000);
  await generator.ask(`flood ${writers} ${inFlight} ${floodSeconds}`, 'began');
  const before = usages();
  const [deliveries = 0, seconds = 0] = await generator.next('flooded');
  const [serverCpu = 0, loadCpu = 0] = usages().map((cpu, at) => cpu - (before[at] ?? 0));
  const name = writers === 8 ? 'eightWriters' : 'oneWriter';
  return {
    [`${name}DeliveriesPerSecond`]: round(deliveries / seconds),
    [`${name}CpuSecondsPerMillion`]: round((serverCpu * 1e6) / deliveries),
    // Of its core: where it is near 1 it is what was measured.
    [`${name}ServerShare`]: round(serverCpu / seconds),
    [`${name}LoadShare`]: round(loadCpu / seconds),
  };
}

/** From one member's writing to some having it. */
async function atRate({ server, generator }: Load): Promise<Figures> {
  const before = usageOf(server.pid).cpuMs;
  const command = `rate ${perSecond} ${latencySeconds}`;
  const [p50 = 0, p99 = 0] = await generator.ask(command, 'rated');
  // With the second before what is told.
  const share = (usageOf(server.pid).cpuMs - before) / 1000 / (1 + latencySeconds);
  return { at500P50Ms: round(p50), at500P99Ms: round(p99), at500ServerShare: round(share) };
}

/** What the system's part of it costs: a program that only writes, so many lines at once. */
async function onlyWrites(compiled: Compiled, lines: number): Promise<Row> {
  const args = ['-c', serverCore, compiled.onlyWrites, String(crowd), String(lines)];
  const child = spawn('taskset', args);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const at = { port: Number(said.toString()), core: generatorCore };
  const generator = startGenerator(compiled, { speaks: 'none' }, at);
  await generator.ask(`enter ${crowd} ${crowd} ${longestComingSeconds}`, 'entered');
  await generator.ask(`flood 0 0 ${floodSeconds}`, 'began');
  const [deliveries = 0, seconds = 0] = await generator.next('flooded');
  await generator.stop();
  child.kill('SIGKILL');
  const figure = lines === 1 ? 'oneWriterDeliveriesPerSecond' : 'eightWritersDeliveriesPerSecond';
  return {
    what: `C, only writes, ${lines} at once`,
    figures: { [figure]: round(deliveries / seconds) },
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
  if (!what.startsWith('Oda') || others.length === 0 || name === 'cameIn' || name.endsWith('Share'))
    return said;
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
