import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directConversation } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { twoPeople } from './testing/two-people.ts';

/** Somebody with `nc` and nothing else. */
async function plainPeer(port: number) {
  const socket = connect({ host: '127.0.0.1', port });
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => (text += part));
  return { heard: () => text, say: (line: string) => void socket.write(`${line}\n`) };
}

describe('guests by plain programs', { timeout: 30_000 }, () => {
  it('R4.6 R0.9 are shown as such, are written to singly, and have no private chats', async () => {
    const { ali, veli, view, room } = await twoPeople();
    const guest = await plainPeer(Number(view.address.split(':').at(-1)));
    const connections = async () => (await ali.ask('host/status', { room })).connections;
    await ali.until(async () => (await connections()).length === 3);
    ali.clock.advance(limits.dialectSilenceMs);
    await ali.until(() => guest.heard().includes('Please enter your username'));
    guest.say('selin');
    const account = await veli.accountOf(room, 'selin');
    const { members } = await veli.opened(room);
    expect(members.find((member) => member.account === account)).toMatchObject({
      guest: true,
      presence: 'online',
    });
    guest.say('nc ile geldim');
    await veli.until(async () => (await veli.texts(room)).includes('nc ile geldim'));
    const own = await veli.accountOf(room, 'veli');
    const { group } = await veli.ask('contact-group/save', {
      room,
      name: 'Konuklar',
      members: [account],
    });
    await veli.ask('contact-group/send', { room, group, text: 'hoş geldin' });
    await veli.until(() => guest.heard().includes('hoş geldin'));
    const direct = directConversation(own, account);
    await veli.until(async () => (await veli.texts(room, direct)).length === 1);
    expect(await veli.texts(room, direct)).toEqual(['hoş geldin']);
    expect(await veli.request('private/ask', { room, account })).toEqual({
      ok: false,
      refusal: { code: 'private-not-possible' },
    });
    expect((await connections()).map(({ dialect }) => dialect)).toEqual(['oda', 'oda', 'lines']);
  });
});
