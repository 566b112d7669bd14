import { describe, expect, it } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import { accountOf, connect, enter } from './testing/lab.ts';
import { fileOf, filesIn, ofType, sendBytes, startLabWithFiles } from './testing/file-lab.ts';
import type { File } from './testing/file-lab.ts';
import type { Frame, WirePeer } from './testing/wire-peer.ts';

const key = 'k'.repeat(43);

/** Ali and Veli are in a private chat; what is in their keys is nothing to the room. */
async function inPrivate() {
  const lab = await startLabWithFiles();
  const { ali, veli } = lab;
  const account = await accountOf(ali, 'veli');
  const { private: id } = await ali.ask('ask-private', { account, commitment: key });
  await veli.first(ofType('private-asked'));
  await veli.ask('answer-private', { private: id, key });
  return { ...lab, id };
}

type Chat = Awaited<ReturnType<typeof inPrivate>>;

/** Veli fetches what Ali is to give. */
async function fetch({ ali, veli, id }: Chat, { sent: { hash, size } }: File, held = 0) {
  const told = () => ali.frames.filter(ofType('private-file-asked'));
  const before = told().length;
  const { ticket: takes } = await veli.ask('fetch-private-file', { private: id, hash, size, held });
  await ali.first(() => told().length > before);
  const { ticket: gives, ...rest } = told().at(-1) as Frame;
  return { takes, gives, rest };
}

/** Both connections, joined by the room. */
async function joined(chat: Chat, file: File) {
  const { takes, gives } = await fetch(chat, file);
  const [taker, giver] = [await connect(chat.server), await connect(chat.server)];
  const [one, other] = await Promise.all([
    taker.ask('open-file', { ticket: takes }),
    giver.ask('open-file', { ticket: gives }),
  ]);
  expect([one, other]).toMatchObject([
    { type: 'ok', size: file.sent.size, held: 0 },
    { type: 'ok', size: file.sent.size, held: 0 },
  ]);
  return { taker, giver };
}

function askFor(taker: WirePeer, line: object): void {
  taker.write(`${JSON.stringify(line)}\n`);
}

describe('a file of a private chat goes through the room', () => {
  it('from one side to the other, word by word, and lies nowhere', async () => {
    const chat = await inPrivate();
    const file = await fileOf('note');
    const { taker, giver } = await joined(chat, file);
    const missing = { type: 'missing', at: 0, blocks: 1 };
    for (const line of [missing, { type: 'get' }]) askFor(taker, line);
    expect(await giver.first(ofType('missing'))).toEqual(missing);
    expect(await giver.first(ofType('get'))).toEqual({ type: 'get' });
    sendBytes(giver, file);
    // The bytes of the block are a line, as this peer reads them.
    await taker.first(ofType('note'));
    askFor(taker, { type: 'whole' });
    await giver.first(ofType('whole'));
    expect(filesIn(chat.filesFolder)).toEqual([]);
    // Both connections take the next one.
    const again = await fetch(chat, file, 7);
    expect(again.rest).toMatchObject({ hash: file.sent.hash, held: 7 });
    const [one, other] = await Promise.all([
      taker.ask('open-file', { ticket: again.takes }),
      giver.ask('open-file', { ticket: again.gives }),
    ]);
    expect([one, other]).toMatchObject([{ held: 7 }, { held: 7 }]);
  });

  it('is told to nobody else, and a ticket is good once', async () => {
    const chat = await inPrivate();
    const can = await enter(chat.server, 'can');
    const { sent } = await fileOf('note');
    const asked = { private: chat.id, hash: sent.hash, size: sent.size, held: 0 };
    const no = { type: 'fail', code: 'no-such-private' };
    expect(await can.ask('fetch-private-file', asked)).toMatchObject(no);
    const { taker, giver } = await joined(chat, await fileOf('note'));
    expect(can.frames.some(ofType('private-file-asked'))).toBe(false);
    for (const used of [taker, giver]) used.close();
    const third = await connect(chat.server);
    const guess = { ticket: 'A'.repeat(22) };
    expect(await third.ask('open-file', guess)).toMatchObject({ code: 'ticket-unknown' });
  });

  it('only as each of the two may say it', async () => {
    const file = await fileOf('note');
    const wrongs = [
      ['taker', { type: 'blocks', bytes: 0 }],
      ['taker', { type: 'open-file', rid: 9, ticket: 'A'.repeat(22) }],
      ['giver', { type: 'missing', at: 0, blocks: 1 }],
      ['giver', { type: 'get' }],
      ['giver', { type: 'whole' }],
    ] as const;
    const chat = await inPrivate();
    for (const [who, line] of wrongs) {
      const both = await joined(chat, file);
      askFor(both[who], line);
      expect(await both[who].first(ofType('closed'))).toMatchObject({ code: 'not-a-transfer' });
      const other = who === 'taker' ? both.giver : both.taker;
      expect(await other.first(ofType('closed'))).toMatchObject({ code: 'partner-away' });
    }
  });

  it('not in more bytes than it has', async () => {
    const chat = await inPrivate();
    const { taker, giver } = await joined(chat, await fileOf('note'));
    // A line too, as this peer reads it.
    const block = Buffer.from(`{"x":"${'x'.repeat(limits.fileBlockBytes - 9)}"}\n`);
    const closed = giver.first(ofType('closed'));
    for (let count = 0; count < 18; count += 1) {
      giver.write(`{"type":"block","at":0,"bytes":${block.length}}\n`);
      giver.write(block);
    }
    expect(await closed).toMatchObject({ code: 'not-a-transfer' });
    taker.close();
  });

  it('not to who waits for somebody that does not come', async () => {
    const chat = await inPrivate();
    const { takes } = await fetch(chat, await fileOf('note'));
    const taker = await connect(chat.server);
    const answer = taker.ask('open-file', { ticket: takes });
    for (let waitedMs = 0; waitedMs <= limits.partnerFileMs; waitedMs += limits.heartbeatMs) {
      taker.write('{"type":"still"}\n');
      await connect(chat.server);
      chat.clock.advance(limits.heartbeatMs);
    }
    expect(await answer).toMatchObject({ type: 'fail', code: 'partner-away' });
    expect(await taker.ask('open-file', { ticket: takes })).toMatchObject({
      code: 'ticket-unknown',
    });
  });

  it('no larger than the room takes, and asked for no more often than somebody comes for it', async () => {
    const chat = await inPrivate();
    const { veli, id } = chat;
    const { sent } = await fileOf('note');
    const asked = { private: id, hash: sent.hash, held: 0 };
    const tooLarge = { ...asked, size: Number.MAX_SAFE_INTEGER };
    expect(await veli.ask('fetch-private-file', tooLarge)).toMatchObject({
      code: 'file-too-large',
    });
    const answers = [];
    for (let count = 0; count <= limits.transfersPerAccount; count += 1)
      answers.push(await veli.ask('fetch-private-file', { ...asked, size: sent.size }));
    expect(answers.filter(({ type }) => type === 'ok')).toHaveLength(limits.transfersPerAccount);
    expect(answers.at(-1)).toMatchObject({ code: 'too-fast' });
  });
});
