import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PrivateMessage } from '../../src-shared/member/own-copy.ts';
import { sealedFileSize } from '../../src-shared/protocol/files.ts';
import type { FileHash, SentFile } from '../../src-shared/protocol/files.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { dialRoom } from '../net/dial-room.ts';
import { filesWith } from './testing/files-with.ts';
import type { Person } from './testing/person.ts';
import { chatOf, inPrivate, untilIs } from './testing/in-private.ts';

async function withFiles(person: Person, room: RoomId): Promise<PrivateMessage> {
  const find = async () => (await chatOf(person, room))?.messages.find(({ files }) => files);
  await person.until(async () => (await find()) !== undefined);
  return (await find()) as PrivateMessage;
}

const isPrivate = true;

/** Bytes among which these words stand again and again. */
function bytesOf(size: number): Buffer {
  return Buffer.alloc(size, 'nobody else reads this; ');
}

describe('a file in a private chat', { timeout: 30_000 }, () => {
  it.each([
    0,
    1,
    limits.fileBlockBytes - 16,
    limits.fileBlockBytes,
    5 * limits.fileBlockBytes + 17,
  ])('of %d bytes comes to the other as it is', async (size) => {
    const { ali, veli, room, id } = await inPrivate();
    const bytes = bytesOf(size);
    const file = await ali.stage('../notes.bin', bytes, { room, private: id });
    expect(file).toMatchObject({ size, name: 'notes.bin' });
    await ali.ask('private/send', { room, private: id, text: '', files: [file] });
    const { files = [], text } = await withFiles(veli, room);
    expect({ files, text }).toEqual({ files: [file], text: 'notes.bin' });
    const saved = await veli.ask('file/save', { room, private: id, hash: file.hash });
    expect(saved.path).toBe(join(veli.folder, 'downloads', 'notes.bin'));
    expect(readFileSync(saved.path).equals(bytes)).toBe(true);
    const read = await veli.ask('file/read', { room, hash: file.hash, isPrivate });
    expect(Buffer.from(read.bytes, 'base64').equals(bytes)).toBe(true);
    const list = async () => veli.ask('file/saved', { room, hashes: [file.hash], isPrivate });
    expect(await list()).toEqual([{ hash: file.hash, ...saved }]);
    // Nothing on the disk says that there was such a file.
    expect(await veli.ask('file/saved', { room, hashes: [file.hash] })).toEqual([]);
    rmSync(saved.path);
    expect(await list()).toEqual([]);
    expect([...ali.defects, ...veli.defects]).toEqual([]);
  });

  it('goes the other way too, and is read by its sender', async () => {
    const { ali, veli, room, id } = await inPrivate();
    const file = await veli.stage('plan.txt', Buffer.from('at nine'), { room, private: id });
    await veli.ask('private/send', { room, private: id, text: 'the plan', files: [file] });
    expect(await withFiles(ali, room)).toMatchObject({ text: 'the plan', files: [file] });
    const { path } = await ali.ask('file/save', { room, private: id, hash: file.hash });
    expect(readFileSync(path, 'utf8')).toBe('at nine');
    const own = await veli.ask('file/read', { room, hash: file.hash, isPrivate });
    expect(Buffer.from(own.bytes, 'base64').toString()).toBe('at nine');
  });

  it('lies on no disk so that it can be read, and is gone with its chat', async () => {
    const { ali, veli, room, id } = await inPrivate();
    const file = await ali.stage('notes.bin', bytesOf(3 * limits.fileBlockBytes), {
      room,
      private: id,
    });
    await ali.ask('private/send', { room, private: id, text: '', files: [file] });
    await withFiles(veli, room);
    await veli.ask('file/fetch', { room, private: id, hash: file.hash });
    const states = () => veli.ask('file/states', { room, hashes: [file.hash], isPrivate });
    await veli.until(async () => (await states())[0]?.is === 'here');
    expect([ali, veli].flatMap(({ folder }) => filesWith(folder, 'nobody else reads'))).toEqual([]);
    const lies = (person: Person) =>
      existsSync(join(person.folder, 'profile', 'private-files', file.hash.slice(0, 2), file.hash));
    expect([lies(ali), lies(veli)]).toEqual([true, true]);
    await veli.ask('private/close', { room, private: id });
    await untilIs(ali, room, 'ended');
    // What was said can still be read until one closes it.
    expect(lies(ali)).toBe(true);
    await ali.ask('private/close', { room, private: id });
    await ali.until(async () => !lies(ali) && !lies(veli));
    await expect(ali.ask('file/read', { room, hash: file.hash, isPrivate })).rejects.toThrow(
      'file-not-here',
    );
  });

  it('is another one than that of the room, and with a wrong key is refused in words', async () => {
    const { ali, veli, room, id } = await inPrivate();
    const ofChat = await ali.stage('own.txt', Buffer.from('for you'), { room, private: id });
    await ali.ask('private/send', { room, private: id, text: '', files: [ofChat] });
    await withFiles(veli, room);
    await veli.ask('file/fetch', { room, private: id, hash: ofChat.hash });
    const states = (of: FileHash, isOfChat?: true) =>
      veli.ask('file/states', { room, hashes: [of], isPrivate: isOfChat });
    await veli.until(async () => (await states(ofChat.hash, true))[0]?.is === 'here');
    expect(await states(ofChat.hash)).toEqual([]);
    const read = veli.ask('file/read', { room, hash: ofChat.hash });
    await expect(read).rejects.toThrow('file-not-here');
    const lies = join(veli.folder, 'profile', 'private-files', ofChat.hash.slice(0, 2));
    writeFileSync(join(lies, ofChat.hash), Buffer.alloc(sealedFileSize(ofChat.size)));
    const file = { room, hash: ofChat.hash };
    await expect(veli.ask('file/read', { ...file, isPrivate })).rejects.toThrow('file-damaged');
    await expect(veli.ask('file/save', { ...file, private: id })).rejects.toThrow('file-damaged');
    expect(veli.defects).toEqual([]);
  });

  it('is sent only as it was taken in for this chat', async () => {
    const { ali, room, id } = await inPrivate();
    const other = await ali.stage('other.txt', Buffer.from('for all'));
    const send = (hash: FileHash) =>
      ali.ask('private/send', { room, private: id, text: 'x', files: [{ ...other, hash }] });
    await expect(send(other.hash)).rejects.toThrow('no-such-file');
    await expect(send('A'.repeat(43) as FileHash)).rejects.toThrow('no-such-file');
  });

  it('tells who takes it that the giver has stopped it, goes on with that one, and is withdrawn with the chat', async () => {
    const gate = { opens: Promise.resolve() };
    const dial: typeof dialRoom = async (to) => {
      await gate.opens;
      return dialRoom(to);
    };
    const {
      ali: taker,
      veli: giver,
      room,
      id,
    } = await inPrivate({
      dial: (to) => dial({ ...to, timeoutMs: 10_000 }),
    });
    const ofChat = { room, private: id };
    const files: SentFile[] = [];
    for (const name of ['one.txt', 'two.txt', 'gone.txt'])
      files.push(await giver.stage(name, Buffer.from(name), ofChat));
    await giver.ask('private/send', { ...ofChat, text: '', files });
    await withFiles(taker, room);
    const [one, two, gone] = files.map(({ hash }) => hash) as [FileHash, FileHash, FileHash];
    const is = async (person: Person, hash: FileHash) => {
      const [state] = await person.ask('file/states', { room, hashes: [hash], isPrivate });
      return state?.refusal?.code ?? state?.is;
    };
    const fetchAndStop = async (hash: FileHash) => {
      const saved = taker.request('file/save', { ...ofChat, hash });
      await giver.until(async () => (await is(giver, hash)) === 'up');
      await giver.ask('file/stop', { room, hash, isPrivate });
      await taker.until(async () => (await is(taker, hash)) === 'file-stopped-there');
      return { saved };
    };
    const { promise: opens, resolve: open } = Promise.withResolvers<void>();
    gate.opens = opens;
    const ofOne = await fetchAndStop(one);
    const ofTwo = await fetchAndStop(two);
    // Who wants it all the same hears the same again.
    await taker.ask('file/go-on', { room, hash: one, isPrivate });
    expect(await is(taker, one)).not.toBe('file-stopped-there');
    await taker.until(async () => (await is(taker, one)) === 'file-stopped-there');
    open();
    await giver.ask('file/go-on', { room, hash: one, isPrivate });
    expect(await ofOne.saved).toMatchObject({ ok: true });
    rmSync(join(giver.folder, 'profile', 'private-files', gone.slice(0, 2), gone));
    const withdrawn = { refusal: { code: 'file-withdrawn' } };
    expect(await taker.request('file/save', { ...ofChat, hash: gone })).toMatchObject(withdrawn);
    await giver.ask('private/close', ofChat);
    expect(await ofTwo.saved).toMatchObject(withdrawn);
    expect([...giver.defects, ...taker.defects]).toEqual([]);
  });

  it('W20 tells who gives it that the other one’s disk has no space for it, until it is asked for again', async () => {
    const disk = { free: 100 * 1024 ** 2 };
    const {
      ali: giver,
      veli: taker,
      room,
      id,
    } = await inPrivate({
      freeBytes: async () => disk.free,
    });
    const ofChat = { room, private: id };
    const file = await giver.stage('film.mkv', Buffer.alloc(1000), ofChat);
    await giver.ask('private/send', { ...ofChat, text: '', files: [file] });
    await withFiles(taker, room);
    const save = () => taker.request('file/save', { ...ofChat, hash: file.hash });
    expect(await save()).toMatchObject({ refusal: { code: 'file-no-space' } });
    const told = () =>
      giver.pushes
        .flatMap(({ name, push }) => (name === 'file/changed' ? push : []))
        .findLast(({ hash }) => hash === file.hash);
    await giver.until(() => told()?.refusal?.code === 'partner-no-space');
    expect(told()).toMatchObject({ is: 'stopped', isPrivate });
    disk.free *= 2;
    expect(await save()).toMatchObject({ ok: true });
    await giver.until(() => told()?.refusal === undefined);
    expect([...giver.defects, ...taker.defects]).toEqual([]);
  });

  it.each(['takes', 'gives'])('goes on where it was after a cut at who %s', async (who) => {
    const cut = { afterBytes: 3 * limits.fileBlockBytes, bytes: 0, cuts: 0 };
    const { ali, veli, room, id } = await inPrivate({ dial: dialAndCut(cut) });
    const [from, to] = who === 'gives' ? [veli, ali] : [ali, veli];
    const bytes = bytesOf(8 * limits.fileBlockBytes);
    const file = await from.stage('film.mp4', bytes, { room, private: id });
    await from.ask('private/send', { room, private: id, text: '', files: [file] });
    await withFiles(to, room);
    await to.ask('file/fetch', { room, private: id, hash: file.hash });
    const state = async () =>
      (await to.ask('file/states', { room, hashes: [file.hash], isPrivate }))[0];
    await to.until(async () => cut.cuts === 1 && (await state())?.is !== 'down');
    to.clock.advance(1000);
    await to.until(async () => (await state())?.is === 'here');
    const read = await to.ask('file/read', { room, hash: file.hash, isPrivate });
    expect(Buffer.from(read.bytes, 'base64').equals(bytes)).toBe(true);
    // Over both connections: what was under way at the cut came twice, and nothing else.
    expect(cut.bytes).toBeLessThan(11 * limits.fileBlockBytes);
    expect([...ali.defects, ...veli.defects]).toEqual([]);
  });
});

/** Cuts the first connection for files when so many bytes have gone over it, whichever way. */
function dialAndCut(cut: { afterBytes: number; bytes: number; cuts: number }) {
  return async (to: Omit<Parameters<typeof dialRoom>[0], 'timeoutMs'>) => {
    const dialled = await dialRoom({ ...to, timeoutMs: 10_000 });
    const { transport } = dialled;
    let isForFiles = false;
    const count = (bytes: number): void => {
      if (!isForFiles) return;
      cut.bytes += bytes;
      if (cut.cuts > 0 || cut.bytes < cut.afterBytes) return;
      cut.cuts += 1;
      transport.destroy();
    };
    const send = transport.send.bind(transport);
    transport.send = (bytes) => {
      isForFiles ||= Buffer.from(bytes.subarray(0, 64)).includes('open-file');
      send(bytes);
      count(bytes.length);
    };
    const listen = transport.listen.bind(transport);
    transport.listen = (listener) =>
      listen({
        ...listener,
        bytes: (chunk) => {
          count(chunk.length);
          listener.bytes(chunk);
        },
      });
    return dialled;
  };
}
