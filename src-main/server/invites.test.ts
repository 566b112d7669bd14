import { describe, expect, it, onTestFinished } from 'vitest';
import type { InviteTerms } from '../../src-shared/host/invites.ts';
import type { InviteSecret } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { inviteIdOf } from './hash-secret.ts';
import type { RoomServer } from './room-server.ts';
import {
  connect,
  enter,
  enterByMemory,
  labPasswords,
  newLabStore,
  startLab,
} from './testing/lab.ts';
import type { Frame } from './testing/wire-peer.ts';

async function make(server: RoomServer, terms: Partial<InviteTerms> = {}): Promise<InviteSecret> {
  const made = await server.makeInvite({ role: 'member', ...terms });
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value;
}

async function comesBy(server: RoomServer, name: string, invite?: InviteSecret): Promise<Frame> {
  const peer = await connect(server);
  return peer.enter(name, undefined, { invite });
}

async function hasBeenIn(server: RoomServer, name: string, password?: string): Promise<void> {
  const peer = await connect(server);
  await peer.enter(name, password);
  peer.close();
}

const never = Buffer.alloc(16, 9).toString('base64url') as InviteSecret;
const started = async (options = {}) => {
  const lab = await startLab(options);
  await lab.server.changeOptions({ access: 'invited' });
  return lab;
};

describe('a room for those who are invited', () => {
  it('takes in who is new by an invite alone, and who has an account as before', async () => {
    const { server } = await startLab();
    const before = await enter(server, 'ali');
    before.close();
    await server.changeOptions({ access: 'invited' });
    expect(await comesBy(server, 'veli')).toMatchObject({ code: 'invite-or-password-needed' });
    expect(await comesBy(server, 'ali')).toMatchObject({ type: 'ok', created: false });
    const invite = await make(server);
    expect(await comesBy(server, 'veli', invite)).toMatchObject({ type: 'ok', created: true });
  });

  it('tells a stranger nothing of names: the same answer for every one, and the same work', async () => {
    const hashed: string[] = [];
    const passwords = {
      ...labPasswords,
      verify: async (password: string, stored: string) => {
        hashed.push(password);
        return labPasswords.verify(password, stored);
      },
    };
    const { server } = await startLab({ passwords });
    await hasBeenIn(server, 'ali', 'a password');
    await hasBeenIn(server, 'veli');
    await server.changeOptions({ access: 'invited' });
    const stranger = { device: 'x'.repeat(16), deviceKey: 'x'.repeat(43) };
    const told = async (name: string) => {
      hashed.length = 0;
      const peer = await connect(server);
      const answers = [
        await peer.enter(name, undefined, stranger),
        await peer.enter(name, 'a guess', stranger),
        await peer.enter(name, 'another', stranger),
      ];
      peer.close();
      return { answers: answers.map(({ rid: _rid, ...answer }) => answer), hashed: [...hashed] };
    };
    const ofNobody = await told('nobody');
    expect(ofNobody).toEqual({
      answers: [
        { type: 'fail', code: 'invite-or-password-needed' },
        { type: 'fail', code: 'wrong-password', retryAfterMs: 1000 },
        { type: 'fail', code: 'try-later', retryAfterMs: 1000 },
      ],
      hashed: ['a guess'],
    });
    expect(await told('ali')).toEqual(ofNobody);
    expect(await told('veli')).toEqual(ofNobody);
  });

  it('takes in by password who has been in before, from another computer', async () => {
    const { server } = await startLab();
    await hasBeenIn(server, 'ali', 'a password');
    await server.changeOptions({ access: 'invited' });
    const elsewhere = { device: 'y'.repeat(16), deviceKey: 'y'.repeat(43) };
    const peer = await connect(server);
    expect(await peer.enter('ali', 'a password', elsewhere)).toMatchObject({ type: 'ok' });
  });

  it('lets its own host in, who comes from within the program', async () => {
    const { server } = await started();
    await enterByMemory(server, 'host');
  });

  it('keeps an invite through a restart, for its host to hand on again, and its secret in no log', async () => {
    const store = newLabStore();
    const one = await started({ store });
    let told = '';
    const { head } = await store.log.snapshot();
    onTestFinished(
      store.log.follow(head, (entries) => () => {
        told += JSON.stringify(entries);
      }),
    );
    const invite = await make(one.server, { uses: 2 });
    await comesBy(one.server, 'ali', invite);
    const logged = JSON.stringify([one.server.readLog(), await store.log.snapshot()]);
    expect(logged).not.toContain(invite);
    expect(told).not.toContain(invite);
    await one.server.stop();
    const two = await startLab({ store });
    expect(two.server.status().options.access).toBe('invited');
    expect(await comesBy(two.server, 'veli', invite)).toMatchObject({ type: 'ok' });
    expect(await two.server.invites()).toMatchObject([
      { secret: invite, used: 2, names: ['veli', 'ali'] },
    ]);
  });
});

