import { describe, expect, it } from 'vitest';
import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import { directConversation } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import {
  bring,
  fileOf,
  filesIn,
  offer,
  ofType,
  opened,
  startLabWithFiles,
} from './testing/file-lab.ts';
import type { File } from './testing/file-lab.ts';
import { accountOf, connect, enter } from './testing/lab.ts';
import type { WirePeer } from './testing/wire-peer.ts';

describe('who says to have no space', () => {
  it('of a file that no message has, or of a deleted one, tells nobody', async () => {
    const lab = await startLabWithFiles();
    const file = await fileOf('note');
    await bring(lab, lab.ali, file);
    const said = await lab.ali.say('x', { files: [file.sent] });
    const full = { in: 'everyone', seq: said['seq'], hash: file.sent.hash, state: 'no-space' };
    const other = { ...full, hash: 'a'.repeat(43) };
    const refused = { type: 'fail', code: 'no-such-file' };
    expect(await lab.veli.ask('set-file-space', other)).toMatchObject(refused);
    await lab.ali.ask('delete-message', {
      in: 'everyone',
      cid: 'd'.repeat(22),
      target: said['seq'],
    });
    expect(await lab.veli.ask('set-file-space', full)).toMatchObject(refused);
    await lab.ali.ask('ping', {});
    expect(lab.ali.frames.filter(ofType('file-space'))).toEqual([]);
  });

  it('is believed of oneself alone, and heard by who has sent it', async () => {
    const lab = await startLabWithFiles();
    const can = await enter(lab.server, 'can');
    const file = await fileOf('note');
    await bring(lab, lab.ali, file);
    const { seq } = await lab.ali.say('x', { files: [file.sent] });
    const full = { in: 'everyone', seq, hash: file.sent.hash, state: 'no-space' };
    const account = await accountOf(lab.ali, 'veli');
    const lie = { ...full, account: await accountOf(lab.ali, 'can') };
    expect(await lab.veli.ask('set-file-space', lie)).toMatchObject({ type: 'ok' });
    expect(await lab.ali.first(ofType('file-space'))).toEqual({
      type: 'file-space',
      ...full,
      account,
    });
    await can.ask('ping', {});
    for (const peer of [lab.veli, can])
      expect(peer.frames.filter(ofType('file-space'))).toEqual([]);
  });
});

