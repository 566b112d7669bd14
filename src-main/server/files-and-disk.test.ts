import { expect, it, vi } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import { StoreError } from '../storage/store-error.ts';
import { enter } from './testing/lab.ts';
import {
  bring,
  fileOf,
  filesIn,
  offer,
  ofType,
  opened,
  sendBytes,
  sendList,
  startLabWithFiles,
} from './testing/file-lab.ts';

const mib = 1024 * 1024;
const kept = limits.freeDiskBytesForFiles;

/** A room on a disk of which so much more than the kept part is free. */
async function labWithSpare(spare: number) {
  const disk = { free: kept + spare };
  const lab = await startLabWithFiles({}, { freeBytes: async () => disk.free });
  return { ...lab, disk };
}

it('W20 what several members were promised is not promised again: the kept part of the disk stays free', async () => {
  const { server, ali } = await labWithSpare(375 * mib);
  const members = [ali];
  for (const name of ['can', 'efe', 'ece', 'ada']) members.push(await enter(server, name));
  const offers = async () => {
    const answers = [];
    for (const [at, member] of members.entries())
      answers.push(
        await member.ask('offer-file', { hash: String(at).padStart(43, 'h'), size: 300 * mib }),
      );
    return answers.map(({ code }) => code);
  };
  const full = 'store-full';
  expect(await offers()).toEqual([undefined, full, full, full, full]);
  // The same one asks again: it is the same space.
  expect(await offers()).toEqual([undefined, full, full, full, full]);
});

it('a file that comes while something else fills the disk is refused before the kept part is touched, and texts go on', async () => {
  const lab = await labWithSpare(10 * mib);
  const { ali, disk, filesFolder } = lab;
  const file = await fileOf('note');
  const { ticket } = await offer(ali, file.sent);
  const transfer = await opened(lab, ticket);
  await sendList(transfer, file);
  disk.free = kept + 10;
  sendBytes(transfer, file);
  expect(await transfer.first(ofType('closed'))).toMatchObject({ code: 'store-full' });
  expect(filesIn(filesFolder)).not.toContain(file.sent.hash);
  expect(await ali.say('still here')).toMatchObject({ type: 'ok' });
  disk.free = kept + 10 * mib;
  // What came is put away first.
  const again = await vi.waitFor(async () => opened(lab, (await offer(ali, file.sent))['ticket']));
  await again.first(ofType('get'));
  sendBytes(again, file);
  await again.first(ofType('whole'));
});

it('a file that is there already is sent again however full the disk is', async () => {
  const lab = await labWithSpare(10 * mib);
  const file = await fileOf('note');
  await bring(lab, lab.ali, file);
  lab.disk.free = 0;
  expect(await offer(lab.ali, file.sent)).toMatchObject({ type: 'ok' });
  expect(await offer(lab.veli, file.sent)).toMatchObject({ code: 'store-full' });
  expect(await lab.ali.say('again', { files: [file.sent] })).toMatchObject({ type: 'ok' });
});

it('a file that is whole when the room’s book has no space is refused, said to the host, and comes again later', async () => {
  const lab = await labWithSpare(10 * mib);
  const { ali, server, store, defects } = lab;
  const told = () => server.readLog().map(({ event }) => event);
  const arrived = store.files.arrived.bind(store.files);
  store.files.arrived = async () => {
    throw new StoreError({ code: 'data-full' });
  };
  const file = await fileOf('note');
  const transfer = await opened(lab, (await offer(ali, file.sent))['ticket']);
  await sendList(transfer, file);
  sendBytes(transfer, file);
  expect(await transfer.first(ofType('closed'))).toMatchObject({ code: 'store-full' });
  expect([told().filter((event) => event === 'disk-full'), defects]).toEqual([['disk-full'], []]);
  store.files.arrived = arrived;
  await vi.waitFor(async () => bring(lab, ali, file));
  expect(await ali.say('here', { files: [file.sent] })).toMatchObject({ type: 'ok' });
});
