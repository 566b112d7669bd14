import { join } from 'node:path';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { requests, type RequestName } from '../../src-shared/bridge/bridge.ts';
import type { DeviceId, Secret } from '../../src-shared/protocol/ids.ts';
import type { AppOptions } from './app-parts.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import { stageFile } from './stage-file.ts';
import type { FileToStage } from './stage-file.ts';
import { appRequests } from './app-requests.ts';
import { refused, refusalOf } from '../../src-shared/protocol/outcome.ts';
import { backupRequests } from './backup-requests.ts';
import { savedRequests } from './saved.ts';
import { exportRequests } from './exports.ts';
import { contactRequests } from './contacts.ts';
import { deviceRequests } from './devices.ts';
import { fileRequests } from './files.ts';
import { pictureRequests } from './pictures.ts';
import { groupRequests } from './groups.ts';
import { hostRequests } from './host-panel.ts';
import { hostRoomRequests } from './host-room.ts';
import { importRequests } from './imports.ts';
import { joinRoomRequests } from './join-room.ts';
import { knockRequests } from './knocks.ts';
import { laterRequests } from './later.ts';
import { Memberships } from './memberships.ts';
import { missedRequests } from './missed.ts';
import { moderationRequests } from './moderation.ts';
import { messageRequests, searchRequests, waitingRequests } from './messages.ts';
import { nearbyRequests } from './nearby-rooms.ts';
import { privateRequests } from './privates.ts';
import { PlayedFiles, type PlayedFile } from './played-files.ts';
import type { PushListener } from './push-queue.ts';
import type { AppContext, Handlers } from './requests.ts';
import { restoreRoomRequests } from './restore-room.ts';
import { roomRequests } from './rooms.ts';
import { SettingsBook } from './settings.ts';
import { topicRequests } from './topics.ts';
import { takeUpUnfinished } from './unfinished-rooms.ts';

/** The whole program behind its windows. */
export type App = {
  /** Never rejects: whatever goes wrong is an answer. */
  handle(name: string, params: unknown): Promise<Outcome<unknown>>;
  /** Copies a file in, so that it can be sent with a message; at a path of this computer, or as bytes. */
  stage(file: FileToStage): Promise<Outcome<SentFile>>;
  /** What a window plays, by the end of the address that it was given for it; undefined if that is not good. */
  played(token: string): Promise<PlayedFile | undefined>;
  /** Returns what ends the subscription. */
  on(listener: PushListener): () => void;
  /** Leaves every room, stops the hosted ones and closes what is on disk. */
  close(): Promise<void>;
};

/** What shows it in windows needs no more of it. */
export type WindowApp = Pick<App, 'handle' | 'on' | 'stage' | 'played'>;

/**
 * Opens what this person keeps and the rooms that were open. Rejects with a `ReplicaError` if the data
 * cannot be used: another app has it open, the disk is full, a newer version wrote it.
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { storage, dataFolder, random } = options;
  try {
    const replica = await storage.openReplica({ folder: join(dataFolder, 'profile') });
    const fresh = { device: random.text(16) as DeviceId, deviceSecret: random.text(43) as Secret };
    const profile = await replica.profile.readOrMake(fresh);
    const settings = new SettingsBook(replica);
    await settings.load();
    const memberships = new Memberships(options, { replica, profile, settings });
    await takeUpUnfinished(memberships);
    await openRooms(memberships);
    await memberships.fetched.begin();
    return new RunningApp({ memberships, settings, played: new PlayedFiles(memberships) });
  } catch (error) {
    await storage.close();
    throw error;
  }
}

/** A room that cannot be opened stays closed, with the reason; the others open all the same. */
async function openRooms(memberships: Memberships): Promise<void> {
  const records = await memberships.replica.rooms.list();
  const rooms = await Promise.all(records.map((record) => memberships.add(record)));
  const open = rooms.filter(({ client }) => client.record.open);
  await Promise.all(
    open.map((room) => memberships.inTurn(room.client.record.room, () => memberships.start(room))),
  );
}

class RunningApp implements App {
  readonly #context: AppContext;
  readonly #handlers: Handlers;
  #phase: 'running' | 'closed' = 'running';

  constructor(context: AppContext) {
    this.#context = context;
    this.#handlers = {
      ...appRequests(context),
      ...hostRoomRequests(context),
      ...joinRoomRequests(context),
      ...restoreRoomRequests(context),
      ...roomRequests(context),
      ...knockRequests(context),
      ...laterRequests(context),
      ...fileRequests(context),
      ...pictureRequests(context),
      ...deviceRequests(context),
      ...nearbyRequests(context),
      ...hostRequests(context),
      ...backupRequests(context),
      ...messageRequests(context),
      ...waitingRequests(context),
      ...missedRequests(context),
      ...contactRequests(context),
      ...savedRequests(context),
      ...exportRequests(context),
      ...importRequests(context),
      ...groupRequests(context),
      ...topicRequests(context),
      ...moderationRequests(context),
      ...privateRequests(context),
      ...searchRequests(context),
    } satisfies Handlers;
  }

  async handle(name: string, params: unknown): Promise<Outcome<unknown>> {
    if (this.#phase === 'closed') return refused({ code: 'bridge-closed' });
    if (!isRequestName(name)) return refused({ code: 'bad-request', subject: name.slice(0, 64) });
    const parsed = requests[name].params.safeParse(params);
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.map(String).join('.');
      return refused({ code: 'bad-request', subject: name, field });
    }
    // The table's type says for each name what its schema and its handler share.
    const handle = this.#handlers[name] as (params: unknown) => Promise<Outcome<unknown>>;
    try {
      return await handle(parsed.data);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) this.#context.memberships.options.reportDefect(error);
      return refused(refusal ?? { code: 'defect' });
    }
  }

  async stage(file: FileToStage): Promise<Outcome<SentFile>> {
    if (this.#phase === 'closed') return refused({ code: 'bridge-closed' });
    const { fetched, options } = this.#context.memberships;
    return stageFile(file, { fetched, reportDefect: options.reportDefect });
  }

  async played(token: string): Promise<PlayedFile | undefined> {
    return this.#phase === 'closed' ? undefined : this.#context.played.find(token);
  }

  on(listener: PushListener): () => void {
    return this.#context.memberships.pushes.on(listener);
  }

  async close(): Promise<void> {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    const { memberships } = this.#context;
    const { replica, options } = memberships;
    await memberships.close();
    await replica.file.close();
    await options.storage.close();
  }
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}
