import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { hashBlock, hashFile } from '../files/file-blocks.ts';
import { connectTo } from '../server/testing/lab.ts';
import { messageWithFiles } from './testing/message-with-files.ts';
import { threePeople } from './testing/two-people.ts';

/** Every block another. */
function bytesOf(size: number): Buffer {
  const words = new Uint32Array(Math.ceil(size / 4));
  let state = 1;
  for (let at = 0; at < words.length; at += 1) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    words[at] = state;
  }
  return Buffer.from(words.buffer, 0, size);
}

/** All that lies below a folder. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

test.each([0, 1, limits.fileBlockBytes, 5 * limits.fileBlockBytes + 17])(
  'a file of %d bytes comes to the other as it is',
  async (size) => {
    const { ali, veli, room } = await threePeople();
    const bytes = bytesOf(size);
    const file = await ali.stage('notes.bin', bytes);
    await ali.ask('message/send', { room, in: everyone, text: '', files: [file] });
    const { seq, files, text } = await messageWithFiles(veli, room);
    expect({ files, text }).toEqual({ files: [file], text: 'notes.bin' });
    const asked = { room, in: everyone, seq, hash: file.hash };
    const saved = await veli.ask('file/save', asked);
    expect(saved).toEqual({ path: join(veli.folder, 'downloads', 'notes.bin'), name: 'notes.bin' });
    expect(readFileSync(saved.path).equals(bytes)).toBe(true);
    expect(statSync(saved.path).mode & 0o777).toBe(0o600);
    const { name } = await veli.ask('file/save', asked);
    expect(name).toBe('notes (2).bin');
  },
);

test('who comes from elsewhere sends too, several at once and in their order', async () => {
  const { ali, veli, room } = await threePeople();
  const names = ['one.txt', 'two.txt', 'three.txt', 'four.txt', 'five.txt'];
  const files = [];
  for (const name of names) files.push(await veli.stage(name, Buffer.from(name)));
  await veli.ask('message/send', { room, in: everyone, text: 'all of them', files });
  const message = await messageWithFiles(ali, room);
  expect(message.files?.map(({ name }) => name)).toEqual(names);
  for (const { hash, name } of files) {
    const place = { room, in: everyone, seq: message.seq, hash };
    const { path } = await ali.ask('file/save', place);
    expect(readFileSync(path, 'utf8')).toBe(name);
  }
});

test('who knows a file’s hash has not got the file', async () => {
  const { ali, veli, can, room, direct } = await threePeople();
  const file = await ali.stage('secret.txt', Buffer.from('for Veli'));
  await ali.ask('message/send', { room, in: direct, text: '', files: [file] });
  await messageWithFiles(veli, room, direct);
  // Knowing its hash is not having it.
  const others = await can
    .ask('message/send', { room, in: everyone, text: 'x', files: [file] })
    .catch(String);
  expect(others).toContain('file-unreadable');
});

test('the last message that has it takes a file along', async () => {
  const { ali, veli, room, direct } = await threePeople();
  const file = await veli.stage('gone.txt', Buffer.from('gone soon'));
  for (const id of [everyone, direct])
    await veli.ask('message/send', { room, in: id, text: '', files: [file] });
  const inRoom = join(ali.folder, 'rooms', room, 'files');
  const messages = [await messageWithFiles(ali, room), await messageWithFiles(ali, room, direct)];
  expect(filesIn(inRoom)).toEqual([file.hash]);
  const sweep = () => ali.clock.advance(61_000);
  for (const [place, { in: id, seq }] of messages.entries()) {
    await veli.ask('message/change', {
      room,
      in: id,
      change: { type: 'delete-message', target: seq },
    });
    // The time that goes by for the host has cut them off.
    await ali.untilWithTime(async () => {
      veli.clock.advance(10);
      return (await ali.texts(room, id)).includes('');
    });
    sweep();
    await ali.until(() => filesIn(inRoom).length === (place === 0 ? 1 : 0));
  }
});

describe('the copy of a file that was fetched or sent', () => {
  const copiesOf = ({ folder }: { folder: string }) => filesIn(join(folder, 'profile', 'files'));

  it('goes when its message is deleted, also where that is learnt only later', async () => {
    const { ali, veli, can, room } = await threePeople();
    const file = await veli.stage('secret.txt', Buffer.from('not for all'));
    await veli.ask('message/send', { room, in: everyone, text: '', files: [file] });
    const { seq } = await messageWithFiles(ali, room);
    await messageWithFiles(can, room);
    for (const person of [ali, can]) {
      const { path } = await person.ask('file/save', { room, in: everyone, seq, hash: file.hash });
      expect(copiesOf(person)).toEqual([file.hash]);
      expect(readFileSync(path, 'utf8')).toBe('not for all');
    }
    await can.close();
    const change = { type: 'delete-message', target: seq } as const;
    await veli.ask('message/change', { room, in: everyone, change });
    await ali.until(() => copiesOf(ali).length === 0);
    await veli.until(() => copiesOf(veli).length === 0);
    await can.start();
    await can.untilWithTime(() => copiesOf(can).length === 0);
    // What somebody has saved is theirs.
    expect(filesIn(join(ali.folder, 'downloads'))).toEqual(['secret.txt']);
    // Where that was is forgotten with the message.
    const saved = () => ali.ask('file/saved', { room, hashes: [file.hash] });
    await ali.until(async () => (await saved()).length === 0);
  });

  it('stays where it is to be sent', async () => {
    const { ali, veli, room } = await threePeople();
    const file = await veli.stage('twice.txt', Buffer.from('twice'));
    await veli.ask('message/send', { room, in: everyone, text: '', files: [file] });
    const { seq } = await messageWithFiles(ali, room);
    await veli.stage('twice.txt', Buffer.from('twice'));
    const change = { type: 'delete-message', target: seq } as const;
    await veli.ask('message/change', { room, in: everyone, change });
    await veli.until(async () => (await veli.texts(room)).includes(''));
    expect(copiesOf(veli)).toEqual([file.hash]);
  });

  it('stays over a restart as long as a draft names it, and can be sent then', async () => {
    const { ali, veli, room } = await threePeople();
    const [draft, other] = [
      await veli.stage('draft.txt', Buffer.from('draft')),
      await veli.stage('other.txt', Buffer.from('other')),
    ];
    expect(copiesOf(veli)).toEqual([draft.hash, other.hash].toSorted());
    const aim = { files: [draft] };
    await veli.ask('draft/save', { room, in: everyone, text: '', aim });
    await veli.close();
    await veli.start();
    expect(copiesOf(veli)).toEqual([draft.hash]);
    const kept = (await veli.opened(room)).conversations[0];
    expect(kept?.aim).toEqual(aim);
    await veli.ask('message/send', { room, in: everyone, text: '', ...aim });
    expect(await messageWithFiles(ali, room)).toMatchObject(aim);
    const again = await veli.stage('again.txt', Buffer.from('again'));
    await veli.ask('draft/save', { room, in: everyone, text: '', aim: { files: [again] } });
    await veli.ask('draft/save', { room, in: everyone, text: '' });
    await veli.close();
    await veli.start();
    expect(copiesOf(veli)).toEqual([draft.hash]);
  });

  it('goes when the room keeps its file no longer', async () => {
    const { ali, veli, room } = await threePeople();
    const file = await veli.stage('old.txt', Buffer.from('old'));
    await veli.ask('message/send', { room, in: everyone, text: '', files: [file] });
    const { seq } = await messageWithFiles(ali, room);
    await ali.ask('file/save', { room, in: everyone, seq, hash: file.hash });
    const { files } = (await ali.ask('host/status', { room })).options;
    await ali.ask('host/change-options', { room, files: { ...files, days: 30 } });
    for (const person of [ali, veli]) {
      await person.until(async () => (await person.view(room)).files.days === 30);
      person.clock.jumpWall(31 * 24 * 60 * 60_000);
      person.clock.advance(60 * 60_000);
      await person.until(() => copiesOf(person).length === 0);
    }
  });
});

test('names that mean harm are saved as names of files, below the downloads and nowhere else', async () => {
  const { ali, room } = await threePeople();
  const { port } = await ali.ask('host/status', { room });
  const peer = await connectTo(port);
  await peer.enter('mallory');
  const bytes = Buffer.from('{"type":"harm"}\n');
  const list = await hashBlock(new Uint8Array(bytes));
  const file = { hash: await hashFile(bytes.length, list), size: bytes.length };
  const { ticket } = await peer.ask('offer-file', file);
  const transfer = await connectTo(port);
  await transfer.ask('open-file', { ticket });
  transfer.write('{"type":"blocks","bytes":32}\n');
  transfer.write(list);
  await transfer.first(({ type }) => type === 'get');
  transfer.write(`{"type":"block","at":0,"bytes":${bytes.length}}\n`);
  transfer.write(bytes);
  await transfer.first(({ type }) => type === 'whole');
  const names = ['../../x', 'CON', 'y'.repeat(300), '\u202Egpj.exe', '..\\..\\z', '/etc/passwd'];
  const before = filesIn(ali.folder);
  const saved = [];
  for (const name of names) {
    const { seq } = await peer.say('take it', { files: [{ ...file, name }] });
    await ali.until(async () => (await ali.texts(room)).length > saved.length);
    const place = { room, in: everyone, seq: Number(seq), hash: file.hash };
    saved.push((await ali.ask('file/save', place)).path.slice(ali.folder.length + 1));
  }
  const expected = ['x', '_CON', 'y'.repeat(200), 'gpj.exe', 'z', 'etc/passwd'];
  expect(saved).toEqual(expected.map((name) => join('downloads', name)));
  const after = filesIn(ali.folder).filter((name) => !before.includes(name));
  const own = expected.map((name) => name.replace('etc/', ''));
  expect(after.filter((name) => name !== file.hash).toSorted()).toEqual(own.toSorted());
});

test('what was forwarded is fetched where it was forwarded to', async () => {
  const { ali, veli, can, room, direct, accounts } = await threePeople();
  const file = await veli.stage('pass on.txt', Buffer.from('for all'));
  await veli.ask('message/send', { room, in: direct, text: 'look', files: [file] });
  const { seq } = await messageWithFiles(ali, room, direct);
  await ali.ask('message/forward', { room, in: direct, seq, to: [everyone] });
  const forwarded = await messageWithFiles(can, room);
  expect(forwarded).toMatchObject({ forwarded: accounts.veli, text: 'look', files: [file] });
  const place = { room, in: everyone, seq: forwarded.seq, hash: file.hash };
  const { path } = await can.ask('file/save', place);
  expect(readFileSync(path, 'utf8')).toBe('for all');
});

test('what is written while the room is away goes out with its files when it is back, also after a restart', async () => {
  const { ali, veli, room } = await threePeople();
  await ali.close();
  await veli.until(async () => (await veli.view(room)).connection.is !== 'live');
  const file = await veli.stage('later.txt', Buffer.from('later'));
  await veli.ask('message/send', { room, in: everyone, text: 'with it', files: [file] });
  await veli.close();
  await veli.start();
  await ali.start();
  await veli.untilWithTime(async () => (await veli.view(room)).connection.is === 'live');
  const message = await messageWithFiles(ali, room);
  expect(message.files).toEqual([file]);
});

test('where a file was saved is known after a restart, as long as it lies there as it was', async () => {
  const shown: string[] = [];
  const openFolder = async (path: string) => shown.push(path) > 0;
  const { ali, veli, room } = await threePeople({ openFolder });
  const file = await ali.stage('plan.txt', Buffer.from('at nine'));
  await ali.ask('message/send', { room, in: everyone, text: '', files: [file] });
  const { seq } = await messageWithFiles(veli, room);
  const place = { room, in: everyone, seq, hash: file.hash };
  const { path: first } = await veli.ask('file/save', place);
  const { path, name } = await veli.ask('file/save', place);
  expect([basename(first), name]).toEqual(['plan.txt', 'plan (2).txt']);
  await veli.close();
  await veli.start();
  const saved = () => veli.ask('file/saved', { room, hashes: [file.hash] });
  // Nothing is shown by a path that the app has not said itself.
  await expect(veli.ask('file/reveal', { path })).rejects.toThrow('folder-not-shown');
  expect(await saved()).toEqual([{ hash: file.hash, path, name }]);
  await veli.ask('file/reveal', { path });
  await expect(veli.ask('file/reveal', { path: first })).rejects.toThrow('folder-not-shown');
  expect(shown).toEqual([dirname(path)]);
  expect(await ali.ask('file/saved', { room, hashes: [file.hash] })).toEqual([]);
  writeFileSync(path, 'another one');
  expect(await saved()).toEqual([]);
  writeFileSync(path, 'at nine');
  expect(await saved()).toEqual([]);
});
