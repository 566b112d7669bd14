import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src-shared/outside/manual-clock.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import {
  askForBytes,
  bring,
  fileOf,
  filesIn,
  opened,
  ofType,
  startLabWithFiles,
} from './testing/file-lab.ts';
import { accountOf, connect, enter, enterByMemory, startLab } from './testing/lab.ts';
import type { Frame } from './testing/wire-peer.ts';

/** Without the name, which a picture has not. */
async function pictureOf(text: string) {
  const file = await fileOf(text);
  const { hash, size } = file.sent;
  return { file, picture: { hash, size } };
}
const tells = (account: string, hash: string | undefined) => (frame: Frame) =>
  frame.type === 'member' &&
  frame['account'] === account &&
  (frame['picture'] as { hash?: string } | undefined)?.hash === hash;

describe('a picture', () => {
  it('of a member is told to all, and fetched by whoever is in the room', async () => {
    const lab = await startLabWithFiles();
    const { ali, veli } = lab;
    const { file, picture } = await pictureOf('face');
    const asked = { of: 'self', picture };
    expect(await ali.ask('set-picture', asked)).toMatchObject({ code: 'no-such-file' });
    await bring(lab, ali, file);
    expect(await veli.ask('set-picture', asked)).toMatchObject({ code: 'no-such-file' });
    expect(await ali.ask('set-picture', asked)).toMatchObject({ type: 'ok' });
    const account = await accountOf(veli, 'ali');
    await veli.first(tells(account, picture.hash));
    const { ticket } = await veli.ask('fetch-picture', { hash: picture.hash });
    const transfer = await opened(lab, ticket);
    askForBytes(transfer);
    await transfer.first(ofType('face'));
    const { hash } = (await fileOf('another')).sent;
    expect(await veli.ask('fetch-picture', { hash })).toMatchObject({ code: 'no-such-file' });
    // Whoever has brought it has no other way to it.
    const place = { in: 'everyone', seq: 1, hash: picture.hash };
    expect(await veli.ask('fetch-file', place)).toMatchObject({ code: 'no-such-file' });
  });

  it('stays as long as it is one, however old, and its bytes go with it', async () => {
    const lab = await startLabWithFiles({ days: 30 });
    const { ali, filesFolder, store } = lab;
    const { file, picture } = await pictureOf('face');
    await bring(lab, ali, file);
    await ali.ask('set-picture', { of: 'self', picture });
    await lab.server.stop();
    const clock = new ManualClock(lab.clock.wallMs() + 400 * 24 * 60 * 60_000);
    const later = await startLab({ filesFolder, store, clock });
    clock.advance(61_000);
    await expect.poll(() => later.server.files()).toMatchObject({ ofMembers: [{ name: 'ali' }] });
    expect(filesIn(filesFolder)).toEqual([picture.hash]);
    const again = await enter(later.server, 'ali');
    const { members } = await again.ask('list-members');
    expect(members).toContainEqual(expect.objectContaining({ name: 'ali', picture }));
    await again.ask('set-picture', { of: 'self' });
    await again.first(tells(await accountOf(again, 'ali'), undefined));
    clock.advance(61_000);
    await expect.poll(() => filesIn(filesFolder)).toEqual([]);
  });

  it('of the room is set by who may change the room, and told with it', async () => {
    const lab = await startLabWithFiles();
    const host = await enterByMemory(lab.server, 'ayse');
    const { file, picture } = await pictureOf('house');
    await bring(lab, lab.ali, file);
    await bring(lab, host, file);
    const asked = { of: 'room', picture };
    expect(await lab.ali.ask('set-picture', asked)).toMatchObject({ code: 'not-allowed' });
    expect(await host.ask('set-picture', asked)).toMatchObject({ type: 'ok' });
    expect(await lab.veli.first(ofType('room'))).toBeDefined();
    expect(await (await connect(lab.server)).hello()).toMatchObject({ room: { picture } });
    await host.ask('set-picture', { of: 'room' });
    expect((await (await connect(lab.server)).hello())['room']).not.toHaveProperty('picture');
  });

  it('that is too large is none, and one cannot be changed all the time', async () => {
    const { ali } = await startLabWithFiles();
    const { picture } = await pictureOf('face');
    const large = { ...picture, size: limits.pictureBytes + 1 };
    expect(await ali.ask('set-picture', { of: 'self', picture: large })).toMatchObject({
      code: 'bad-field',
    });
    const codes = [];
    for (let count = 0; count <= limits.statusBurst; count += 1)
      codes.push((await ali.ask('set-picture', { of: 'self' }))['code']);
    expect(codes.at(-1)).toBe('too-fast');
  });
});
