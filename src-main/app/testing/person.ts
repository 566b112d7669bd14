import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { PrivatePlace } from '../../../src-shared/member/private-place.ts';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type {
  PushName,
  Pushes,
  RequestName,
  RequestParams,
  RequestResults,
} from '../../../src-shared/bridge/bridge.ts';
import type { RoomOpened, RoomView } from '../../../src-shared/bridge/rooms.ts';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import type { SentFile } from '../../../src-shared/protocol/files.ts';
import type { RoomLimits } from '../../../src-shared/protocol/limits.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, RoomId } from '../../../src-shared/protocol/ids.ts';
import { createGateways } from '../../gateways/create-gateways.ts';
import { dialRoom } from '../../net/dial-room.ts';
import { listOwnAddresses } from '../../net/own-addresses.ts';
import { systemRandom } from '../../net/system-random.ts';
import type { PasswordHasher } from '../../server/password-hasher.ts';
import { startRoomServer } from '../../server/room-server.ts';
import { backupStore } from '../../storage/backup/backup-jobs.ts';
import { openReplica } from '../../storage/replica/sqlite-replica.ts';
import { createRoomStore, openRoomStore } from '../../storage/room/testing/room-stores.ts';
import type { AppOptions, AppStorage } from '../app-parts.ts';
import { createApp } from '../create-app.ts';
import type { App } from '../create-app.ts';

/** The same SQLite as in the worker, without a thread for each person of a test. */
export const storageInProcess: AppStorage = {
  createRoom: async (place) => createRoomStore(place),
  openRoom: async (place) => openRoomStore(place),
  openReplica: async (place) => openReplica(place),
  backups: backupStore,
  close: async () => undefined,
};
/** Quick and transparent: the real one has tests of its own. */
const passwords: PasswordHasher = {
  hash: async (password) => `plain:${password}`,
  verify: async (password, stored) => stored === `plain:${password}`,
};

/** Nobody asks the network of whoever runs the tests. */
const noRouter: AppOptions['mapPort'] = () => ({
  state: { is: 'no-router' },
  stop: async () => undefined,
});

const dialOverTcp: AppOptions['dial'] = (room) => dialRoom({ ...room, timeoutMs: 10_000 });

type PersonOptions = {
  folder?: string;
  dial?: AppOptions['dial'];
  openFolder?: AppOptions['openFolder'];
  freeBytes?: AppOptions['freeBytes'];
  /** Of the rooms that are hosted. */
  limits?: Partial<RoomLimits>;
  storage?: AppStorage;
  nearby?: AppOptions['nearby'];
  mapPort?: AppOptions['mapPort'];
};
type Push = { [N in PushName]: { name: N; push: Pushes[N] } }[PushName];

/** Somebody at a computer of their own: a real app on a real disk and real sockets, in a time that stands still. */
export class Person {
  readonly clock = new ManualClock();
  readonly pushes: Push[] = [];
  readonly defects: unknown[] = [];
  readonly folder: string;
  readonly #dial: AppOptions['dial'];
  readonly #openFolder: AppOptions['openFolder'];
  readonly #limits: Partial<RoomLimits>;
  readonly #storage: AppStorage;
  readonly #nearby: AppOptions['nearby'];
  readonly #freeBytes: AppOptions['freeBytes'];
  readonly #mapPort: AppOptions['mapPort'];
  #app: App | undefined;
  #isOver = false;

  private constructor(options: PersonOptions) {
    const { folder, dial = dialOverTcp, openFolder, limits = {} } = options;
    this.#storage = options.storage ?? storageInProcess;
    this.folder = folder ?? mkdtempSync(join(tmpdir(), 'oda-person-'));
    this.#dial = dial;
    this.#openFolder = openFolder;
    this.#limits = limits;
    this.#nearby = options.nearby;
    this.#freeBytes = options.freeBytes;
    this.#mapPort = options.mapPort ?? noRouter;
  }

  static async open(options: PersonOptions = {}): Promise<Person> {
    const person = new Person(options);
    onTestFinished(async () => {
      person.#isOver = true;
      await person.close();
      rmSync(person.folder, { recursive: true, force: true });
      if (person.defects.length > 0) throw new AggregateError(person.defects);
    });
    await person.start();
    return person;
  }

