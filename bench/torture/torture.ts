import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../src-shared/outside/random.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Keep } from '../../src-shared/protocol/retention.ts';
import { FaultProxy } from '../fault-proxy.ts';
import { killsDuring, killsPerRound } from './aimed-kills.ts';
import type { KillTime } from './aimed-kills.ts';
import { BackingUp } from './backing-up.ts';
import type { Claim, Known, Wish } from './claims.ts';
import { fillDisk } from './fill-disk.ts';
import { HostLives } from './host-lives.ts';
import { startProgram } from './host-program.ts';
import type { Program } from './host-program.ts';
import { HostWeights } from './host-weights.ts';
import { Judge } from './judge.ts';
import { lies } from './lies.ts';
import type { Lie } from './lies.ts';
import type { MemberOptions } from './member-process.ts';
import { WrongDisk } from './wrong-disk.ts';
import { findPrivate } from './private-acts.ts';
import { readRoom } from './read-room.ts';
import { quantile, SettledTimes } from './settled-times.ts';
import { TroubleOrder } from './trouble-order.ts';
import {
  troubles,
  troublesOfDisk,
  troublesOfUnix,
  troublesShort,
  troublesUnfelt,
} from './troubles.ts';
import type { Tortured, TroubleName } from './troubles.ts';

export type TortureOptions = {
  seed: number;
  seconds: number;
  members: number;
  processes: number;
  actsPerSecond: number;
  /** What goes wrong; all that this computer can do if missing. */
  troubles?: readonly TroubleName[];
  /** How long a process is stopped; some moments if missing. */
  stopMs?: number;
  /** At most so many rounds. */
  rounds?: number;
  /** So many times faster than at the usual pace troubles follow each other. */
  pace?: number;
  /** So many numbers of each conversation stay by the room's rule. */
  keep?: number;
  /** So many kills at one moment, instead of troubles for some time. */
  kills?: { during: KillTime; count: number };
  /** What the host, its disk or its members do wrong on purpose. */
  planted?: Lie | 'swap' | 'keep' | 'unsynced';
  say: (line: string) => void;
};

export type TortureOutcome = {
  violations: readonly string[];
  figures: Record<string, number>;
};

type MembersProgram = { program: Program; options: MemberOptions; isKilled: boolean };

/** Nothing takes so long but what hangs. */
const mostWaitMs = 120_000;
/** In this round the room gets a rule of how many messages to everyone it keeps. */
const ruleRound = 2;
/** The host looks at its clock every second. */
const lookMs = 3000;
/** In this round somebody comes who was not there before. */
const newcomerRound = 3;
const memberScript = fileURLToPath(new URL('./member-process.ts', import.meta.url));

/** A room with its members, each in processes of their own, and everything that can happen to them. */
export class Torture implements Tortured {
  readonly random: Random;
  readonly proxy: FaultProxy;
  /** The room's disk is a small one of its own, which can be filled. */
  readonly hasOwnDisk: boolean;
  readonly disk: WrongDisk;
  readonly #options: TortureOptions;
  readonly #folder: string;
  readonly #judge = new Judge();
  readonly #programs: MembersProgram[] = [];
  readonly #waits = new Set<(claim: Claim) => void>();
  readonly #count = { rounds: 0, memberKills: 0, reads: 0 };
  readonly #settled = new SettledTimes();
  readonly #order: TroubleOrder;
  readonly #ages: number[] = [];
  readonly #weights = new HostWeights();
  readonly #host: HostLives;
  readonly #backingUp: BackingUp;
  #isQuiet = false;
  /** Of those who were in while nothing happens that anybody may feel. */
  #lost: string[] = [];
  /** So many were taken for offline at once in this round, by some member. */
  #offline = 0;

