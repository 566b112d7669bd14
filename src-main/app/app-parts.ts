import type { HostAddress } from '../../src-shared/host/host-network.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { RoomAddress } from '../../src-shared/protocol/address.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import type { OpenDatagrams } from '../client/datagram-beats.ts';
import type { Replica } from '../client/replica/replica.ts';
import type { FreeBytes } from '../files/disk-space.ts';
import type { System } from '../net/look-at-system.ts';
import type { Nearby } from '../net/nearby/create-nearby.ts';
import type { MapPort } from '../net/port-mapping/map-port.ts';
import type { RoomConnection } from '../net/dial-room.ts';
import type { NewRoom, RoomStore } from '../room/ports.ts';
import type { RoomServer, RoomServerOptions } from '../server/room-server.ts';
import type { BackupStore } from '../storage/backup/backup-store.ts';
import type { LinkBox } from './links.ts';

/** Where everything that stays is kept. All of it rejects with the disk's refusal. */
export interface AppStorage {
  createRoom(place: NewRoom & { folder: string }): Promise<RoomStore>;
  openRoom(place: { folder: string }): Promise<RoomStore>;
  openReplica(place: { folder: string }): Promise<Replica>;
  readonly backups: BackupStore;
  close(): Promise<void>;
}

type Program = { version: string; shell: 'electron' | 'browser' | 'terminal' };

/** What an app is put together from. */
export type AppOptions = {
  /** Everything that this person keeps; one app at a time uses it. */
  dataFolder: string;
  /** Where what others sent is saved. */
  downloadsFolder: string;
  /** Of the disk of a folder; the system is asked if missing. */
  freeBytes?: FreeBytes | undefined;
  program: Program;
  /** The name of the system's account, offered to a new person. */
  systemName: string;
  /** What this computer is called; shown to the same person at another one. */
  computerName?: string | undefined;
  /** Spoken if the person has chosen no language. */
  systemLanguage: Language;
  storage: AppStorage;
  clock: Clock;
  /** How often at most what comes live to a conversation is written and told; each turn of the loop if missing. */
  writeEveryMs?: number | undefined;
  random: Random;
  /** Writes nothing to a room that shows another key than `pin`. Rejects with a `DialError`. */
  dial: (room: RoomAddress & { pin?: Pin | undefined }) => Promise<RoomConnection>;
  /** Rejects with a `ListenError`. */
  startServer: (
    room: Pick<
      RoomServerOptions,
      'store' | 'port' | 'language' | 'logFolder' | 'filesFolder' | 'listener'
    >,
  ) => Promise<RoomServer>;
  /** For heartbeats; over the connection alone if missing. */
  openDatagrams?: OpenDatagrams;
  /** Those of this machine that lead to a listener. */
  listOwnAddresses: (listensOn: string | undefined) => HostAddress[];
  /** Under which names others of the same network find this computer; none if missing. */
  listOwnNames?: ((own: readonly HostAddress[]) => Promise<string[]>) | undefined;
  /** This machine, to find out what is in the way of those who want to join. */
  system: System;
  /** Rooms of the same networks; none are heard or told of if missing. */
  nearby?: Nearby | undefined;
  /** Opens ports in the router. */
  mapPort: MapPort;
  /** Asks where something of that name is to be saved; undefined if the person does not want to. */
  chooseSavePlace?: ((name: string) => Promise<string | undefined>) | undefined;
  /** Shows a folder in the system's file manager; false if that cannot be. */
  openFolder?: ((path: string) => Promise<boolean>) | undefined;
  /** Shows a file in its folder, if the system can more than open that. */
  showFile?: ((path: string) => void) | undefined;
  /** Where links that the system opens Oda with arrive, if it can be opened so. */
  links?: LinkBox | undefined;
  /** Is told of defects; they never hold the text of a message. */
  reportDefect: (error: unknown) => void;
};
