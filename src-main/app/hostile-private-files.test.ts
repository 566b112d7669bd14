import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import type { FileHash, PrivateFile } from '../../src-shared/protocol/files.ts';
import type { AccountId, Bits256, PrivateId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { textToSeal } from '../../src-shared/protocol/said-privately.ts';
import { agree, makeKey } from '../client/private-cipher.ts';
import { hashBlock, hashFile } from '../files/file-blocks.ts';
import { newFileKey, sealed } from '../files/sealed-file.ts';
import { connectTo } from '../server/testing/lab.ts';
import type { Frame, WirePeer } from '../server/testing/wire-peer.ts';
import { chatOf } from './testing/in-private.ts';
import { Person } from './testing/person.ts';

/** Bytes that are given, and what is said of them. */
type Offered = { said: PrivateFile; bytes: Buffer; list: Uint8Array };
type How = Gives | 'stopped' | 'withdrawn';
type Gives = (link: WirePeer, offered: Offered) => Promise<unknown>;

async function offered(name: string, content: string): Promise<Offered> {
  const key = newFileKey();
  const bytes = await buffer(Readable.from(sealed(Readable.from([Buffer.from(content)]), key)));
  const list = await hashBlock(new Uint8Array(bytes));
  const hash = await hashFile(bytes.length, list);
  return { said: { hash, size: Buffer.byteLength(content), name, key }, bytes, list };
}

/** Ali is in a private chat with somebody who says and gives what they want. */
async function withMallory() {
  const ali = await Person.open();
  const { room } = await ali.host('ali');
  const { port } = await ali.ask('host/status', { room });
  const peer = await connectTo(port);
  const { account } = await peer.enter('mallory');
  await ali.accountOf(room, 'mallory');
  await ali.ask('private/ask', { room, account: account as AccountId });
  const { private: id, from } = await peer.first(({ type }) => type === 'private-asked');
  const own = makeKey();
  await peer.ask('answer-private', { private: id, key: own.publicKey });
  const isRevealed = ({ type, nonce }: Frame) => type === 'private-opened' && nonce !== undefined;
  const { key, nonce } = await peer.first(isRevealed);
  const cipher = agree({
    side: 'answerer',
    own,
    asker: { key: key as Bits256, nonce: nonce as Bits256 },
    answerer: own.publicKey,
    between: {
      room,
      private: id as PrivateId,
      asker: from as AccountId,
      answerer: account as AccountId,
    },
  });
  const say = (files: readonly PrivateFile[]) => {
    const text = textToSeal({ text: 'take these', files: [...files] });
    const bytes = cipher?.seal({ number: 1, after: 0, text });
    return peer.ask('send-private', { private: id, cid: 'c'.repeat(16), sealed: bytes });
  };
  const asked = () => peer.frames.filter(({ type }) => type === 'private-file-asked');
  return { ali, room, id: id as PrivateId, port, peer, say, asked };
}

const giveList: Gives = async (link, { list }) => {
  await link.first(({ type }) => type === 'get-blocks');
  link.write(`{"type":"blocks","bytes":${list.length}}\n`);
  link.write(list);
  await link.first(({ type }) => type === 'get');
};
const giveBlock = (link: WirePeer, bytes: Uint8Array) => {
  link.write(`{"type":"block","at":0,"bytes":${bytes.length}}\n`);
  link.write(bytes);
};

const honestly: Gives = async (link, file) => {
  await giveList(link, file);
  giveBlock(link, file.bytes);
};
const wrongBlocks: Gives = async (link, file) => {
  await giveList(link, file);
  for (let count = 1; count <= 17; count += 1) {
    await link.first(() => link.frames.filter(({ type }) => type === 'get').length >= count);
    giveBlock(link, Buffer.alloc(file.bytes.length));
  }
};
const unasked: Gives = async (link, file) => {
  await giveList(link, file);
  for (let count = 0; count < 3; count += 1) giveBlock(link, file.bytes);
};
const wrongList: Gives = (link, file) => giveList(link, { ...file, list: Buffer.alloc(32) });
const withoutEnd: Gives = async (link, file) => {
  await giveList(link, file);
  for (let count = 0; count < 20; count += 1) giveBlock(link, Buffer.alloc(limits.fileBlockBytes));
};

/** What lies on the disk, and how many bytes of it that takes. */
function filesBelow(folder: string): { names: string[]; bytes: number } {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const bytes = paths.reduce(
    (sum, path) => sum + 512 * (statSync(path, { throwIfNoEntry: false })?.blocks ?? 0),
    0,
  );
  return { names: paths.map((path) => path.slice(folder.length + 1)).toSorted(), bytes };
}

type Saved = { ok: true } | { ok: false; refusal: { code: string } };

it(
  'twenty files at once from a hostile partner: what is good comes, the rest is refused or waits, two at a time, and little of it lies here',
  { timeout: 60_000 },
  async () => {
    const { ali, room, id, port, peer, say, asked } = await withMallory();
    const { fileBytes } = usualFileTerms;
    const gives = new Map<FileHash, How>();
    const files: Offered[] = [];
    const expected: string[] = [];
    const add = async (
      ends: string,
      how?: How,
      { name = 'a', ...lie }: Partial<PrivateFile> = {},
    ) => {
      const file = await offered(name, `${files.length} of twenty`);
      const said = { ...file.said, ...lie };
      if (how && !gives.has(said.hash)) gives.set(said.hash, how);
      files.push({ ...file, said });
      expected.push(ends);
    };
    const names = ['../../x', 'CON', '\u202Egpj.exe', 'y'.repeat(300)];
    for (const name of names) await add('saved', honestly, { name });
    await add('saved', honestly, { name: 'again.txt', hash: files[0]?.said.hash as FileHash });
    await add('file-too-large', honestly, { size: Number.MAX_SAFE_INTEGER });
    await add('file-too-large', honestly, { size: fileBytes + 1 });
    await add('file-damaged', honestly, { key: newFileKey() });
    await add('file-withdrawn', 'withdrawn');
    await add('waits', 'stopped');
    await add('not-a-transfer', unasked);
    await add('waits', wrongBlocks);
    await add('waits', wrongList, { size: 3 * limits.fileBlockBytes });
    await add('waits', withoutEnd);
    while (files.length < limits.filesPerMessage && files.length < 20)
      await add('waits', undefined, { name: 'never.bin', size: fileBytes - files.length });

    for (const file of files) {
      const { hash } = file.said;
      const how = gives.get(hash);
      if (how === undefined) continue;
      const isIt = (frame: Frame) => frame.type === 'private-file-asked' && frame['hash'] === hash;
      void peer.first(isIt).then(async ({ ticket }) => {
        if (typeof how === 'string')
          return peer.ask('set-private-file', { private: id, hash, state: how, ticket });
        const link = await connectTo(port);
        await link.ask('open-file', { ticket });
        return how(link, file);
      });
      gives.delete(hash);
    }
    expect(await say(files.map(({ said }) => said))).toMatchObject({ type: 'ok' });
    await ali.until(async () => (await chatOf(ali, room))?.messages.length === 1);
    const outcomes: string[] = files.map(() => 'waits');
    const saves = files.map(async ({ said: { hash } }, at) => {
      const saved = (await ali.request('file/save', { room, private: id, hash })) as Saved;
      outcomes[at] = saved.ok ? 'saved' : saved.refusal.code;
    });
    // Those that nobody gives come last, and hold both places.
    const isSilent = ({ hash }: Frame) =>
      files.some(({ said }) => said.name === 'never.bin' && said.hash === hash);
    await ali.until(() => asked().filter(isSilent).length === 2);
    await ali.until(() => outcomes.filter((each) => each !== 'waits').length === 10);
    expect(outcomes).toEqual(expected);
    const views = await ali.ask('file/states', {
      room,
      hashes: files.map(({ said }) => said.hash),
      isPrivate: true,
    });
    expect(views.filter(({ is }) => is === 'down')).toHaveLength(2);
    expect(asked().filter(isSilent)).toHaveLength(2);
    const downloads = filesBelow(join(ali.folder, 'downloads')).names;
    const own = ['_CON', 'gpj.exe', 'x', 'x (2)', 'y'.repeat(200)];
    expect(downloads).toEqual(own);
    const read = (name: string) => readFileSync(join(ali.folder, 'downloads', name), 'utf8');
    // What is said to be another one under a hash that is known is the one that is known.
    expect([read('x'), read('x (2)')]).toEqual(['0 of twenty', '0 of twenty']);
    const here = join(ali.folder, 'profile', 'private-files');
    expect(filesBelow(here).bytes).toBeLessThan(1024 * 1024);
    await ali.ask('private/close', { room, private: id });
    await Promise.all(saves);
    expect(outcomes.map((each, at) => (expected[at] === 'waits' ? each : expected[at]))).toEqual(
      expected.map((each) => (each === 'waits' ? 'no-such-file' : each)),
    );
    await ali.until(() => filesBelow(here).names.length === 0);
    expect(ali.defects).toEqual([]);
  },
);

it('more files than go with one message end the private chat, and none of them is known', async () => {
  const { ali, room, say } = await withMallory();
  const one = await offered('a', 'a');
  const many = Array.from({ length: limits.filesPerMessage + 1 }, () => ({
    ...one.said,
    name: 'a',
  }));
  await say(many);
  await ali.until(async () => (await chatOf(ali, room))?.state.is === 'ended');
  const chat = await chatOf(ali, room);
  expect(chat).toMatchObject({ state: { reason: 'not-intact' }, messages: [] });
});
