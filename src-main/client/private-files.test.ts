import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import type { FileHash, PrivateFile } from '../../src-shared/protocol/files.ts';
import type { PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import { FileFolder } from '../files/file-folder.ts';
import { newFileKey } from '../files/sealed-file.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { PrivateFiles } from './private-files.ts';

const room = 'room' as RoomId;
const one = { room, private: 'one' as PrivateId };
const other = { room, private: 'other' as PrivateId };

function newFiles() {
  const defects: unknown[] = [];
  const files = new PrivateFiles(new FileFolder(temporaryFolder()), (error) => defects.push(error));
  for (const chat of [one, other]) files.begin(chat);
  return { files, defects };
}

function said(at: number): PrivateFile {
  const hash = String(at).padStart(43, 'A') as FileHash;
  return { hash, size: 1, name: 'x', key: newFileKey() };
}

it('who says files without end pushes out what they have said themselves, and nothing else', async () => {
  const { files, defects } = newFiles();
  files.heard(other, [said(0)]);
  const own = await files.take(Readable.from([Buffer.from('mine')]), one);
  if (!own) throw new Error('not taken');
  for (let at = 1; at <= 1001; at += 1) files.heard(one, [said(at)]);
  expect(files.sealedIn(one, said(1).hash)).toBeUndefined();
  expect(files.sealedIn(one, said(2).hash)).toBeDefined();
  expect(files.sealedIn(one, said(1001).hash)).toBeDefined();
  expect(files.sealedIn(other, said(0).hash)).toBeDefined();
  expect(await files.sizeOf(room, own.hash)).toBe(4);
  expect(defects).toEqual([]);
});

it('what is taken in for a chat that closes meanwhile does not stay, and for one that is closed nothing is', async () => {
  const { files, defects } = newFiles();
  const bytes = async function* () {
    yield Buffer.from('too ');
    files.forget(one);
    yield Buffer.from('late');
  };
  const hashes: FileHash[] = [];
  const take = files.folder.take.bind(files.folder);
  files.folder.take = async (sealed) => {
    const taken = await take(sealed);
    hashes.push(taken.hash);
    return taken;
  };
  expect(await files.take(bytes(), one)).toBeUndefined();
  expect(hashes).toHaveLength(1);
  await expect.poll(() => hashes.some((hash) => existsSync(files.folder.pathOf(hash)))).toBe(false);
  expect(await files.take(Readable.from([Buffer.from('x')]), one)).toBeUndefined();
  expect(hashes).toHaveLength(1);
  expect(defects).toEqual([]);
});

it('two rooms that give a private chat the same id do not touch the files of each other', async () => {
  const { files, defects } = newFiles();
  const elsewhere = { ...one, room: 'elsewhere' as RoomId };
  files.begin(elsewhere);
  const own = await files.take(Readable.from([Buffer.from('mine')]), one);
  if (!own) throw new Error('not taken');
  files.heard(one, [said(1)]);
  const file = { ...own, name: 'x' };
  expect(files.toSay(elsewhere, [file])).toBeUndefined();
  expect(files.sealedIn(elsewhere, said(1).hash)).toBeUndefined();
  expect(await files.sizeOf(elsewhere.room, own.hash)).toBeUndefined();
  const read = files.read({ room: elsewhere.room, hash: own.hash });
  await expect(read.next()).rejects.toThrow('No file');
  for (let at = 2; at <= 1001; at += 1) files.heard(elsewhere, [said(at)]);
  expect(files.forget(elsewhere)).toHaveLength(1000);
  expect(files.sealedIn(one, said(1).hash)).toBeDefined();
  expect(files.toSay(one, [file])).toHaveLength(1);
  expect(await files.sizeOf(room, own.hash)).toBe(4);
  expect(await files.take(Readable.from([Buffer.from('x')]), elsewhere)).toBeUndefined();
  expect(await files.take(Readable.from([Buffer.from('x')]), one)).toBeDefined();
  expect(defects).toEqual([]);
});
