import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RoomId, Secret } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { deriveDevice } from '../client/sign-in.ts';
import { pinOfRoom } from '../net/room-key.ts';
import { hashSecret } from '../server/hash-secret.ts';
import { hasDatabase } from '../storage/sqlite/make-database.ts';
import { diskRefusalCode, StoreError } from '../storage/store-error.ts';
import { hostStoredRoom, roomFolder } from './hosting.ts';
import type { Memberships } from './memberships.ts';
import { enterOwnRoom, newRecord } from './first-sign-in.ts';
import { done, refusalOf } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';

/** A file in a room's folder, there from before the room is made until it is in this person's list. */
export const noteFile = 'being-made.json';

/** What its record will need and the room itself does not know. `isRestored`: its owner is whoever restored it. */
export type MakingNote = { name: string; port: number; isRestored?: true };

/** Throws a `StoreError` if the disk refuses, and nothing of it is left then. */
export function noteMaking(folder: string, note: MakingNote): void {
  const isNew = !existsSync(folder);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, noteFile), JSON.stringify(note), { mode: 0o600, flush: true });
  } catch (error) {
    const code = diskRefusalCode(error);
    if (code === undefined) throw error;
    rmSync(isNew ? folder : join(folder, noteFile), { recursive: true, force: true });
    throw new StoreError({ code, subject: folder }, { cause: error });
  }
}

export function forgetMaking(folder: string): void {
  rmSync(join(folder, noteFile), { force: true });
}

/**
 * Lists the rooms whose making was interrupted, and clears away what had not become one. If the disk or the room
 * refuses, the next start tries again.
 */
export async function takeUpUnfinished(memberships: Memberships): Promise<void> {
  const rooms = join(memberships.options.dataFolder, 'rooms');
  const unfinished = existsSync(rooms)
    ? readdirSync(rooms).filter((name) => existsSync(join(rooms, name, noteFile)))
    : [];
  const listed = new Set((await memberships.replica.rooms.list()).map(({ room }) => room));
  for (const name of unfinished) {
    const room = name as RoomId;
    try {
      if (listed.has(room) || (await takeUp(memberships, room)).ok) forgetMaking(join(rooms, name));
    } catch (error) {
      if (!refusalOf(error)) memberships.options.reportDefect(error);
    }
  }
}

/** Lists a room that is on disk, for the person whose note lies there; what had not become one is cleared away. */
export async function takeUp(memberships: Memberships, room: RoomId): Promise<Outcome<null>> {
  const { options } = memberships;
  const folder = roomFolder(options, room);
  if (!hasDatabase(join(folder, 'room.db'))) {
    rmSync(folder, { recursive: true });
    return done(null);
  }
  const { name, port, isRestored } = readNote(folder);
  if (isRestored && (await claimRoom(memberships, { room, port }))) return done(null);
  // At any port: only this person is to come in, and then it is opened like the others.
  const { language, newRoomReach, replica } = memberships;
  const reach = { isAnnounced: false, isPortMapped: false };
  const place = { room, port: 0, language, reach };
  const hosting = await hostStoredRoom(options, place, memberships.hostingEvents(room));
  try {
    const entered = await enterOwnRoom(memberships, hosting, name);
    if (!entered.ok) return entered;
    const kept = { hosted: true, host: '', port, pin: hosting.pin, ...newRoomReach };
    await replica.rooms.save(newRecord(entered.value, kept, options.clock));
    entered.value.link.end({ code: 'room-closed' });
    return done(null);
  } finally {
    await hosting.stop();
  }
}

/**
 * Whoever has the backup has the room, as whoever has its folder: this computer is one of its owner's from now on. False
 * if the room has none.
 */
async function claimRoom(
  { options, profile, replica, newRoomReach }: Memberships,
  { room, port }: { room: RoomId; port: number },
): Promise<boolean> {
  const { clock, random, computerName: computer } = options;
  const store = await options.storage.openRoom({ folder: roomFolder(options, room) });
  try {
    const { accounts } = await store.log.snapshot();
    const owner = accounts.find(({ role }) => role === 'owner');
    if (!owner) return false;
    const { account, name: ownName } = owner;
    const pin = pinOfRoom(store.key);
    const { device, deviceKey } = deriveDevice(profile, { room, pin });
    const passwordHash = await store.accounts.readPasswordHash(account);
    const at = clock.wallMs();
    const proof = { account, device, keyHash: hashSecret(deviceKey), computer, at };
    await store.accounts.saveDevice(proof, passwordHash);
    const token = random.text(43) as Secret;
    const expiresAt = at + limits.tokenLifetimeMs;
    const kept = { account, device, tokenHash: hashSecret(token), expiresAt };
    await store.accounts.saveToken(kept, passwordHash);
    const { name, epoch } = store.identity;
    const place = { hosted: true, host: '', port, pin, ...newRoomReach };
    const counted = { syncedTo: 0, olderBytes: 0, lastOpenedAt: at, seenId: 0, seenAt: 0 };
    const open = true;
    await replica.rooms.save({
      room,
      name,
      epoch,
      account,
      ownName,
      token,
      ...place,
      ...counted,
      open,
    });
    return true;
  } finally {
    await store.file.close();
  }
}

function readNote(folder: string): MakingNote {
  return JSON.parse(readFileSync(join(folder, noteFile), 'utf8')) as MakingNote;
}
