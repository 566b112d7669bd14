import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { HostStatus } from '../../../src-shared/bridge/host.ts';
import type { RoomView } from '../../../src-shared/bridge/rooms.ts';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import { systemClock } from '../../net/system-clock.ts';
import { systemRandom } from '../../net/system-random.ts';
import type { App } from '../create-app.ts';
import { openApp } from '../open-app.ts';

/** For programs that a test runs on a disk of their own: each line of theirs is one thing said. */
export const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

/** Ali hosts a room on another disk; Veli is a member of it, and has his data in `folder` and his downloads beside Ali's. */
export async function roomOfTwo(folder: string) {
  const elsewhere = mkdtempSync(join(tmpdir(), 'oda-elsewhere-'));
  const downloads = join(elsewhere, 'downloads');
  const defects: string[] = [];
  const open = async (dataFolder: string): Promise<App> => {
    const opened = await openApp({
      dataFolder,
      downloadsFolder: downloads,
      program: { version: '0.0.0', shell: 'browser' },
      systemName: 'Test',
      systemLanguage: 'en',
      clock: systemClock,
      random: systemRandom,
      reportDefect: (error) => defects.push(String(error)),
      storageWorkerUrl: new URL('../../storage/worker/storage-worker.ts', import.meta.url),
      host: '127.0.0.1',
    });
    if (!opened.ok) throw new Error(opened.refusal.code);
    return opened.value;
  };
  const [host, member] = [await open(elsewhere), await open(folder)];
  const made = { name: 'ali', roomName: 'Mutfak', port: 0 };
  const { room, address } = await ask<RoomView>(host, 'room/host', made);
  const where = `127.0.0.1:${address.split(':').at(-1)}`;
  const { pin } = await ask<HostStatus>(host, 'host/status', { room });
  const asked = { name: 'veli', address: where, pin };
  const { account } = await ask<RoomView>(member, 'room/join', asked);
  return {
    host,
    member,
    /** The member's. */
    account,
    room,
    defects,
    async close(): Promise<void> {
      await Promise.all([host.close(), member.close()]);
      rmSync(elsewhere, { recursive: true });
    },
  };
}

export async function ask<T>(app: App, name: string, params: object): Promise<T> {
  const answer = (await app.handle(name, params)) as Outcome<T>;
  if (!answer.ok) throw new Error(`${name}: ${answer.refusal.code}`);
  return answer.value;
}

export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(5);
}
