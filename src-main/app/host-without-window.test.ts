import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { BackupEnd } from '../../src-shared/host/backup.ts';
import type { HostLogLine } from '../../src-shared/host/host-log.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import { readInvite } from '../net/invite-link.ts';
import { systemClock } from '../net/system-clock.ts';
import { systemRandom } from '../net/system-random.ts';
import { askForBytes, bring, fileOf, filesIn, ofType, opened } from '../server/testing/file-lab.ts';
import { connectTo } from '../server/testing/lab.ts';
import { createRoomStoreInMemory } from '../storage/room/testing/room-stores.ts';
import { newRoom } from '../storage/room/testing/room-samples.ts';
import { endsOfWorkers } from '../storage/testing/ends-of-workers.ts';
import { hostWithoutWindow, keepOptions } from './host-without-window.ts';
import type { HostedRoom } from './host-without-window.ts';

const storageWorkerUrl = new URL('../storage/worker/storage-worker.ts', import.meta.url);
const closed: HostOptions = {
  plain: false,
  logTexts: false,
  access: 'open',
  files: usualFileTerms,
};

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'oda-headless-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type Given = {
  roomName?: string;
  port?: number;
  options?: HostOptions;
  owner?: string;
  restore?: string;
  backup?: { every: 'daily'; folder: string };
  backedUp?: (end: BackupEnd) => void;
};

async function host(folder: string, given: Given = {}) {
  const { port = 0, options = closed, ...others } = given;
  const lines: HostLogLine[] = [];
  const answer = await hostWithoutWindow({
    folder,
    ...others,
    usualName: 'ali’s room',
    port,
    host: '127.0.0.1',
    limits: {},
    isAnnounced: true,
    isPortMapped: false,
    mapped: () => undefined,
    options,
    language: 'en',
    clock: systemClock,
    random: systemRandom,
    storageWorkerUrl,
    logged: (more) => lines.push(...more),
    reportDefect: (error) => {
      throw error;
    },
  });
  return { answer, lines };
}

function running(answer: Awaited<ReturnType<typeof host>>['answer']): HostedRoom {
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}

it('R2.1 keeps a room in its folder, says where it listens, and opens it again with all that was said', async () => {
  const folder = freshFolder();
  const first = await host(folder, { roomName: 'Lab' });
  const room = running(first.answer);
  expect(room).toMatchObject({ name: 'Lab' });
  // Nothing is handed on if nobody listens.
  expect(room.addresses.map(({ address }) => address)).toEqual(['127.0.0.1']);
  const ali = await connectTo(room.port);
  await ali.enter('ali');
  expect(await ali.say('kalıcı')).toMatchObject({ type: 'ok' });
  await room.stop();
  expect(first.lines.map(({ event }) => event).slice(0, 4)).toEqual([
    'socket-created',
    'bound',
    'datagrams-ready',
    'ready',
  ]);
  expect(first.lines.at(-1)?.event).toBe('closed');

  const again = running((await host(folder)).answer);
  const back = await connectTo(again.port);
  await back.enter('ali');
  const { entries } = await back.ask('read-history', { in: 'everyone' });
  expect(entries).toContainEqual(expect.objectContaining({ text: 'kalıcı' }));
  back.destroy();
  await again.stop();
});

it('W20 takes files as a room with a window does, and keeps them in its folder', async () => {
  const folder = freshFolder();
  const room = running((await host(folder)).answer);
  const ali = await connectTo(room.port);
  await ali.enter('ali');
  const file = await fileOf('note');
  await bring({ server: room }, ali, file);
  const { seq } = await ali.say('here', { files: [file.sent] });
  expect(filesIn(join(folder, 'files'))).toEqual([file.sent.hash]);
  const { ticket } = await ali.ask('fetch-file', { in: 'everyone', seq, hash: file.sent.hash });
  const transfer = await opened({ server: room }, ticket);
  askForBytes(transfer);
  await transfer.first(ofType('note'));
  transfer.destroy();
  ali.destroy();
  await room.stop();
});

it('refuses a folder with another room, one that is in use, an empty name and a port that is taken', async () => {
  const ends = endsOfWorkers();
  const folder = freshFolder();
  expect((await host(folder, { roomName: ' ' })).answer).toEqual({
    ok: false,
    refusal: { code: 'room-name-empty' },
  });
  const room = running((await host(folder, { roomName: 'Lab' })).answer);
  expect((await host(folder, { roomName: 'Lab' })).answer).toMatchObject({
    refusal: { code: 'data-in-use' },
  });
  const elsewhere = (await host(freshFolder(), { roomName: 'Other', port: room.port })).answer;
  expect(elsewhere).toMatchObject({ refusal: { code: 'port-in-use' } });
  await room.stop();
  expect((await host(folder, { roomName: 'Other' })).answer).toEqual({
    ok: false,
    refusal: { code: 'another-room', subject: 'Lab' },
  });
  // Nothing that was started goes on.
  expect(ends.length).toBeGreaterThan(3);
  await Promise.all(ends);
});

