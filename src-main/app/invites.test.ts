import { describe, expect, it } from 'vitest';
import { spokenCode } from '../../src-shared/invite/spoken-code.ts';
import type { RequestParams } from '../../src-shared/bridge/bridge.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { InviteSecret, RoomId } from '../../src-shared/protocol/ids.ts';
import { formatInvite, readInvite } from '../net/invite-link.ts';
import type { Invite } from '../net/invite-link.ts';
import { dialRoom } from '../net/dial-room.ts';
import { Person } from './testing/person.ts';
import { usedPort } from './testing/two-people.ts';

type Wanted = Omit<RequestParams<'host/make-invite'>, 'room'>;

async function hostForTheInvited(wanted: Wanted = { role: 'member' }) {
  const ali = await Person.open();
  const { room, address } = await ali.host('ali');
  await ali.ask('host/change-options', { room, access: 'invited' });
  const made = await ali.ask('host/make-invite', { room, ...wanted });
  const read = readInvite(made.link, ali.clock.wallMs());
  if (!read.ok) throw new Error(read.refusal.code);
  const [newest] = made.invites;
  if (!newest) throw new Error('none was made');
  return {
    ali,
    room,
    link: made.link,
    invite: newest.invite,
    read: read.value,
    port: Number(address.split(':').at(-1)),
  };
}

/** Somebody who counts where is dialled. */
async function openCounting() {
  const dialled: string[] = [];
  const person = await Person.open({
    dial: (room) => {
      dialled.push(`${room.host}:${room.port}`);
      return dialRoom({ ...room, timeoutMs: 10_000 });
    },
  });
  return { person, dialled };
}

const changed = (invite: Invite, change: Partial<Invite>) => formatInvite({ ...invite, ...change });