  /** Starts the app, also again on what it kept. */
  async start(): Promise<void> {
    const { clock } = this;
    const reportDefect = (error: unknown): void => void this.defects.push(error);
    this.#app = await createApp({
      dataFolder: this.folder,
      downloadsFolder: join(this.folder, 'downloads'),
      freeBytes: this.#freeBytes,
      program: { version: '0.0.0', shell: 'browser' },
      systemName: 'Test',
      computerName: 'Test PC',
      systemLanguage: 'en',
      clock,
      random: systemRandom,
      storage: this.#storage,
      dial: this.#dial,
      startServer: (room) =>
        startRoomServer({
          ...room,
          host: '127.0.0.1',
          limits: this.#limits,
          gateways: createGateways(),
          clock,
          random: systemRandom,
          passwords,
          reportDefect,
        }),
      openFolder: this.#openFolder,
      nearby: this.#nearby,
      mapPort: this.#mapPort,
      system: { platform: 'linux', run: async () => undefined, read: async () => undefined },
      listOwnAddresses: (listensOn) => listOwnAddresses({ listensOn }),
      reportDefect,
    });
    this.#app.on((name, push) => this.pushes.push({ name, push } as Push));
  }

  /** What is dropped on a window. */
  async stage(name: string, bytes: Uint8Array, chat?: PrivatePlace): Promise<SentFile> {
    const from = Readable.from(bytes.length > 0 ? [bytes] : []);
    const staged = await this.#app?.stage({ name, bytes: from, private: chat });
    if (!staged?.ok) throw new Error('not staged');
    return staged.value;
  }

  async close(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  request<N extends RequestName>(
    name: N,
    params: RequestParams<N>,
  ): Promise<Outcome<RequestResults[N]>> {
    return this.raw(name, params) as Promise<Outcome<RequestResults[N]>>;
  }

  raw(name: string, params: unknown): Promise<Outcome<unknown>> {
    return this.app.handle(name, params);
  }

  /** For a shell over it. */
  get app(): App {
    if (!this.#app) throw new Error('The app is not running');
    return this.#app;
  }

  /** Asks and expects a yes. */
  async ask<N extends RequestName>(name: N, params: RequestParams<N>): Promise<RequestResults[N]> {
    const answer = await this.request(name, params);
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer.value;
  }

  of<N extends PushName>(name: N): Pushes[N][] {
    return this.pushes.flatMap((one) => (one.name === name ? [one.push as Pushes[N]] : []));
  }

  /** Waits as long as the test may take; sockets and disks are real. */
  async until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    while (!this.#isOver && !(await isSo())) await nextTurn();
  }

  /** Lets time go by, so that what waits for its next try comes to it. */
  async untilWithTime(isSo: () => boolean | Promise<boolean>): Promise<void> {
    await this.until(async () => {
      this.clock.advance(10);
      return isSo();
    });
  }

  async host(name: string, port = 0): Promise<RoomView> {
    const room = await this.ask('room/host', { name, roomName: `${name}'s room`, port });
    await this.live(room.room);
    return this.view(room.room);
  }

  async join(name: string, host: RoomView, password?: string): Promise<RoomView> {
    const address = `127.0.0.1:${host.address.split(':').at(-1)}`;
    const room = await this.enter({ name, address, password });
    await this.live(room.room);
    return room;
  }

  /** As somebody who looks at the key of a room that is new to them, and finds it right. */
  async tryToEnter(params: RequestParams<'room/join'>): Promise<Outcome<RoomView>> {
    const answer = await this.request('room/join', params);
    if (answer.ok || answer.refusal.code !== 'key-unknown') return answer;
    return this.request('room/join', { ...params, pin: answer.refusal.pins?.shown });
  }

  async enter(params: RequestParams<'room/join'>): Promise<RoomView> {
    const answer = await this.tryToEnter(params);
    if (!answer.ok) throw new Error(`room/join: ${JSON.stringify(answer)}`);
    return answer.value;
  }

  live(room: RoomId): Promise<void> {
    return this.until(async () => (await this.view(room)).connection.is === 'live');
  }

  opened(room: RoomId): Promise<RoomOpened> {
    return this.ask('room/open', { room });
  }

  async view(room: RoomId): Promise<RoomView> {
    const { rooms } = await this.ask('app/start', {});
    const view = rooms.find((one) => one.room === room);
    if (!view) throw new Error('no such room');
    return view;
  }

  async accountOf(room: RoomId, name: string): Promise<AccountId> {
    await this.until(async () =>
      (await this.opened(room)).members.some((member) => member.name === name),
    );
    const found = (await this.opened(room)).members.find((member) => member.name === name);
    if (!found) throw new Error('no such member');
    return found.account;
  }

  async online(room: RoomId): Promise<string[]> {
    const { members } = await this.opened(room);
    return members.flatMap(({ name, presence }) => (presence === 'offline' ? [] : [name])).sort();
  }

  say(room: RoomId, text: string, conversation: ConversationId = everyone) {
    return this.ask('message/send', { room, in: conversation, text });
  }

  /** The texts of a conversation as its window would show them, oldest first. */
  async texts(room: RoomId, conversation: ConversationId = everyone): Promise<string[]> {
    const page = await this.ask('timeline/page', { room, in: conversation, limit: 500 });
    return page.entries.flatMap((entry) => (entry.type === 'message' ? [entry.text] : []));
  }
}
