import { describe, expect, it, vi } from 'vitest';
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
import { connect } from './testing/lab.ts';

/** Offers of one moment make way in the order of their hashes; these are the last to. */
const hashOf = (at: number) => String(at).padStart(43, '-');

describe('space that was promised', () => {
  /** Ali has a ticket for a file, and so many others, some of them older. */
  async function offered(others: number, memberBytes = 1_000_000_000) {
    const lab = await startLabWithFiles({ memberBytes });
    const file = await fileOf('note');
    const offerFrom = async (from: number, to: number) => {
      for (let at = from; at < to; at += 1)
        expect(await lab.ali.ask('offer-file', { hash: hashOf(at), size: 0 })).toHaveProperty(
          'ticket',
        );
    };
    const half = Math.floor(others / 2);
    await offerFrom(0, half);
    const { ticket } = await offer(lab.ali, file.sent);
    await offerFrom(half, others);
    return { ...lab, file, ticket };
  }
  const isRefused = async ({ server, ticket }: Awaited<ReturnType<typeof offered>>) => {
    const transfer = await connect(server);
    expect(await transfer.ask('open-file', { ticket })).toMatchObject({ code: 'no-such-file' });
  };

  it('is not lost to an offer that is refused', async () => {
    const most = limits.promisedFilesPerAccount;
    const lab = await offered(most - 1, most * limits.fileBytesCounted);
    const { server, ali, ticket, file } = lab;
    expect(await ali.ask('offer-file', { hash: hashOf(most), size: 0 })).toMatchObject({
      code: 'no-space-for-member',
    });
    const transfer = await opened(lab, ticket);
    await sendList(transfer, file);
    sendBytes(transfer, file);
    await transfer.first(ofType('whole'));
    expect((await server.files()).bytes).toBe(most * limits.fileBytesCounted);
  });

  it('and has made way for others takes no bytes, whatever ticket there is', async () => {
    const lab = await offered(limits.promisedFilesPerAccount);
    await isRefused(lab);
    expect(filesIn(lab.filesFolder)).toEqual([]);
  });

  it('is of one size: a ticket from before for another one is worth nothing', async () => {
    const lab = await offered(limits.promisedFilesPerAccount);
    expect(await offer(lab.ali, { ...lab.file.sent, size: 0 })).toHaveProperty('ticket');
    await isRefused(lab);
    expect(filesIn(lab.filesFolder)).toEqual([]);
  });

  it('and is gone once all of it has come is no file', async () => {
    const lab = await offered(0);
    const { store, ticket, file, clock, filesFolder } = lab;
    const transfer = await opened(lab, ticket);
    await sendList(transfer, file);
    const late = clock.wallMs() + 1;
    const since = { keptSince: 0, broughtSince: late, promisedSince: late, moving: [] };
    await store.files.sweep({ now: late, ...since });
    sendBytes(transfer, file);
    expect(await transfer.first(ofType('closed'))).toMatchObject({ code: 'no-such-file' });
    expect(filesIn(filesFolder)).toEqual([]);
  });
});

it('a file whose beginning the store could not note is brought by the next try', async () => {
  const lab = await startLabWithFiles();
  const { ali, server, store } = lab;
  const file = await fileOf('note');
  vi.spyOn(store.files, 'begun').mockRejectedValueOnce(new Error('the disk says no'));
  const { ticket } = await offer(ali, file.sent);
  const transfer = await connect(server);
  expect(await transfer.ask('open-file', { ticket })).toMatchObject({ code: 'store-failed' });
  await bring(lab, ali, file);
  expect(await ali.say('here', { files: [file.sent] })).toMatchObject({ type: 'ok' });
});

describe('a file that was offered and is not to be sent', () => {
  it('is forgotten, whole or half, with its space', async () => {
    const lab = await startLabWithFiles();
    const { ali, server, filesFolder } = lab;
    const file = await fileOf('note');
    const drop = () => ali.ask('drop-file', { hash: file.sent.hash });
    await bring(lab, ali, file);
    expect(await drop()).toMatchObject({ type: 'ok' });
    await vi.waitFor(() => expect(filesIn(filesFolder)).toEqual([]));
    expect(await ali.say('gone', { files: [file.sent] })).toMatchObject({ code: 'no-such-file' });

    const transfer = await opened(lab, (await offer(ali, file.sent))['ticket']);
    await sendList(transfer, file);
    expect(filesIn(filesFolder)).not.toEqual([]);
    await drop();
    transfer.destroy();
    await vi.waitFor(() => expect(filesIn(filesFolder)).toEqual([]));
    expect((await server.files()).bytes).toBe(0);
  });

  it('is said to be forgotten when it is, so that nobody asks for it faster than it is done', async () => {
    const { ali, store } = await startLabWithFiles();
    const { hash } = (await fileOf('note')).sent;
    const disk = Promise.withResolvers<void>();
    const { drop } = store.files;
    const asked = vi.spyOn(store.files, 'drop').mockImplementationOnce(async (file) => {
      await disk.promise;
      return drop.call(store.files, file);
    });
    let isAnswered = false;
    const dropped = ali.ask('drop-file', { hash }).then((answer) => {
      isAnswered = true;
      return answer;
    });
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    await ali.ask('ping');
    expect(isAnswered).toBe(false);
    disk.resolve();
    expect(await dropped).toMatchObject({ type: 'ok' });
    asked.mockRejectedValueOnce(new Error('the disk says no'));
    expect(await ali.ask('drop-file', { hash })).toMatchObject({ code: 'store-failed' });
  });

  it('and that a message has stays, whoever drops it', async () => {
    const lab = await startLabWithFiles();
    const { ali, veli, filesFolder } = lab;
    const file = await fileOf('note');
    await bring(lab, ali, file);
    const { seq } = await ali.say('here', { files: [file.sent] });
    await veli.ask('drop-file', { hash: file.sent.hash });
    await ali.ask('drop-file', { hash: file.sent.hash });
    const place = { in: 'everyone', seq, hash: file.sent.hash };
    expect(await veli.ask('fetch-file', place)).toHaveProperty('ticket');
    expect(filesIn(filesFolder)).toEqual([file.sent.hash]);
  });
});
