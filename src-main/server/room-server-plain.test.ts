import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import { describe, expect, it } from 'vitest';
import { directConversation } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { accountOf, enter, message, newLabStore, startLab } from './testing/lab.ts';
import { enterPlain, openPlain } from './testing/plain-peer.ts';
import { scriptedGateway } from './testing/scripted-gateway.ts';

const gateways = [
  scriptedGateway({ dialect: 'irc', verb: 'NICK ' }),
  scriptedGateway({ dialect: 'lines', greeting: 'name? ' }),
];
const startPlainLab = () => startLab({ gateways });

describe('W15 plain programs at the same port', () => {
  it('a guest chats with Oda in both directions, is seen as a guest, and leaves', async () => {
    const lab = await startPlainLab();
    const ali = await enter(lab.server, 'ali');
    const can = await enterPlain(lab.server, 'can');
    const seen = await ali.first((frame) => frame.type === 'member' && frame['name'] === 'can');
    expect(seen).toMatchObject({ presence: 'online', guest: true });
    can.write('düz selam\n');
    await ali.first(message('düz selam'));
    await ali.say('sana da');
    await can.read('<ali> sana da\n');
    const direct = directConversation(await accountOf(ali, 'ali'), await accountOf(ali, 'can'));
    await ali.say('yalnız sana', { in: direct });
    await can.read('<ali> yalnız sana\n');
    expect(lab.server.status().connections.map(({ name, dialect }) => [name, dialect])).toEqual([
      ['ali', 'oda'],
      ['can', 'lines'],
    ]);
    expect(lab.server.readLog()).toContainEqual(
      expect.objectContaining({ event: 'guest-entered', name: 'can', dialect: 'lines' }),
    );
    can.socket.destroy();
    await ali.first((frame) => frame.type === 'left' && frame['account'] === seen['account']);
  });

  it('who says nothing for 700 ms is asked for a name, and answers like anybody', async () => {
    const lab = await startPlainLab();
    const can = openPlain(lab.server);
    await can.connected;
    // A connection that came later is in: so is this one.
    await enter(lab.server, 'ali');
    lab.clock.advance(limits.dialectSilenceMs);
    await can.read('name? ');
    can.write('can\n');
    await can.read('ok 1 ');
  });

  it('an IRC verb is IRC, an opening brace is Oda', async () => {
    const lab = await startPlainLab();
    const irc = openPlain(lab.server);
    irc.write('NICK selin\n');
    await irc.read('ok 1 ');
    await enter(lab.server, 'ali');
    const { connections } = lab.server.status();
    expect(connections.map(({ dialect }) => dialect)).toEqual(['irc', 'oda']);
  });

  it('R1.3 a name that is in use, or belongs to an account, is no guest’s; a guest of yesterday is the same', async () => {
    const lab = await startPlainLab();
    const ali = await enter(lab.server, 'ali');
    const can = openPlain(lab.server);
    can.write('ALİ\n');
    await can.read('no 1 name-taken');
    const first = await enterPlain(lab.server, 'deniz');
    const account = await accountOf(ali, 'deniz');
    const second = openPlain(lab.server);
    second.write('deniz\n');
    await second.read('no 1 name-taken');
    first.socket.destroy();
    await ali.first((frame) => frame.type === 'left' && frame['account'] === account);
    await enterPlain(lab.server, 'deniz');
    expect(await accountOf(ali, 'deniz')).toBe(account);
  });

  it('an account takes the name of a guest who is gone, and what the guest wrote stays', async () => {
    const lab = await startPlainLab();
    const ali = await enter(lab.server, 'ali');
    const guest = await enterPlain(lab.server, 'deniz');
    const was = await accountOf(ali, 'deniz');
    guest.socket.destroy();
    await ali.first((frame) => frame.type === 'left' && frame['account'] === was);
    const deniz = await enter(lab.server, 'deniz');
    const { members } = await deniz.ask('list-members');
    const called = (members as { name: string; account: string; guest?: true }[]).filter(
      ({ name }) => name === 'deniz',
    );
    expect(called.map(({ account }) => account === was)).toEqual([true, false]);
    await lab.server.stop();
    const reopened = await startLab({ store: lab.store, gateways });
    expect(await enter(reopened.server, 'deniz')).toBeDefined();
  });

  it('guests get no groups and no private chats', async () => {
    const lab = await startPlainLab();
    const ali = await enter(lab.server, 'ali');
    await enterPlain(lab.server, 'can');
    const account = await accountOf(ali, 'can');
    expect(await ali.ask('ask-private', { account, commitment: 'c'.repeat(43) })).toMatchObject({
      code: 'private-not-possible',
    });
    expect(
      await ali.ask('make-group', {
        in: 'group:kitchenkitchen-1',
        name: 'Mutfak',
        members: [account],
      }),
    ).toMatchObject({ code: 'guest-not-allowed' });
  });

  it('the room closes while somebody stands in its door', async () => {
    const lab = await startPlainLab();
    const silent = openPlain(lab.server);
    await silent.connected;
    await enter(lab.server, 'ali');
    await lab.server.stop();
    await silent.closed;
    expect(silent.text()).toContain('room-closed');
  });
});

describe('what the host can switch', () => {
  it('is kept with the room, told in its log, and members are told that texts are logged', async () => {
    const store = newLabStore();
    const { server } = await startLab({ store });
    const ali = await enter(server, 'ali');
    await server.changeOptions({ logTexts: true });
    await server.changeOptions({ plain: true });
    await ali.first((frame) => frame.type === 'room' && frame['logsTexts'] === true);
    expect(server.status().options).toEqual({
      plain: true,
      logTexts: true,
      access: 'open',
      files: usualFileTerms,
    });
    await server.stop();
    const events = server.readLog().map(({ event }) => event);
    expect(events).toContain('texts-switched-on');
    expect(events).toContain('plain-switched-on');

    const again = await startLab({ store });
    expect(again.server.status().options).toEqual({
      plain: true,
      logTexts: true,
      access: 'open',
      files: usualFileTerms,
    });
    const veli = await enter(again.server, 'veli');
    expect(veli.frames[0]).toMatchObject({ room: { logsTexts: true } });
  });
});
