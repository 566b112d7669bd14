import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Random } from '../../src-shared/outside/random.ts';
import type { FaultProxy } from '../fault-proxy.ts';
import type { HostWish } from './claims.ts';
import { HostProgram, startProgram } from './host-program.ts';
import type { Lie } from './lies.ts';
import type { WrongDisk } from './wrong-disk.ts';
import { damageIn } from './soundness.ts';

export type HostPlace = {
  roomFolder: string;
  filesFolder: string;
  proxy: FaultProxy;
  disk: WrongDisk;
  random: Random;
  /** What it does wrong on purpose. */
  lie: Lie | undefined;
  /** By itself, or its room is damaged. */
  broke: (why: string) => void;
};

/** What can be broken off by a kill. */
export type Broken = 'start' | 'migration' | 'backup' | 'restore';

const script = fileURLToPath(new URL('./host-process.ts', import.meta.url));
/** So long it may take before it was measured. */
const firstMs = 200;

/** The host, one life after the other, and what each of them leaves on disk. */
export class HostLives {
  readonly counts = { hostKills: 0, 'in the midst of it': 0, 'sound afterwards': 0 };
  /** From the start of the process until it listens. */
  readonly startMs: number[] = [];
  readonly #place: HostPlace;
  /** How long each took when nobody broke it off. */
  readonly #tookMs = new Map<Broken, number>();
  #program: HostProgram | undefined;
  /** So many steps more than released ones its schema has. */
  #steps = 0;

  constructor(place: HostPlace) {
    this.#place = place;
  }

  get pid(): number | undefined {
    return this.#program?.pid;
  }

  get steps(): number {
    return this.#steps;
  }

  async start(): Promise<void> {
    const startedAt = Date.now();
    const program = this.#begin();
    await program.nextLine();
    const openingAt = Date.now();
    await program.nextLine();
    const openedAt = Date.now();
    const port = await program.nextLine();
    // It has ended by itself, and that was told.
    if (port === undefined) return;
    this.#place.proxy.to = Number(port);
    this.startMs.push(Date.now() - startedAt);
    this.#tookMs.set('start', Date.now() - openingAt);
    if (openedAt - openingAt > 0) this.#tookMs.set('migration', openedAt - openingAt);
  }

  /** Kills it once while it starts, or while it brings its room to one step more. It is down then. */
  async startAndKill(what: 'start' | 'migration'): Promise<void> {
    if (what === 'migration') this.#steps += 1;
    const program = this.#begin();
    await program.nextLine();
    const whole =
      what === 'start' ? [program.nextLine(), program.nextLine()] : [program.nextLine()];
    await this.killWithin(what, Promise.all(whole));
  }

  /** Kills it at some moment of what goes on; true: before that was done. */
  async killWithin(what: Broken, work: Promise<unknown>): Promise<boolean> {
    const most = this.#tookMs.get(what) ?? firstMs;
    const early = pause(this.#place.random.fraction() * most).then(() => true);
    const isInMidst = await Promise.race([work.then(() => false), early]);
    await this.kill();
    if (isInMidst) this.counts['in the midst of it'] += 1;
    return isInMidst;
  }

  took(what: Broken, ms: number): void {
    this.#tookMs.set(what, ms);
  }

  async kill(): Promise<void> {
    this.counts.hostKills += 1;
    await this.end();
    const copies = mkdtempSync(join(tmpdir(), 'oda-sound-'));
    const damage = damageIn(this.#place.roomFolder, copies);
    rmSync(copies, { recursive: true });
    if (damage === undefined) this.counts['sound afterwards'] += 1;
    else this.#place.broke(damage);
  }

  /** The same, and nobody looks at what it leaves. */
  async end(): Promise<void> {
    const program = this.#program;
    this.#program = undefined;
    await program?.kill();
  }

  stop(): void {
    this.#program?.stop();
  }

  goOn(): void {
    this.#program?.goOn();
  }

  wish(wish: HostWish): void {
    this.#program?.wish(wish);
  }

  /** Undefined: it has ended. */
  async nextLine(): Promise<string | undefined> {
    return this.#program?.nextLine();
  }

  #begin(): HostProgram {
    const { roomFolder, filesFolder, proxy, disk, lie, broke } = this.#place;
    disk.begin();
    const args = [script, roomFolder, filesFolder, `${proxy.to}`, `${this.#steps}`];
    if (lie) args.push(lie);
    this.#program = new HostProgram(startProgram(args, disk.env), broke);
    return this.#program;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