it('R3.10 what the host may switch is as it was said at this start; the log is beside the room', async () => {
  const folder = freshFolder();
  const logsTexts = async (room: HostedRoom, text: string) => {
    const ali = await connectTo(room.port);
    const hello = await ali.hello();
    await ali.enter('ali');
    await ali.say(text);
    ali.destroy();
    await room.stop();
    return hello['room'];
  };
  const open = { roomName: 'Lab', options: { ...closed, logTexts: true } };
  const first = running((await host(folder, open)).answer);
  expect(await logsTexts(first, 'açık söz')).toMatchObject({ logsTexts: true });
  const second = running((await host(folder)).answer);
  expect(await logsTexts(second, 'gizli söz')).toMatchObject({ logsTexts: false });
  const log = readFileSync(join(folder, 'log', 'host.log'), 'utf8');
  expect(log).toContain('açık söz');
  expect(log).not.toContain('gizli söz');
});

it('W15 does not run with other options than those asked for if the disk takes no more', async () => {
  const { log } = createRoomStoreInMemory(newRoom);
  await keepOptions(
    log,
    { plain: true, logTexts: false, access: 'open', files: usualFileTerms },
    1,
  );
  const full = {
    snapshot: () => log.snapshot(),
    append: async () => [{ is: 'refused' as const, code: 'store-full' as const }],
  };
  await expect(keepOptions(full, closed, 2)).rejects.toMatchObject({
    refusal: { code: 'store-full' },
  });
  // Nothing has to be kept for those that are in force.
  await keepOptions(
    full,
    { plain: true, logTexts: false, access: 'open', files: usualFileTerms },
    3,
  );
  expect((await log.snapshot()).options).toEqual({
    plain: true,
    logTexts: false,
    access: 'open',
    files: usualFileTerms,
  });
});

it.each(['invited', 'approval'] as const)(
  'a room that is %s hands on a link by which one comes in',
  async (access) => {
    const open = await host(freshFolder());
    expect(running(open.answer).invite).toBeUndefined();
    await running(open.answer).stop();
    const folder = freshFolder();
    const options = { ...closed, access } as const;
    const { answer } = await host(folder, { options });
    const { invite = '', port, stop } = running(answer);
    const read = readInvite(invite, Date.now());
    if (!read.ok) throw new Error(read.refusal.code);
    expect(read.value.addresses).toEqual([{ host: '127.0.0.1', port }]);
    const peer = await connectTo(port);
    const { secret } = read.value;
    expect(await peer.enter('veli', undefined, { invite: secret })).toMatchObject({ type: 'ok' });
    await stop();
    // The same one counts on at the next start.
    const again = running((await host(folder, { options })).answer);
    expect(readInvite(again.invite ?? '', Date.now())).toMatchObject({ value: { secret } });
    await again.stop();
  },
);

it('whose the room is can be said at a start, of who has an account there', async () => {
  const folder = freshFolder();
  const nobody = { ok: false, refusal: { code: 'no-such-member', subject: 'ali' } };
  expect((await host(folder, { owner: 'ali' })).answer).toEqual(nobody);
  const first = running((await host(folder)).answer);
  const ali = await connectTo(first.port);
  await ali.enter('ali');
  await first.stop();
  for (const owner of ['ALİ', 'ali']) {
    const room = running((await host(folder, { owner })).answer);
    const peer = await connectTo(room.port);
    await peer.enter('ali');
    const { members } = await peer.ask('list-members');
    expect(members).toMatchObject([{ name: 'ali', role: 'owner' }]);
    // Said again it is no news.
    expect((await peer.ask('read-record'))['entries']).toMatchObject([{ act: 'handed-over' }]);
    await room.stop();
  }
});

it('a folder for backups that is not there is said before anything is started', async () => {
  const ends = endsOfWorkers();
  const missing = join(freshFolder(), 'stick');
  const { answer, lines } = await host(freshFolder(), {
    backup: { every: 'daily', folder: missing },
  });
  expect(answer).toEqual({ ok: false, refusal: { code: 'backup-folder', subject: missing } });
  expect(lines).toEqual([]);
  await Promise.all(ends);
});

it('backs its room up by itself, and another one is made of that, once', async () => {
  const folder = freshFolder();
  const backups = freshFolder();
  const made = Promise.withResolvers<BackupEnd>();
  const backup = { every: 'daily', folder: backups } as const;
  const first = await host(folder, { roomName: 'Lab', backup, backedUp: made.resolve });
  const room = running(first.answer);
  const end = await made.promise;
  if (!('path' in end)) throw new Error(end.refusal.code);
  await room.stop();
  const other = freshFolder();
  const restored = running((await host(other, { restore: end.path })).answer);
  expect(restored).toMatchObject({ name: 'Lab', pin: room.pin });
  await restored.stop();
  const { answer } = await host(other, { restore: end.path });
  expect(answer).toMatchObject({ refusal: { code: 'room-folder-here', subject: other } });
  const { answer: foreign } = await host(freshFolder(), { restore: join(other, 'room.db') });
  expect(foreign).toMatchObject({ refusal: { code: 'not-a-backup' } });
});
