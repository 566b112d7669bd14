import type { Replica } from '../../client/replica/replica.ts';
import type { NewRoom, RoomStore } from '../../room/ports.ts';
import { followedJobs } from '../backup/backup-jobs.ts';
import type { BackupJobs } from '../backup/backup-jobs.ts';
import type { BackupStore } from '../backup/backup-store.ts';
import { followed } from '../room/followed-log.ts';
import type { StoredRoom } from '../room/followed-log.ts';
import type { OpenedRoom, OpenedStore, StoreOpener } from './open-stores.ts';
import type { WorkerLink } from './worker-link.ts';
import { openerNumber } from './worker-messages.ts';

type Ask = (...params: unknown[]) => Promise<unknown>;
type AsyncMethods<P> = {
  [M in keyof P]: P[M] extends (...params: never[]) => Promise<unknown> ? P[M] : never;
};
/** A store whose parts have nothing but methods that can be answered from afar. */
type Parts<S> = { [N in keyof S]: AsyncMethods<S[N]> };

export function remoteOpener(link: WorkerLink): StoreOpener {
  return remoteStore<{ opener: StoreOpener }>(link, openerNumber).opener;
}

export function remoteBackups(link: WorkerLink): BackupStore {
  return followedJobs(remoteStore<{ backups: BackupJobs }>(link, openerNumber).backups);
}

export function remoteRoomStore(link: WorkerLink, opened: OpenedRoom): RoomStore {
  const { store, identity, key, head } = opened;
  const parts = remoteStore<Omit<StoredRoom, keyof NewRoom | 'head'>>(link, store);
  const { log, accounts, receipts, invites, later, files, file } = parts;
  return followed({ identity, key, head, log, accounts, receipts, invites, later, files, file });
}

export function remoteReplica(link: WorkerLink, { store }: OpenedStore): Replica {
  return remoteStore<Replica>(link, store);
}

/** Made from the port's type alone: whatever method of a part is called runs in the worker. */
function remoteStore<S extends Parts<S>>(link: WorkerLink, store: number): S {
  const partOf = (part: string): object =>
    madeWhenAskedFor((method) => {
      const ask: Ask = (...params) => link.call({ store, part, method, params });
      return method === 'close' ? once(ask) : ask;
    });
  return madeWhenAskedFor(partOf) as S;
}

function madeWhenAskedFor(make: (name: string) => unknown): object {
  return new Proxy(
    {},
    {
      get(made, name) {
        // Whatever a promise is resolved with is asked for its `then`.
        if (typeof name === 'string' && name !== 'then' && !Object.hasOwn(made, name))
          Reflect.set(made, name, make(name));
        return Reflect.get(made, name) as unknown;
      },
    },
  );
}

/** A store that is closed already has nothing left to say. */
function once(close: Ask): Ask {
  let closed: Promise<unknown> | undefined;
  return () => (closed ??= close());
}
