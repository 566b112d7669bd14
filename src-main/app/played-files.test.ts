import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { playedPath } from '../../src-shared/bridge/files.ts';
import { sealedFileSize } from '../../src-shared/protocol/files.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { inPrivate } from './testing/in-private.ts';
import { messageWithFiles } from './testing/message-with-files.ts';
import type { Person } from './testing/person.ts';
import { threePeople } from './testing/two-people.ts';

/** Its first bytes are those of an MP3. */
const sound = Buffer.alloc(3_000_000, 'do re mi fa so ');
sound.write('ID3', 0, 'latin1');

const played = (person: Person, address: string) =>
  person.app.played(address.slice(playedPath.length));

async function partsOf(person: Person, address: string) {
  const file = await played(person, address);
  const read = async (from: number, to: number) =>
    Buffer.from((await file?.read({ from, to })) ?? []).equals(sound.subarray(from, to));
  const parts = [
    [0, 16],
    [1_048_550, 1_048_580],
    [2_999_990, 3_000_016],
  ] as const;
  const areSame = await Promise.all(parts.map(([from, to]) => read(from, to)));
  return { type: file?.type, size: file?.size, areSame };
}

const whole = { type: 'audio/mpeg', size: sound.length, areSame: [true, true, true] };

it('a sound of a message is played by who has it, in whatever parts, until that is closed or deleted', async () => {
  const { ali, veli, room } = await threePeople();
  const file = await veli.stage('song.mp3', sound);
  await veli.ask('message/send', { room, in: everyone, text: '', files: [file] });
  const { seq } = await messageWithFiles(ali, room);
  const place = { room, in: everyone, seq, hash: file.hash };
  await expect(ali.ask('file/open', place)).rejects.toThrow('file-not-here');
  await ali.ask('file/save', place);
  const one = await ali.ask('file/open', place);
  const other = await ali.ask('file/open', place);
  expect(await partsOf(ali, one.address)).toEqual(whole);
  expect(await partsOf(veli, (await veli.ask('file/open', place)).address)).toEqual(whole);
  await ali.ask('file/close', { address: one.address });
  expect(await played(ali, one.address)).toBeUndefined();
  expect(await partsOf(ali, other.address)).toEqual(whole);
  // Each is good for whom it was made alone.
  expect(await played(veli, other.address)).toBeUndefined();
  const change = { type: 'delete-message', target: seq } as const;
  await veli.ask('message/change', { room, in: everyone, change });
  await ali.until(async () => (await played(ali, other.address)) === undefined);
});

it('nothing is played that is no sound or film, is of another message, or of a room that one has left', async () => {
  const { ali, veli, room, direct, withCan } = await threePeople();
  const file = await ali.stage('song.mp3', sound);
  await ali.ask('message/send', { room, in: direct, text: '', files: [file] });
  const { seq } = await messageWithFiles(veli, room, direct);
  const html = await ali.stage('page.mp3', Buffer.from('<html><script>alert(1)</script>'));
  await ali.ask('message/send', { room, in: withCan, text: '', files: [html] });
  const page = await messageWithFiles(ali, room, withCan);
  const open = (place: object) => ali.raw('file/open', { room, ...place });
  const no = (code: string) => ({ ok: false, refusal: { code } });
  expect(await open({ in: withCan, seq: page.seq, hash: html.hash })).toEqual(no('file-not-shown'));
  expect(await open({ in: withCan, seq: page.seq, hash: file.hash })).toEqual(no('no-such-file'));
  expect(await open({ in: direct, seq: 99, hash: file.hash })).toEqual(no('no-such-file'));
  // It is here, and waits for no room.
  expect(await open({ hash: file.hash })).toEqual(no('no-such-file'));
  expect(await played(ali, `${playedPath}${'A'.repeat(43)}`)).toBeUndefined();
  await veli.ask('file/save', { room, in: direct, seq, hash: file.hash });
  const place = { room, in: direct, seq, hash: file.hash };
  const { address } = await veli.ask('file/open', place);
  expect(await played(veli, address)).toBeDefined();
  await veli.ask('room/leave', { room });
  expect(await played(veli, address)).toBeUndefined();
});

it('one’s own is played while it waits for the room', async () => {
  const { ali, veli, room } = await threePeople();
  await ali.close();
  await veli.until(async () => (await veli.view(room)).connection.is !== 'live');
  const file = await veli.stage('song.mp3', sound);
  await veli.ask('message/send', { room, in: everyone, text: '', files: [file] });
  const { address } = await veli.ask('file/open', { room, hash: file.hash });
  expect(await partsOf(veli, address)).toEqual(whole);
});

it('one’s own is played while it is chosen for the next message of that room, over a restart too', async () => {
  const { ali, veli, room } = await threePeople();
  const file = await veli.stage('voice.mp3', sound);
  const asked = { room, hash: file.hash };
  await expect(veli.ask('file/open', asked)).rejects.toThrow('no-such-file');
  const draft = { room, in: everyone, text: '' };
  const aim = { files: [{ ...file, isVoice: true as const }] };
  await veli.ask('draft/save', { ...draft, aim });
  await veli.close();
  await veli.start();
  expect((await veli.opened(room)).conversations[0]?.aim).toEqual(aim);
  const { address } = await veli.ask('file/open', asked);
  expect(await partsOf(veli, address)).toEqual(whole);
  await expect(ali.ask('file/open', asked)).rejects.toThrow('no-such-file');
  await veli.ask('draft/save', draft);
  expect(await played(veli, address)).toBeUndefined();
});

it('that of a private chat is opened part by part, and gone with it', async () => {
  const { ali, veli, room, id } = await inPrivate();
  const file = await ali.stage('song.mp3', sound, { room, private: id });
  await ali.ask('private/send', { room, private: id, text: '', files: [file] });
  const place = { room, private: id, hash: file.hash };
  await veli.until(async () => (await veli.raw('file/save', place)).ok);
  const { address } = await veli.ask('file/open', place);
  expect(await partsOf(veli, address)).toEqual(whole);
  const lies = join(veli.folder, 'profile', 'private-files', file.hash.slice(0, 2), file.hash);
  writeFileSync(lies, Buffer.alloc(sealedFileSize(file.size)));
  const playing = await played(veli, address);
  expect(await playing?.read({ from: 0, to: 9 })).toBeUndefined();
  await expect(veli.ask('file/open', place)).rejects.toThrow('file-damaged');
  await veli.ask('private/close', { room, private: id });
  expect(await played(veli, address)).toBeUndefined();
});

it('as many as a person plays are kept open, and what has gone from the disk is not', async () => {
  const { ali, room } = await threePeople();
  const file = await ali.stage('song.mp3', sound);
  await ali.ask('message/send', { room, in: everyone, text: '', files: [file] });
  const { seq } = await messageWithFiles(ali, room);
  const open = () => ali.ask('file/open', { room, in: everyone, seq, hash: file.hash });
  const opened = [];
  for (let count = 0; count <= 64; count += 1) opened.push((await open()).address);
  expect(new Set(opened).size).toBe(65);
  const [first = '', second = ''] = opened;
  expect(await played(ali, first)).toBeUndefined();
  expect(await played(ali, second)).toBeDefined();
  const playing = await played(ali, second);
  rmSync(join(ali.folder, 'profile', 'files'), { recursive: true });
  expect(await playing?.read({ from: 0, to: 9 })).toBeUndefined();
  expect(await played(ali, second)).toBeUndefined();
  expect(ali.defects).toEqual([]);
});
