import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import type { FileTerms } from '../../src-shared/protocol/files.ts';
import { directConversation, hostAccount } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { systemPlace } from '../room/system-entries.ts';
import { accountOf, connect, enter, enterByMemory, startLab } from './testing/lab.ts';
import type { Lab } from './testing/lab.ts';
import type { WirePeer } from './testing/wire-peer.ts';
import {
  askForBytes,
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
import type { File } from './testing/file-lab.ts';

describe('a file', () => {
  it('is brought, sent and fetched by the words of the document', async () => {
    const lab = await startLabWithFiles();
    const { ali, veli, filesFolder } = lab;
    const file = await fileOf('note');
    await bring(lab, ali, file);
    expect(filesIn(filesFolder)).toEqual([file.sent.hash]);
    expect(await offer(ali, file.sent)).not.toHaveProperty('ticket');
    await ali.say('here', { files: [file.sent] });
    const message = await veli.first(ofType('message'));
    expect(message['files']).toEqual([file.sent]);
    const { seq } = message;
    const place = { in: 'everyone', seq, hash: file.sent.hash };
    const { ticket } = await veli.ask('fetch-file', place);
    const transfer = await opened(lab, ticket);
    askForBytes(transfer);
    await transfer.first(ofType('note'));
    // The same connection takes the next one.
    transfer.write('{"type":"whole"}\n');
    const { ticket: next } = await veli.ask('fetch-file', place);
    expect(await transfer.ask('open-file', { ticket: next })).toMatchObject({
      size: file.sent.size,
      held: file.sent.size,
    });
  });

  it('is sent by nobody who has not brought it, and not before all of it is there', async () => {
    const lab = await startLabWithFiles();
    const { ali, veli } = lab;
    const file = await fileOf('note');
    expect(await ali.say('not yet', { files: [file.sent] })).toMatchObject({
      code: 'no-such-file',
    });
    await offer(ali, file.sent);
    expect(await ali.say('half', { files: [file.sent] })).toMatchObject({ code: 'no-such-file' });
    await bring(lab, ali, file);
    expect(await ali.say('now', { files: [file.sent] })).toMatchObject({ type: 'ok' });
    // What others have brought is told to nobody: it would have to be brought anew.
    expect(await veli.say('mine', { files: [file.sent] })).toMatchObject({ code: 'no-such-file' });
    expect(await offer(veli, file.sent)).toHaveProperty('ticket');
    const lying = { ...file.sent, size: file.sent.size + 1 };
    expect(await ali.say('larger', { files: [lying] })).toMatchObject({ code: 'no-such-file' });
    expect(await offer(ali, lying)).toMatchObject({ code: 'no-such-file' });
  });

  it('is fetched only by who reads the message that has it', async () => {
    const lab = await startLabWithFiles();
    const { ali, veli, server } = lab;
    const can = await enter(server, 'can');
    const file = await fileOf('note');
    await bring(lab, ali, file);
    const [one, other] = [await accountOf(ali, 'ali'), await accountOf(ali, 'veli')];
    const id = directConversation(one, other);
    const { seq } = await ali.say('for you', { in: id, files: [file.sent] });
    const place = { in: id, seq, hash: file.sent.hash };
    expect(await veli.ask('fetch-file', place)).toHaveProperty('ticket');
    const no = { type: 'fail', code: 'no-such-file' };
    expect(await can.ask('fetch-file', place)).toMatchObject(no);
    expect(await can.ask('fetch-file', { ...place, in: 'everyone' })).toMatchObject(no);
    expect(await veli.ask('fetch-file', { ...place, seq: 99 })).toMatchObject(no);
    const another = (await fileOf('other')).sent.hash;
    expect(await veli.ask('fetch-file', { ...place, hash: another })).toMatchObject(no);
    const cid = 'delete-delete-delete';
    await ali.ask('delete-message', { in: id, cid, target: seq });
    expect(await veli.ask('fetch-file', place)).toMatchObject(no);
  });

  it('is given no more once its message is deleted: by no ticket from before, nor on an open connection', async () => {
    const lab = await startLabWithFiles();
    const { ali, veli, clock, filesFolder } = lab;
    const file = await fileOf('note');
    await bring(lab, ali, file);
    const { seq } = await ali.say('here', { files: [file.sent] });
    const ticket = async () =>
      (await veli.ask('fetch-file', { in: 'everyone', seq, hash: file.sent.hash }))['ticket'];
    const [before, open] = [await ticket(), await opened(lab, await ticket())];
    const cid = 'delete-delete-delete';
    await ali.ask('delete-message', { in: 'everyone', cid, target: seq });
    const gone = { code: 'no-such-file' };
    const late = await connect(lab.server);
    expect(await late.ask('open-file', { ticket: before })).toMatchObject(gone);
    clock.advance(1000);
    askForBytes(open);
    expect(await open.first(ofType('closed'))).toMatchObject(gone);
    expect(open.frames.some(ofType('note'))).toBe(false);
    clock.advance(10_000);
    await expect.poll(() => filesIn(filesFolder)).toEqual([]);
  });

  it('that is too much is refused with the limit', async () => {
    const lab = await startLabWithFiles({
      fileBytes: 1_000_000,
      memberBytes: 1_500_000,
      roomBytes: 2_500_000,
    });
    const { ali, veli } = lab;
    const hashOf = (letter: string) => letter.repeat(43);
    const answers = [
      await ali.ask('offer-file', { hash: hashOf('a'), size: 1_000_001 }),
      await ali.ask('offer-file', { hash: hashOf('a'), size: 1_000_000 }),
      await ali.ask('offer-file', { hash: hashOf('b'), size: 501_000 }),
      await veli.ask('offer-file', { hash: hashOf('c'), size: 1_000_000 }),
      await veli.ask('offer-file', { hash: hashOf('d'), size: 501_000 }),
      await ali.ask('offer-file', { hash: hashOf('e'), size: 501_000 }),
    ];
    expect(answers.map(({ code, limit }) => [code, limit])).toEqual([
      ['file-too-large', 1_000_000],
      [undefined, undefined],
      ['no-space-for-member', 1_500_000],
      [undefined, undefined],
      ['no-space-for-member', 1_500_000],
      ['no-space-for-member', 1_500_000],
    ]);
    expect(await veli.ask('offer-file', { hash: hashOf('f'), size: 500_000 })).toHaveProperty(
      'ticket',
    );
    const can = await enter(lab.server, 'can');
    expect(await can.ask('offer-file', { hash: hashOf('g'), size: 1 })).toMatchObject({
      code: 'no-space-for-files',
      limit: 2_500_000,
    });
  });

  it('however small counts: nobody fills the room’s book with files of nothing', async () => {
    const space = 3 * limits.fileBytesCounted;
    const { ali } = await startLabWithFiles({ memberBytes: space });
    const answers = [];
    for (const letter of 'abcd')
      answers.push(await ali.ask('offer-file', { hash: letter.repeat(43), size: 0 }));
    expect(answers.map(({ code }) => code)).toEqual([
      undefined,
      undefined,
      undefined,
      'no-space-for-member',
    ]);
  });

  it.each([
    ['a size below none', { hash: 'a'.repeat(43), size: -1 }, 'size'],
    ['a size that is no number', { hash: 'a'.repeat(43), size: 1e300 }, 'size'],
    ['a hash that is none', { hash: '../../x', size: 1 }, 'hash'],
  ])('with %s is none', async (_, fields, field) => {
    const { ali, filesFolder } = await startLabWithFiles();
    expect(await ali.ask('offer-file', fields)).toMatchObject({ code: 'bad-field', field });
    expect(filesIn(filesFolder)).toEqual([]);
  });

  it('of which nobody sends a message goes after a day, whole or half', async () => {
    const lab = await startLabWithFiles();
    const { ali, clock, filesFolder } = lab;
    const [whole, half] = [await fileOf('whole'), await fileOf('half')];
    await bring(lab, ali, whole);
    const transfer = await opened(lab, (await offer(ali, half.sent))['ticket']);
    await transfer.first(ofType('get-blocks'));
    transfer.write(`{"type":"blocks","bytes":32}\n`);
    transfer.write(half.list);
    await transfer.first(ofType('get'));
    transfer.destroy();
    await transfer.closed;
    expect(filesIn(filesFolder)).toHaveLength(3);
    clock.advance(limits.unsentFileMs);
    // The end of the connection may not have come to the room yet: what is half goes with the next look.
    const later = () => (clock.advance(120_000), filesIn(filesFolder));
    await expect.poll(later).toEqual([]);
  });
});

describe('space for files', () => {
  it('is the host’s to change while the room runs, and who has how much is told', async () => {
    const lab = await startLabWithFiles();
    const { ali, veli, server } = lab;
    const [note, other] = [await fileOf('note'), await fileOf('other')];
    await bring(lab, ali, note);
    await bring(lab, veli, note);
    await bring(lab, veli, other);
    const counted = limits.fileBytesCounted;
    expect(await server.files()).toMatchObject({
      bytes: 2 * counted,
      ofMembers: [
        { name: 'veli', bytes: 2 * counted },
        { name: 'ali', bytes: counted },
      ],
    });
    await server.changeOptions({ files: { ...usualFileTerms, memberBytes: counted } });
    const [third, fourth] = [await fileOf('third'), await fileOf('fourth')];
    expect(await offer(ali, third.sent)).toMatchObject({
      code: 'no-space-for-member',
      limit: counted,
    });
    // What is there stays, however little space there is now.
    expect(await veli.say('still mine', { files: [other.sent] })).toMatchObject({ type: 'ok' });
    await server.changeOptions({ files: { ...usualFileTerms, fileBytes: 3 } });
    expect(await offer(ali, fourth.sent)).toMatchObject({ code: 'file-too-large', limit: 3 });
    const told = (
      await ali.first(
        (frame) => frame.type === 'room' && (frame['files'] as FileTerms).fileBytes === 3,
      )
    )['files'];
    expect(told).toEqual({ fileBytes: 3, days: 0 });
  });

  it('that was promised is free again soon, and one member promises only so much', async () => {
    const lab = await startLabWithFiles({ memberBytes: 1_000_000_000 });
    const { ali, server, clock } = lab;
    const half = await fileOf('half');
    const transfer = await opened(lab, (await offer(ali, half.sent))['ticket']);
    await transfer.first(ofType('get-blocks'));
    transfer.destroy();
    const hashOf = (at: number) => String(at).padStart(43, 'p');
    for (let at = 0; at < limits.promisedFilesPerAccount + 10; at += 1) {
      clock.advance(1);
      await ali.ask('offer-file', { hash: hashOf(at), size: 0 });
    }
    const held = async () => (await server.files()).bytes / limits.fileBytesCounted;
    expect(await held()).toBe(limits.promisedFilesPerAccount + 1);
    clock.advance(limits.promisedFileMs + 120_000);
    // What has begun is gone on with for longer.
    await expect.poll(held).toBe(1);
  });
});

describe('files that are kept for a time', () => {
  const dayMs = 24 * 60 * 60_000;

  /** The room runs so many days later, as if it had run all the time. */
  async function laterBy(days: number, lab: Lab & { filesFolder: string }) {
    await lab.server.stop();
    const now = lab.clock.wallMs() + days * dayMs;
    const place = { in: systemPlace, at: now, by: hostAccount };
    await lab.store.log.append([{ type: 'time-noted', ...place, time: now, now }]);
    const clock = new ManualClock(now);
    const later = await startLab({ filesFolder: lab.filesFolder, store: lab.store, clock });
    return { ...lab, ...later, clock, can: await enter(later.server, 'can') };
  }
  const fetched = (peer: WirePeer, seq: unknown, { sent }: File) =>
    peer.ask('fetch-file', { in: 'everyone', seq, hash: sent.hash });

  it('go when it is over, and their messages stay', async () => {
    const lab = await startLabWithFiles();
    const [old, young] = [await fileOf('old'), await fileOf('young')];
    await bring(lab, lab.ali, old);
    const { seq } = await lab.ali.say('first', { files: [old.sent] });
    const later = await laterBy(31, lab);
    const { can, server, clock, filesFolder } = later;
    await bring(later, can, young);
    const { seq: next } = await can.say('second', { files: [young.sent] });
    expect(await fetched(can, seq, old)).toHaveProperty('ticket');
    await server.changeOptions({ files: { ...usualFileTerms, days: 30 } });
    clock.advance(61_000);
    await expect.poll(() => filesIn(filesFolder)).toEqual([young.sent.hash]);
    const late = await enter(server, 'late');
    expect(await fetched(late, seq, old)).toMatchObject({ code: 'file-not-kept' });
    expect(await fetched(late, next, young)).toHaveProperty('ticket');
    const page = await late.ask('read-history', { in: 'everyone', limit: 10 });
    expect(JSON.stringify(page)).toContain(old.sent.hash);
    expect(await server.files()).toMatchObject({ bytes: limits.fileBytesCounted });
  });

  it('and what is not sent yet are not gone by a clock that is a year ahead, or behind', async () => {
    const lab = await startLabWithFiles({ days: 30 });
    const { ali, server, clock, filesFolder } = lab;
    const [said, unsaid] = [await fileOf('said'), await fileOf('unsaid')];
    for (const file of [said, unsaid]) await bring(lab, ali, file);
    const { seq } = await ali.say('first', { files: [said.sent] });
    for (const days of [366, -366, -366, 366]) {
      clock.jumpWall(days * dayMs);
      clock.advance(61_000);
      const can = await enter(server, 'can');
      // What is offered waits for what is swept.
      await offer(can, (await fileOf('next')).sent);
      expect(await fetched(can, seq, said)).toHaveProperty('ticket');
      expect(filesIn(filesFolder)).toHaveLength(2);
    }
    const again = await enter(server, 'ali');
    expect(await again.say('second', { files: [unsaid.sent] })).toMatchObject({ type: 'ok' });
  });

  it('are kept on for a later message that has them', async () => {
    const lab = await startLabWithFiles({ days: 30 });
    const file = await fileOf('note');
    await bring(lab, lab.ali, file);
    const { seq } = await lab.ali.say('first', { files: [file.sent] });
    const later = await laterBy(29, lab);
    await bring(later, later.can, file);
    const { seq: next } = await later.can.say('again', { files: [file.sent] });
    const { can, filesFolder } = await laterBy(2, later);
    await expect.poll(async () => (await fetched(can, seq, file))['code']).toBe('file-not-kept');
    expect(await fetched(can, next, file)).toHaveProperty('ticket');
    expect(filesIn(filesFolder)).toEqual([file.sent.hash]);
  });
});

it('what a killed run has left in the folder, and the store knows nothing of, is gone with the next start', async () => {
  const filesFolder = mkdtempSync(join(tmpdir(), 'oda-lab-files-'));
  onTestFinished(() => rmSync(filesFolder, { recursive: true, force: true }));
  const [kept, stray] = [await fileOf('kept'), await fileOf('stray')];
  const first = await startLab({ filesFolder });
  const ali = await enter(first.server, 'ali');
  await bring({ ...first }, ali, kept);
  const half = await opened(first, (await offer(ali, (await fileOf('half')).sent))['ticket']);
  await half.first(ofType('get-blocks'));
  await first.server.stop();
  const before = filesIn(filesFolder);
  expect(before).toHaveLength(2);
  const { hash } = stray.sent;
  const folder = join(filesFolder, hash.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  const strayHalf = `${hash}.someaccountofone`;
  for (const name of [hash, `${hash}.blocks`, `${strayHalf}.part`, `${strayHalf}.blocks`])
    writeFileSync(join(folder, name), 'left');
  writeFileSync(join(filesFolder, 'taken-1-1'), 'left');
  writeFileSync(join(folder, 'somebody’s own notes.txt'), 'mine');
  await startLab({ filesFolder, store: first.store });
  await expect
    .poll(() => filesIn(filesFolder).toSorted())
    .toEqual([...before, 'somebody’s own notes.txt'].toSorted());
});

describe('a ticket', () => {
  it('is good once, for its account, and not for long', async () => {
    const lab = await startLabWithFiles();
    const { ali, veli, server, clock } = lab;
    const file = await fileOf('note');
    const ticketOf = async (peer: WirePeer) => (await offer(peer, file.sent))['ticket'];
    const refused = async (transfer: WirePeer, ticket: unknown) => {
      expect(await transfer.ask('open-file', { ticket })).toMatchObject({ code: 'ticket-unknown' });
      await transfer.closed;
    };
    const ticket = await ticketOf(ali);
    const first = await opened(lab, ticket);
    await refused(await connect(server), ticket);
    await refused(await connect(server), 'x'.repeat(22));
    // A connection of Ali's carries nothing of Veli's.
    askForBytes(first);
    expect(await first.first(ofType('closed'))).toMatchObject({ code: 'not-a-transfer' });
    const old = await ticketOf(veli);
    clock.advance(limits.ticketMs);
    await refused(await connect(server), old);
  });

  it('opens no session, and a session no file', async () => {
    const lab = await startLabWithFiles();
    const file = await fileOf('note');
    const { ticket } = await offer(lab.ali, file.sent);
    expect(await lab.ali.ask('open-file', { ticket })).toMatchObject({ code: 'already-signed-in' });
    const transfer = await opened(lab, ticket);
    await transfer.first(ofType('get-blocks'));
    transfer.write('{"type":"hello","rid":2,"protocol":1}\n');
    expect(await transfer.first(ofType('closed'))).toMatchObject({ code: 'not-a-transfer' });
    await transfer.closed;
  });

  it('is worth nothing to who was thrown out, and what was open ends', async () => {
    const lab = await startLabWithFiles();
    const file = await fileOf('note');
    const veli = await accountOf(lab.ali, 'veli');
    const open = await opened(lab, (await offer(lab.veli, file.sent))['ticket']);
    const other = await fileOf('other');
    const { ticket } = await offer(lab.veli, other.sent);
    const host = await enterByMemory(lab.server, 'ayse');
    expect(await host.ask('kick', { account: veli })).toMatchObject({ type: 'ok' });
    await open.closed;
    const late = await connect(lab.server);
    expect(await late.ask('open-file', { ticket })).toMatchObject({ code: 'ticket-unknown' });
  });

  it('more than a few at once are not opened', async () => {
    const lab = await startLabWithFiles();
    for (let count = 0; count < limits.transfersPerAccount; count += 1) {
      const { sent } = await fileOf(`n${count}`);
      await opened(lab, (await offer(lab.ali, sent))['ticket']);
    }
    const { ticket } = await offer(lab.ali, (await fileOf('one more')).sent);
    const late = await connect(lab.server);
    expect(await late.ask('open-file', { ticket })).toMatchObject({ code: 'too-many-transfers' });
  });
});

it('a connection for files that says nothing is ended, though what the room says leaves this computer', async () => {
  const lab = await startLabWithFiles();
  const { sent } = await fileOf('note');
  const transfer = await opened(lab, (await offer(lab.ali, sent))['ticket']);
  const heard = () => transfer.frames.filter(ofType('still')).length;
  for (let beat = 1; beat * limits.heartbeatMs < limits.silenceMs; beat += 1) {
    lab.clock.advance(limits.heartbeatMs);
    await transfer.first(() => heard() === beat);
    await lab.ali.ask('ping');
  }
  lab.clock.advance(limits.heartbeatMs + 2000);
  expect(await transfer.first(ofType('closed'))).toMatchObject({ code: 'silent' });
});

it('W10 who says on a connection for files that they are still there stays, and hears the same', async () => {
  const lab = await startLabWithFiles();
  const file = await fileOf('note');
  const transfer = await opened(lab, (await offer(lab.ali, file.sent))['ticket']);
  await sendList(transfer, file);
  const heard = () => transfer.frames.filter(ofType('still')).length;
  for (let beat = 1; beat <= 8; beat += 1) {
    transfer.write('{"type":"still"}\n');
    // Heard when what came behind it is answered.
    await lab.ali.ask('ping');
    lab.clock.advance(limits.heartbeatMs);
    await transfer.first(() => heard() === beat);
  }
  sendBytes(transfer, file);
  await transfer.first(ofType('whole'));
  lab.clock.advance(limits.heartbeatMs);
  await lab.ali.ask('ping');
  expect(heard()).toBe(8);
});
