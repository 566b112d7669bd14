import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { diskRefusalCode, StoreError } from '../storage/store-error.ts';
import { hostStoredRoom, roomFolder } from './hosting.ts';
import type { Memberships } from './memberships.ts';
import { enterOwnRoom, newRecord } from './first-sign-in.ts';
import { refusalOf } from '../../src-shared/protocol/outcome.ts';

/** A file in a room's folder, there from before the room is made until it is in this person's list. */
const noteFile = 'being-made.json';

/** What its record will need and the room itself does not know. */
export type MakingNote = { name: string; port: number };

/** Throws a `StoreError` if the disk refuses, and nothing is left then. */
export function noteMaking(folder: string, note: MakingNote): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, noteFile), JSON.stringify(note), { mode: 0o600, flush: true });
  } catch (error) {
    const code = diskRefusalCode(error);
    if (code === undefined) throw error;
    rmSync(folder, { recursive: true, force: true });
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
      if (listed.has(room) || (await takeUp(memberships, room))) forgetMaking(join(rooms, name));
    } catch (error) {
      if (!refusalOf(error)) memberships.options.reportDefect(error);
    }
  }
}

/** Whether there is nothing left to do for it. */
async function takeUp(memberships: Memberships, room: RoomId): Promise<boolean> {
  const { options, language, replica } = memberships;
  const folder = roomFolder(options, room);
  if (!existsSync(join(folder, 'room.db'))) {
    rmSync(folder, { recursive: true });
    return true;
  }
  const { name, port } = readNote(folder);
  // At any port: only this person is to come in, and then it is opened like the others.
  const events = memberships.hostingEvents(room);
  const hosting = await hostStoredRoom(
    options,
    { room, port: 0, language, reach: { isAnnounced: false, isPortMapped: false } },
    events,
  );
  try {
    const entered = await enterOwnRoom(memberships, hosting, name);
    if (!entered.ok) return false;
    const { newRoomReach } = memberships;
    const place = { hosted: true, host: '', port, pin: hosting.pin, ...newRoomReach };
    await replica.rooms.save(newRecord(entered.value, place, options.clock));
    entered.value.link.end({ code: 'room-closed' });
    return true;
  } finally {
    await hosting.stop();
  }
}

function readNote(folder: string): MakingNote {
  const { name, port } = JSON.parse(readFileSync(join(folder, noteFile), 'utf8')) as MakingNote;
  return { name, port };
}
