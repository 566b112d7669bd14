import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SavedFile } from '../../../src-shared/bridge/files.ts';
import type { FileWithoutSpace, TimelinePage } from '../../../src-shared/member/own-copy.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import { ask, roomOfTwo, say, until } from './room-of-two.ts';

/**
 * Run as a process of its own on a disk of its own: `file-on-full-disk.ts FOLDER`. A member's disk has no space for a
 * file beside what a member keeps free, until something else makes way.
 */
const folder = process.argv[2] ?? '';
const other = join(folder, 'other');
const mebibyte = 1024 ** 2;
writeFileSync(other, Buffer.alloc(40 * mebibyte));
const { host, member, account, room, defects, close } = await roomOfTwo(folder);

const bytes = Buffer.alloc(20 * mebibyte, 'a film ');
const staged = await host.stage({ name: 'film.mkv', bytes: inParts(bytes) });
if (!staged.ok) throw new Error(staged.refusal.code);
await ask(host, 'message/send', { room, in: everyone, text: '', files: [staged.value] });
const { hash } = staged.value;
const place = { room, in: everyone };
let seq: number | undefined;
await until(async () => {
  const page = await ask<TimelinePage>(member, 'timeline/page', { ...place, limit: 9 });
  const found = page.entries.find((entry) => entry.type === 'message' && entry.files);
  seq = found?.seq;
  return found !== undefined;
});

const save = async () =>
  (await member.handle('file/save', { ...place, seq, hash })) as Outcome<SavedFile>;
const told = () => ask<FileWithoutSpace[]>(host, 'file/without-space', { room });
const refused = await save();
await until(async () => (await told()).length > 0);
const [about, ...more] = await told();
const isThat = about?.hash === hash && about.seq === seq && more.length === 0;
const isMember = about?.accounts.length === 1 && about.accounts[0] === account;
say({ refusal: refused.ok ? undefined : refused.refusal.code, isThat, isMember });

rmSync(other);
const saved = await save();
await until(async () => (await told()).length === 0);
say({ isSaved: saved.ok && readFileSync(saved.value.path).equals(bytes), told: await told() });
say({ defects });
await close();

async function* inParts(all: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < all.length; at += mebibyte) yield all.subarray(at, at + mebibyte);
}
