import { expect, it, vi } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
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
import { enter } from './testing/lab.ts';

/** Waits before or after its work, until it is released. */
function hold<A extends unknown[], R>(work: (...given: A) => Promise<R>, when: 'before' | 'after') {
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = {
    isHeld: false,
    release: resolve,
    async work(...given: A): Promise<R> {
      const done = when === 'after' ? await work(...given) : undefined;
      held.isHeld = true;
      await promise;
      return done ?? work(...given);
    },
  };
  return held;
}

/** Ali's file is nobody's any more, and the room is about to take it away while Can brings the same. */
async function sweptWhileItComes() {
  const lab = await startLabWithFiles();
  const { ali, server, clock, store } = lab;
  clock.advance(5_000);
  const file = await fileOf('note');
  await bring(lab, ali, file);
  const { seq } = await ali.say('here', { files: [file.sent] });
  await ali.ask('delete-message', { in: 'everyone', cid: 'delete-delete-delete', target: seq });
  clock.advance(50_000);
  const can = await enter(server, 'can');
  const transfer = await opened(lab, (await offer(can, file.sent))['ticket']);
  await sendList(transfer, file);
  const sweep = hold(store.files.sweep.bind(store.files), 'after');
  vi.spyOn(store.files, 'sweep').mockImplementationOnce(sweep.work);
  await expect.poll(() => (clock.advance(1_000), sweep.isHeld)).toBe(true);
  const staysOnceSettled = async () => {
    expect(await transfer.first(ofType('whole'))).toBeDefined();
    // What is offered waits for the sweep to be over.
    await offer(can, (await fileOf('next')).sent);
    expect(filesIn(lab.filesFolder)).toEqual([file.sent.hash]);
    expect(await can.say('mine', { files: [file.sent] })).toMatchObject({ type: 'ok' });
  };
  return { ...lab, file, can, transfer, sweep, staysOnceSettled };
}

it('a file that came after it was found to be nobody’s stays', async () => {
  const { transfer, file, sweep, staysOnceSettled } = await sweptWhileItComes();
  sendBytes(transfer, file);
  await transfer.first(ofType('whole'));
  sweep.release();
  await staysOnceSettled();
});

it('a file that is in its place stays, though it is not noted yet', async () => {
  const { store, can, transfer, file, sweep, staysOnceSettled } = await sweptWhileItComes();
  const arrived = hold(store.files.arrived.bind(store.files), 'before');
  vi.spyOn(store.files, 'arrived').mockImplementationOnce(arrived.work);
  sendBytes(transfer, file);
  await expect.poll(() => arrived.isHeld).toBe(true);
  sweep.release();
  for (let count = 0; count < 20; count += 1)
    await can.ask('read-history', { in: 'everyone', limit: 1 });
  arrived.release();
  await staysOnceSettled();
});

it('a file that the store could not note as whole goes with its offer', async () => {
  const lab = await startLabWithFiles();
  const { ali, store, clock, filesFolder } = lab;
  const file = await fileOf('note');
  vi.spyOn(store.files, 'arrived').mockRejectedValueOnce(new Error('the disk says no'));
  const transfer = await opened(lab, (await offer(ali, file.sent))['ticket']);
  await sendList(transfer, file);
  sendBytes(transfer, file);
  expect(await transfer.first(ofType('closed'))).toMatchObject({ code: 'store-failed' });
  expect(filesIn(filesFolder)).toEqual([file.sent.hash]);
  clock.advance(limits.unsentFileMs);
  await expect.poll(() => (clock.advance(120_000), filesIn(filesFolder))).toEqual([]);
});

it('what somebody has brought and not sent yet stays when another’s message that had the same is deleted', async () => {
  const lab = await startLabWithFiles();
  const { ali, veli, server, clock } = lab;
  const file = await fileOf('note');
  const other = await fileOf('other');
  for (const each of [file, other]) {
    await bring(lab, ali, each);
    const { seq } = await ali.say('here', { files: [each.sent] });
    if (each === file) await bring(lab, veli, file);
    const cid = `delete-delete-${each.sent.name}`.replaceAll(/[^a-z-]/g, '-');
    await ali.ask('delete-message', { in: 'everyone', cid, target: seq });
  }
  // The sweep that takes the other one away leaves it.
  await expect
    .poll(() => (clock.advance(1_000), filesIn(lab.filesFolder)))
    .toEqual([file.sent.hash]);
  const back = await enter(server, 'veli');
  expect(await back.say('mine', { files: [file.sent] })).toMatchObject({ type: 'ok' });
});