describe('an invite', () => {
  it.each<[string, InviteTerms | 'never' | 'revoked']>([
    ['invite-unknown', 'never'],
    ['invite-unknown', 'revoked'],
    ['invite-expired', { role: 'member', expiresAt: 1 }],
    ['invite-used-up', { role: 'member', uses: 0 }],
  ])('that lets nobody in is refused with %s', async (code, terms) => {
    const { server } = await startLab();
    const invite = typeof terms === 'string' ? await make(server) : await make(server, terms);
    if (terms === 'revoked') await server.revokeInvite(inviteIdOf(invite));
    const secret = terms === 'never' ? never : invite;
    // In a room that is open to all too: a link that does not count any more says so.
    expect(await comesBy(server, 'ali', secret)).toMatchObject({ type: 'fail', code });
    const peer = await connect(server);
    expect(await peer.enter('ali')).toMatchObject({ type: 'ok', created: true });
  });

  it('is used up by nobody who is refused, nor by who has an account', async () => {
    const { server } = await started();
    const invite = await make(server, { uses: 2 });
    await comesBy(server, 'ali', invite);
    await comesBy(server, 'ali', invite);
    const other = await connect(server);
    await other.hello();
    const stranger = { device: 'x'.repeat(16), deviceKey: 'x'.repeat(43), invite };
    expect(await other.ask('sign-in', { name: 'ALİ', ...stranger })).toMatchObject({
      code: 'name-taken',
    });
    expect(await other.ask('sign-in', { name: 'v', password: 'x', ...stranger })).toMatchObject({
      code: 'password-too-short',
    });
    expect(await server.invites()).toMatchObject([{ used: 1 }]);
  });

  it('of two at once for its last use one comes in', async () => {
    const { server } = await started();
    const invite = await make(server, { uses: 1 });
    const peers = await Promise.all(['ali', 'veli', 'cem'].map(() => connect(server)));
    const answers = await Promise.all(
      peers.map((peer, place) => peer.enter(`person${place}`, undefined, { invite })),
    );
    expect(answers.filter(({ type }) => type === 'ok')).toHaveLength(1);
    expect(answers.filter((answer) => answer['code'] === 'invite-used-up')).toHaveLength(2);
  });

  it('of a guest gives a guest, who makes no groups and asks for no private chats', async () => {
    const { server } = await started();
    const guest = await connect(server);
    await guest.enter('ali', undefined, { invite: await make(server, { role: 'guest' }) });
    const veli = await connect(server);
    const { account } = await veli.enter('veli', undefined, { invite: await make(server) });
    const group = { in: 'group:0123456789abcdef', name: 'Ours', members: [] };
    expect(await guest.ask('make-group', group)).toMatchObject({ code: 'guest-not-allowed' });
    expect(await guest.ask('ask-private', { account, commitment: 'c'.repeat(43) })).toMatchObject({
      code: 'guest-not-allowed',
    });
    expect(await guest.say('merhaba')).toMatchObject({ type: 'ok' });
    expect(await veli.ask('make-group', group)).toMatchObject({ type: 'ok' });
  });
});

describe('a class behind one address', () => {
  /** Everybody comes in at once, as pupils do. */
  async function comeAtOnce(server: RoomServer, count: number, more: object): Promise<Frame[]> {
    return Promise.all(
      Array.from({ length: count }, async (_, at) => {
        const peer = await connect(server);
        const device = `pupil-${String(at).padStart(10, '0')}`;
        return peer.enter(`pupil ${at}`, undefined, { device, ...more });
      }),
    );
  }

  it('is in with one link for thirty, and comes back when the room was closed', async () => {
    const store = newLabStore();
    const one = await started({ store, isTunnelled: true });
    const invite = await make(one.server, { uses: 30 });
    const answers = await comeAtOnce(one.server, 30, { invite });
    expect(answers.filter(({ type }) => type !== 'ok')).toEqual([]);
    const late = await connect(one.server);
    expect(await late.enter('late', undefined, { invite })).toMatchObject({
      code: 'invite-used-up',
    });
    await one.server.stop();
    const two = await startLab({ store, isTunnelled: true });
    const tokens = answers.map(({ token }) => token);
    const back = await Promise.all(
      tokens.map(async (token, at) => {
        const peer = await connect(two.server);
        await peer.hello();
        return peer.ask('resume', { device: `pupil-${String(at).padStart(10, '0')}`, token });
      }),
    );
    expect(back.filter(({ type }) => type !== 'ok')).toEqual([]);
  });

  it('is held back as any address without a link, or with one for one person', async () => {
    const { server } = await startLab({ isTunnelled: true });
    await make(server, { uses: 1 });
    const answers = await Promise.allSettled(
      Array.from({ length: 12 }, async () => {
        const peer = await connect(server);
        peer.write('{"type":"hello","rid":1,"protocol":1}\n');
        return peer.first(({ type }) => type === 'ok' || type === 'closed');
      }),
    );
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(12 - limits.sessionsPerAddress);
  });

  it('guesses no password by showing an invite', async () => {
    const { server } = await startLab({ isTunnelled: true });
    const invite = await make(server);
    const ali = await connect(server);
    await ali.enter('ali', 'uzun bir parola');
    const peer = await connect(server);
    await peer.hello();
    const stranger = { name: 'ali', device: 'x'.repeat(16), deviceKey: 'x'.repeat(43), invite };
    const codes: unknown[] = [];
    for (let tries = 0; tries < 6; tries += 1)
      codes.push((await peer.ask('sign-in', { ...stranger, password: 'x' }))['code']);
    expect(codes.at(-1)).toBe('try-later');
  });
});