describe('a hostile offer', () => {
  /** Ali may bring a file; what comes of it is on the connection. */
  async function begun(sizeOf: (size: number) => number = (size) => size) {
    const lab = await startLabWithFiles();
    const file = await fileOf('note');
    const size = sizeOf(file.sent.size);
    const { ticket } = await offer(lab.ali, { ...file.sent, size });
    const transfer = await opened(lab, ticket);
    await transfer.first(ofType('get-blocks'));
    return { ...lab, file, transfer };
  }
  const endsWith = async (transfer: WirePeer, code: string) => {
    expect(await transfer.first(ofType('closed'))).toMatchObject({ code });
    await transfer.closed;
  };
  const blockOf = (transfer: WirePeer, bytes: Uint8Array, at = 0) => {
    transfer.write(`{"type":"block","at":${at},"bytes":${bytes.length}}\n`);
    transfer.write(bytes);
  };
  const listOf = (transfer: WirePeer, list: Uint8Array) => {
    transfer.write(`{"type":"blocks","bytes":${list.length}}\n`);
    transfer.write(list);
  };
  const isNowhere = ({ filesFolder, file }: { filesFolder: string; file: File }) =>
    expect(filesIn(filesFolder)).not.toContain(file.sent.hash);

  it('of more than any room takes is refused with what this one takes', async () => {
    const { ali, filesFolder } = await startLabWithFiles();
    const huge = { hash: 'a'.repeat(43), size: Number.MAX_SAFE_INTEGER };
    expect(await ali.ask('offer-file', huge)).toMatchObject({
      code: 'file-too-large',
      limit: usualFileTerms.fileBytes,
    });
    expect(filesIn(filesFolder)).toEqual([]);
  });

  it.each([
    ['smaller', (size: number) => size - 1],
    ['larger', (size: number) => size + 1],
  ])('that lies about its size, %s: the list is not that of the file', async (_, sizeOf) => {
    const lab = await begun(sizeOf);
    listOf(lab.transfer, lab.file.list);
    await endsWith(lab.transfer, 'file-damaged');
    isNowhere(lab);
  });

  it('with a list of other hashes, or one that is too long, ends', async () => {
    const lab = await begun();
    listOf(lab.transfer, new Uint8Array(32));
    await endsWith(lab.transfer, 'file-damaged');
    const other = await begun();
    const bytes = 32 * 1024 ** 3;
    other.transfer.write(`{"type":"blocks","bytes":${bytes}}\n`);
    await endsWith(other.transfer, 'not-a-transfer');
    isNowhere(other);
  });

  it('with wrong bytes is asked again, and at last given up', async () => {
    const lab = await begun();
    const { transfer, file } = lab;
    listOf(transfer, file.list);
    const wrong = new Uint8Array(file.bytes);
    wrong[0] = 0;
    for (let count = 1; count <= 17; count += 1) {
      await expect.poll(() => transfer.frames.filter(ofType('get')).length).toBe(count);
      blockOf(transfer, wrong);
    }
    await endsWith(transfer, 'file-damaged');
    isNowhere(lab);
  });

  it('with a block of more bytes than it has is asked again', async () => {
    const { transfer, file } = await begun();
    listOf(transfer, file.list);
    await transfer.first(ofType('get'));
    blockOf(transfer, Buffer.concat([file.bytes, file.bytes]));
    await expect.poll(() => transfer.frames.filter(ofType('get')).length).toBe(2);
    blockOf(transfer, file.bytes);
    await transfer.first(ofType('whole'));
  });

  it.each([
    ['a block twice', 0],
    ['a block that nobody asked for', 7],
    ['a block before the first', -1],
  ])('with %s ends', async (_, at) => {
    const lab = await begun();
    const { transfer, file } = lab;
    listOf(transfer, file.list);
    await transfer.first(ofType('get'));
    const wrong = new Uint8Array(file.bytes.length);
    if (at === 0) blockOf(transfer, wrong);
    blockOf(transfer, wrong, at);
    await endsWith(transfer, 'not-a-transfer');
    isNowhere(lab);
  });

  it('with a name that is too long is no message', async () => {
    const lab = await startLabWithFiles();
    const file = await fileOf('note');
    await bring(lab, lab.ali, file);
    const name = 'x'.repeat(limits.fileNameCharacters + 1);
    expect(await lab.ali.say('x', { files: [{ ...file.sent, name }] })).toMatchObject({
      code: 'bad-field',
    });
  });

  it('by a ticket of somebody else is not taken on one’s own connection', async () => {
    const lab = await startLabWithFiles();
    const { ali, veli, server } = lab;
    const can = await enter(server, 'can');
    const [secret, own] = [await fileOf('secret'), await fileOf('own')];
    await bring(lab, ali, secret);
    const id = directConversation(await accountOf(ali, 'ali'), await accountOf(ali, 'veli'));
    const { seq } = await ali.say('for you', { in: id, files: [secret.sent] });
    const { ticket } = await veli.ask('fetch-file', { in: id, seq, hash: secret.sent.hash });
    const transfer = await opened(lab, (await offer(can, own.sent))['ticket']);
    await transfer.first(ofType('get-blocks'));
    listOf(transfer, own.list);
    await transfer.first(ofType('get'));
    blockOf(transfer, own.bytes);
    await transfer.first(ofType('whole'));
    expect(await transfer.ask('open-file', { ticket })).toMatchObject({ code: 'ticket-unknown' });
    await transfer.closed;
    // It is worth nothing to anybody now.
    const late = await connect(server);
    expect(await late.ask('open-file', { ticket })).toMatchObject({ code: 'ticket-unknown' });
    // Nor does who has brought the same bytes learn of the message, or of the file.
    expect(await can.ask('fetch-file', { in: id, seq, hash: secret.sent.hash })).toMatchObject({
      code: 'no-such-file',
    });
    expect(await offer(can, secret.sent)).toHaveProperty('ticket');
  });
});