  private constructor(
    options: TortureOptions,
    parts: Pick<Torture, 'hasOwnDisk' | 'random' | 'proxy'> & { folder: string },
  ) {
    this.#options = options;
    this.#folder = parts.folder;
    this.hasOwnDisk = parts.hasOwnDisk;
    this.disk = new WrongDisk({
      folder: this.roomFolder,
      buildFolder: parts.folder,
      seed: options.seed,
    });
    this.random = parts.random;
    this.proxy = parts.proxy;
    const { roomFolder, filesFolder, disk, random, proxy } = this;
    this.#host = new HostLives({
      roomFolder,
      filesFolder,
      disk,
      random,
      proxy,
      lie: lies.find((each) => each === options.planted),
      broke: (why) => this.#judge.take({ is: 'broke', by: 'the host', why }),
    });
    const names = options.troubles ?? (Object.keys(troubles) as TroubleName[]);
    const possible = names.filter((name) => this.#canDo(name));
    this.#order = new TroubleOrder(possible, random);
    this.#backingUp = new BackingUp({ folder: parts.folder, host: this.#host, judge: this.#judge });
  }

  static async run(options: TortureOptions): Promise<TortureOutcome> {
    const folder = mkdtempSync(join(tmpdir(), 'oda-torture-'));
    const room = join(folder, 'room');
    mkdirSync(room);
    const mount = ['-t', 'tmpfs', '-o', 'size=256m,mode=700', 'none', room];
    const hasOwnDisk = spawnSync('mount', mount).status === 0;
    const random = seededRandom(options.seed);
    const proxy = await FaultProxy.start(random);
    const torture = new Torture(options, { folder, hasOwnDisk, random, proxy });
    try {
      return await torture.#run();
    } finally {
      torture.#end();
      if (hasOwnDisk) spawnSync('umount', ['-l', room]);
      rmSync(folder, { recursive: true, force: true });
    }
  }

  get roomFolder(): string {
    return join(this.#folder, 'room');
  }

  /** Not on that small disk: the room leaves more free beside files than it has. */
  get filesFolder(): string {
    return join(this.#folder, 'room-files');
  }

  killHost(): Promise<void> {
    return this.#host.kill();
  }

  startHost(): Promise<void> {
    return this.#host.start();
  }

  startAndKillHost(what: 'start' | 'migration'): Promise<void> {
    return this.#host.startAndKill(what);
  }

  stopHost(): void {
    this.#host.stop();
  }

  goOnHost(): void {
    this.#host.goOn();
  }

  async killMembers(): Promise<void> {
    const place = Math.floor(this.random.fraction() * this.#programs.length);
    const killed = this.#programs[place];
    if (!killed) return;
    this.#count.memberKills += 1;
    killed.isKilled = true;
    const ended = once(killed.program, 'exit');
    killed.program.kill('SIGKILL');
    await ended;
    const { options } = killed;
    await this.#startMembers({ ...options, life: options.life + 1 }, place);
    this.#wish({ do: 'go' }, [place]);
  }

  stopMembers(which: 'one' | 'all'): () => void {
    const place = Math.floor(this.random.fraction() * this.#programs.length);
    const stopped = which === 'all' ? [...this.#programs] : this.#programs.slice(place, place + 1);
    for (const { program } of stopped) program.kill('SIGSTOP');
    return () => {
      for (const { program } of stopped) program.kill('SIGCONT');
    };
  }

  shiftClocks(byMs: number): void {
    this.#host.wish({ do: 'shift-clock', byMs });
    this.#wish({ do: 'shift-clock', byMs: -byMs });
  }

  backUp(how: { isKilled: boolean }): Promise<void> {
    return this.#backingUp.backUp(how);
  }

  restoreAndKill(): Promise<void> {
    return this.#backingUp.restoreAndKill();
  }

  pause(ms: number): Promise<void> {
    return pause(ms / (this.#options.pace ?? 1));
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.random.fraction() * (most - least + 1));
  }

  stopMs(): number {
    return this.#options.stopMs ?? this.between(500, 4000);
  }

  async #run(): Promise<TortureOutcome> {
    const { seconds, say, processes, members, seed, actsPerSecond, planted } = this.#options;
    await this.startHost();
    const names = Array.from({ length: members }, (_, place) => `member-${place}`);
    await Promise.all(
      Array.from({ length: processes }, (_, place) =>
        this.#startMembers(
          {
            folder: this.#folder,
            port: this.proxy.port,
            names: names.filter((_name, each) => each % processes === place),
            life: 0,
            seed: seed + place * 1000,
            actsPerSecond: actsPerSecond / processes,
            swaps: planted === 'swap',
            keeps: planted === 'keep',
          },
          place,
        ),
      ),
    );
    if (planted === 'unsynced') this.disk.skipFromNow();
    const deadline = Date.now() + seconds * 1000;
    do await this.#round();
    while (this.#isToGoOn(deadline) && this.#judge.violations.length === 0);
    say(`after ${this.#count.rounds} rounds: reading everything`);
    return this.#outcome();
  }

  #isToGoOn(deadline: number): boolean {
    const { kills, rounds = Infinity } = this.#options;
    if (this.#count.rounds >= rounds) return false;
    return kills ? this.#killed < kills.count : Date.now() < deadline;
  }

  /** What counts towards those that were asked for. */
  get #killed(): number {
    const during = this.#options.kills?.during;
    if (during === 'members') return this.#count.memberKills;
    const { counts } = this.#host;
    return during === 'load' ? counts.hostKills : counts['in the midst of it'];
  }

  async #aimedKills({ during, count }: { during: KillTime; count: number }): Promise<void> {
    for (let time = 0; time < killsPerRound && this.#killed < count; time += 1) {
      await killsDuring[during](this);
      await this.pause(this.between(50, 700));
    }
  }

  /** Something happens while all write; it passes; everybody must have everything soon. */
  async #round(): Promise<void> {
    const { kills } = this.#options;
    const round = (this.#count.rounds += 1);
    const name = kills ? 'kill-host' : this.#order.next();
    this.#isQuiet = name === 'none';
    this.#wish({ do: 'go' });
    await this.pause(this.between(300, 1000));
    if (round === ruleRound) await this.#rule();
    if (round === newcomerRound && !this.#options.planted) await this.#newcomer();
    this.#lost = [];
    this.#offline = 0;
    await (kills ? this.#aimedKills(kills) : troubles[name](this));
    this.#isQuiet = false;
    const startedAt = Date.now();
    this.proxy.clear();
    await this.#all('rested', round, { do: 'rest', round });
    if (this.#isUnfelt(name)) this.#judgeUnfelt(name);
    const from = `member-${this.between(0, this.#options.members - 1)}`;
    await this.#all('probed', round, { do: 'probe', round, from });
    const ms = Date.now() - startedAt;
    this.#settled.note(name, ms);
    this.#weights.weigh(this.#host.pid);
    this.#options.say(
      `round ${round}, ${kills ? `kills during ${kills.during}` : name}: everybody has everything after ${ms} ms, most offline ${this.#offline}`,
    );
  }

  /** Lies have to be found by what was said, and not by who was put out by them. */
  #isUnfelt(name: TroubleName): boolean {
    if (this.#options.planted !== undefined) return false;
    const isShort = (this.#options.stopMs ?? 0) < limits.silenceMs / 2;
    return troublesUnfelt.includes(name) || (isShort && troublesShort.includes(name));
  }

  #judgeUnfelt(name: TroubleName): void {
    const lost = this.#lost.length;
    if (lost > 0)
      this.#judge.take({ is: 'broke', by: this.#lost.join(', '), why: `lost the room by ${name}` });
    if (this.#offline > 0)
      this.#judge.take({
        is: 'broke',
        by: 'somebody',
        why: `takes ${this.#offline} for offline by ${name}`,
      });
  }

  /** Other lies have to be found by all that was said. */
  async #rule(): Promise<void> {
    const { planted, keep: messages = planted ? 100 : 300 } = this.#options;
    if (planted !== undefined && planted !== 'keep') return;
    this.#judge.takeRule(messages);
    await this.#keep({ messages });
  }

  async #keep(keep: Keep): Promise<void> {
    this.#host.wish({ do: 'keep', keep });
    const told = await this.#host.nextLine();
    if (told !== 'stored')
      this.#judge.take({ is: 'broke', by: 'the host', why: `a rule: ${told}` });
  }

  /** All goes that has to, and nothing after that: what members tell of their copies is of one moment. */
  async #letGo(): Promise<void> {
    const messages = this.#judge.rule;
    if (messages === undefined) return;
    await this.#keep({ messages });
    await pause(lookMs);
    await this.#keep('all');
    await this.#all('probed', 0, { do: 'probe', round: 0, from: 'member-0' });
  }

  #canDo(name: TroubleName): boolean {
    if (name === 'disk-full') return this.hasOwnDisk;
    if (troublesOfDisk.includes(name)) return this.disk.isThere;
    return process.platform !== 'win32' || !troublesOfUnix.includes(name);
  }

  async #outcome(): Promise<TortureOutcome> {
    await this.#letGo();
    await this.#judgeReads();
    await this.#all('copied', undefined, { do: 'copy' });
    const ended = this.#programs.map(({ program }) => once(program, 'exit'));
    this.#wish({ do: 'end' });
    await this.#host.end();
    await Promise.all(ended);
    const room = await readRoom(this.roomFolder, this.filesFolder, this.#host.steps);
    const found = findPrivate(this.#folder, (name) => name.includes('files'));
    if (found !== undefined)
      this.#judge.take({ is: 'broke', by: found, why: 'holds what was said in private' });
    await this.#judge.close(room);
    const { counts, violations } = this.#judge;
    return {
      violations,
      figures: {
        ...this.#count,
        ...this.#host.counts,
        ...this.#backingUp.counts,
        ...counts,
        ...this.#settled.figures(),
        ...this.#judge.later.counts,
        'sent later, p50 ms': quantile(this.#judge.later.lateMs, 0.5),
        'sent later, worst ms': quantile(this.#judge.later.lateMs, 1),
        'host starts p50 ms': quantile(this.#host.startMs, 0.5),
        'host starts, worst ms': quantile(this.#host.startMs, 1),
        'delivered undisturbed p50 ms': quantile(this.#ages, 0.5),
        'delivered undisturbed p99 ms': quantile(this.#ages, 0.99),
        ...this.#weights.figures(),
      },
    };
  }

  /** Everybody knows how far the others have read and how they stand, after everything that has happened. */
  async #judgeReads(): Promise<void> {
    const known: Known = { read: [], statuses: this.#judge.statuses(), presences: [] };
    const note = (claim: Claim): void => {
      if (claim.is !== 'read') return;
      known.read.push([claim.account, claim.upTo]);
      known.presences.push([claim.account, claim.presence]);
    };
    this.#waits.add(note);
    await this.#all('read', undefined, { do: 'tell-read' });
    this.#waits.delete(note);
    this.#count.reads = known.read.reduce((sum, [, upTo]) => sum + upTo.length, 0);
    await this.#all('knew', undefined, { do: 'know', ...known });
  }

  /** Comes to a room in which much was said, and has to have all of it. */
  async #newcomer(): Promise<void> {
    const [first] = this.#programs;
    if (!first) return;
    const names = ['newcomer'];
    const { seed, actsPerSecond } = first.options;
    const one = { names, life: 1, seed: seed + 1, actsPerSecond: actsPerSecond / 10 };
    await this.#startMembers({ ...first.options, ...one }, this.#programs.length);
    this.#wish({ do: 'go' }, [this.#programs.length - 1]);
  }

  async #startMembers(options: MemberOptions, place: number): Promise<void> {
    const program = startProgram([memberScript, JSON.stringify(options)]);
    const started: MembersProgram = { program, options, isKilled: false };
    this.#programs[place] = started;
    program.once('exit', (code, signal) => {
      if (started.isKilled || code === 0) return;
      this.#judge.take({ is: 'broke', by: `members ${place}`, why: `ended: ${code ?? signal}` });
    });
    const settled = this.#until(
      (claim) => claim.is === 'rested' && claim.by === options.names[0] && claim.round === -1,
      'members',
    );
    createInterface({ input: program.stdout }).on('line', (line) =>
      this.#hear(JSON.parse(line) as Claim),
    );
    await settled;
  }

  #hear(claim: Claim): void {
    if (claim.is === 'lost') this.#lost.push(claim.by);
    if (claim.is === 'offline') this.#offline = Math.max(this.#offline, claim.count);
    if (claim.is === 'saw' && this.#isQuiet) this.#ages.push(...claim.ages);
    this.#judge.take(claim);
    for (const wait of this.#waits) wait(claim);
  }

  #wish(wish: Wish, places?: readonly number[]): void {
    for (const [place, { program }] of this.#programs.entries())
      if (places === undefined || places.includes(place))
        program.stdin.write(`${JSON.stringify(wish)}\n`);
  }

  /** Until every member has said so. */
  async #all(
    is: 'rested' | 'probed' | 'read' | 'knew' | 'copied',
    round: number | undefined,
    wish: Wish,
  ): Promise<void> {
    const missing = new Set(this.#programs.flatMap(({ options }) => options.names));
    const said = this.#until(
      (claim) => {
        if (claim.is === is && (!('round' in claim) || claim.round === round))
          missing.delete(claim.by);
        return missing.size === 0;
      },
      () => `${[...missing].slice(0, 5).join(', ')} and ${missing.size} in all have not ${is}`,
    );
    this.#wish(wish);
    await said;
  }

  #until(isIt: (claim: Claim) => boolean, what: string | (() => string)): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waits.delete(wait);
        resolve();
      };
      const wait = (claim: Claim): void => void (isIt(claim) && done());
      const timer = setTimeout(() => {
        const why = typeof what === 'string' ? what : what();
        this.#judge.take({ is: 'broke', by: 'torture', why: `waited ${mostWaitMs} ms: ${why}` });
        done();
      }, mostWaitMs);
      this.#waits.add(wait);
    });
  }

  #end(): void {
    this.proxy.stop();
    for (const each of this.#programs) {
      each.isKilled = true;
      each.program.kill('SIGKILL');
    }
    void this.#host.end();
  }

  fillDisk(): () => void {
    return fillDisk(this.roomFolder);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