describe('who is invited', { timeout: 30_000 }, () => {
  it('W14 comes in by the link alone, with no question, and stays known', async () => {
    const { ali, room, link, invite, read } = await hostForTheInvited();
    const veli = await Person.open();
    expect(await veli.ask('room/read-invite', { link })).toEqual({
      room,
      roomName: "ali's room",
      role: 'member',
      expiresAt: undefined,
      isMember: false,
    });
    await veli.ask('room/join', { name: 'veli', address: `  ${link}\n` });
    await veli.live(room);
    expect(await ali.ask('host/invites', { room })).toMatchObject([
      { invite, link, used: 1, names: ['veli'] },
    ]);
    expect(await veli.ask('room/read-invite', { link })).toMatchObject({ isMember: true });
    // The same link again changes nothing, and neither does coming back without it.
    await veli.ask('room/join', { name: 'veli', address: link });
    const { host, port } = read.addresses[0] ?? { host: '', port: 0 };
    await veli.ask('room/disconnect', { room });
    await veli.ask('room/join', { name: 'veli', address: `${host}:${port}` });
    expect(await ali.ask('host/invites', { room })).toMatchObject([{ used: 1 }]);
  });

  it('comes in at an address that works, where others before it do not', async () => {
    const { read } = await hostForTheInvited();
    const { port, free } = await usedPort();
    await free();
    const { person, dialled } = await openCounting();
    const addresses = [{ host: '127.0.0.1', port }, ...read.addresses];
    const view = await person.ask('room/join', {
      name: 'veli',
      address: changed(read, { addresses }),
    });
    expect(dialled).toEqual(addresses.map((one) => `${one.host}:${one.port}`));
    expect(view.address).toBe(dialled.at(-1));
  });

  it('makes an account within the lifetime of the invite, and one fewer each time', async () => {
    const { ali, room, link } = await hostForTheInvited({
      role: 'member',
      lifetimeMs: 60_000,
      uses: 1,
    });
    const join = async (name: string) => {
      const person = await Person.open();
      person.clock.advance(ali.clock.wallMs() - person.clock.wallMs());
      const answer = await person.request('room/join', { name, address: link });
      return answer.ok ? 'in' : answer.refusal.code;
    };
    expect(await join('veli')).toBe('in');
    expect(await join('can')).toBe('invite-used-up');
    ali.clock.advance(61_000);
    expect(await join('can')).toBe('invite-expired');
    const [made] = await ali.ask('host/invites', { room });
    expect(made).toMatchObject({ uses: 1, used: 1, names: ['veli'] });
  });

  it('finds nobody behind an invite that was revoked', async () => {
    const { ali, room, invite, link } = await hostForTheInvited();
    expect(await ali.ask('host/revoke-invite', { room, invite })).toEqual([]);
    const veli = await Person.open();
    const answer = await veli.request('room/join', { name: 'veli', address: link });
    expect(answer).toMatchObject({ refusal: { code: 'invite-unknown' } });
    expect((await veli.ask('app/start', {})).rooms).toEqual([]);
  });

  it('comes by a link that its host hands on again after a restart', async () => {
    const { ali, room } = await hostForTheInvited();
    await ali.close();
    await ali.start();
    await ali.live(room);
    const [again] = await ali.ask('host/invites', { room });
    const veli = await Person.open();
    await veli.ask('room/join', { name: 'veli', address: again?.link ?? '' });
    await veli.live(room);
  });

  it('is told that the room is for the invited, without a link', async () => {
    const { port } = await hostForTheInvited();
    const veli = await Person.open();
    expect(await veli.tryToEnter({ name: 'veli', address: `127.0.0.1:${port}` })).toMatchObject({
      refusal: { code: 'invite-or-password-needed' },
    });
  });

  it.each<[RefusalCode, (invite: Invite, link: string) => string]>([
    ['invite-invalid', (_, link) => link.slice(0, -1)],
    [
      'invite-invalid',
      (_, link) => link.replace(/.(.{20})$/, (all, end) => `${all[0] === 'A' ? 'B' : 'A'}${end}`),
    ],
    ['invite-invalid', () => `oda://join/${'A'.repeat(1_000_000)}`],
    ['invite-expired', (invite) => changed(invite, { expiresAt: 1000 })],
    ['invite-address', (invite) => changed(invite, { addresses: [{ host: '0.0.0.0', port: 1 }] })],
    ['invite-address', (invite) => changed(invite, { addresses: [{ host: 'a b', port: 1 }] })],
  ])('is refused with %s before anything is dialled', async (code, spoil) => {
    const { link, read } = await hostForTheInvited();
    const { person, dialled } = await openCounting();
    const address = spoil(read, link);
    for (const answer of [
      await person.request('room/join', { name: 'veli', address }),
      await person.request('room/read-invite', { link: address }),
    ])
      expect(answer).toMatchObject({ ok: false, refusal: { code } });
    expect(dialled).toEqual([]);
  });

  it('W14 is not taken into another room, nor by another key', async () => {
    const { read } = await hostForTheInvited();
    const mine = await hostForTheInvited();
    const veli = await Person.open();
    const ask = async (invite: Partial<Invite>) => {
      const answer = await veli.request('room/join', {
        name: 'veli',
        address: changed(read, invite),
      });
      return answer.ok ? 'in' : answer.refusal.code;
    };
    expect(await ask({ room: 'another0another0' as RoomId })).toBe('not-the-room-meant');
    expect(await ask({ addresses: mine.read.addresses })).toBe('another-key');
    const secret = Buffer.alloc(16, 1).toString('base64url') as InviteSecret;
    expect(await ask({ secret })).toBe('invite-unknown');
    expect((await veli.ask('app/start', {})).rooms).toEqual([]);
  });
});

describe('a code that was read aloud', { timeout: 30_000 }, () => {
  it('W14 says which room is meant, so that nothing is compared', async () => {
    const ali = await Person.open();
    const { room, address } = await ali.host('ali');
    const { pin } = await ali.ask('host/status', { room });
    const code = spokenCode(pin);
    const place = `127.0.0.1:${address.split(':').at(-1)}`;
    const veli = await Person.open();
    const ask = async (typed: string) => {
      const answer = await veli.request('room/join', { name: 'veli', address: typed });
      return answer.ok ? 'in' : answer.refusal.code;
    };
    expect(await ask(code.replaceAll('-', ' '))).toBe('code-alone');
    expect(await ask(`0000-0000-0000-0 ${place}`)).toBe('not-the-room-meant');
    expect(await ask(`${code.toLowerCase().replaceAll('-', ' ')} ${place}`)).toBe('in');
    await veli.ask('room/leave', { room });
    expect(await ask(`${place} ${code}`)).toBe('in');
  });
});
