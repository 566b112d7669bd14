import { describe, expect, it } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { Person } from '../../app/testing/person.ts';
import { addressOf, atTerminal, byPipes } from './testing/at-terminal.ts';
import { selinsRoom } from './testing/selins-room.ts';

async function bot() {
  const hosted = await selinsRoom();
  const ali = await byPipes({ address: hosted.address, name: 'ali', json: true });
  await ali.writes((line) => line.includes('"entered"'));
  return { ...hosted, ali };
}

describe('by JSON', { timeout: 30_000 }, () => {
  it('R1.1 R1.3 R3.1 what is missing is asked for by events and answered by objects', async () => {
    const { selin, view } = await selinsRoom();
    const atHome = await Person.open();
    await atHome.join('veli', view, 'uzun bir parola');
    const ali = await byPipes({ json: true, dataFolder: undefined });
    await ali.writes((line) => line === '{"event":"asked","for":"address"}');
    ali.write('not json');
    await ali.writes((line) => line.includes('"bad-line"'));
    ali.write({ answer: addressOf(view) });
    await ali.writes((line) => line === '{"event":"asked","for":"name"}');
    ali.write({ answer: 'selin' });
    await ali.writes((line) => line.includes('"name-taken"'));
    ali.write({ answer: 'veli' });
    await ali.writes((line) => line === '{"event":"asked","for":"password"}');
    ali.write({ answer: 'uzun bir parola' });
    await ali.writes((line) => line.includes('"entered"'));
    const { room } = view;
    expect(await selin.online(room)).toEqual(['selin', 'veli']);
    ali.write({ command: 'exit' });
    expect(await ali.code).toBe(0);
    expect(ali.events().at(-1)).toEqual({ event: 'goodbye' });
  });

  it('a room with a password asks for it, as often as it is wrong', async () => {
    const { selin, view } = await selinsRoom();
    const password = 'yaz akşamı';
    await selin.ask('room/change-settings', { room: view.room, password });
    const ali = await byPipes({ json: true, address: addressOf(view), name: 'ali' });
    const asked = () => ali.lines().filter((line) => line.includes('"room-password"')).length;
    await ali.writes(() => asked() === 1);
    ali.write({ answer: 'yaz sabahı' });
    await ali.writes((line) => line.includes('"wrong-room-password"'));
    await ali.writes(() => asked() === 2);
    // After a wrong one the next has to wait.
    ali.write({ answer: password });
    await ali.writes(() => asked() === 3);
    selin.clock.advance(1000);
    ali.write({ answer: password });
    await ali.writes((line) => line.includes('"entered"'));
  });

  it('everything that is written is one object a line, whatever others write', async () => {
    const { ali, selin, room: id } = await bot();
    await selin.say(id, 'iki\nsatır "tırnak" {} ~ \u2028\u2029\u0085\u009b2J');
    await ali.writes((line) => line.includes('tırnak'));
    const line = ali.lines().find((each) => each.includes('tırnak')) ?? '';
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u);
    expect(ali.events().at(-1)).toEqual({
      event: 'message',
      in: 'everyone',
      from: 'selin',
      own: false,
      old: false,
      at: expect.any(Number),
      text: 'iki\nsatır "tırnak" {} ~ \u2028\u2029\u0085\u009b2J',
      number: 1,
    });
  });

  it('R0.4 a text goes where it is said to go, and is never taken for a command', async () => {
    const { ali, selin, room: id } = await bot();
    ali.write({ say: '/users' });
    ali.write({ say: 'exit' });
    ali.write({ say: 'yalnız sana', to: 'SELİN' });
    ali.write({ say: 'kime', to: 'nobody' });
    await ali.writes((line) => line.includes('"no-place"'));
    await ali.writes((line) => line.includes('"in":"direct","partner":"selin"'));
    await ali.writes((line) => line.includes('"text":"exit"'));
    expect(await selin.texts(id)).toEqual(['/users', 'exit']);
    ali.write({ answer: 'nobody asked' });
    await ali.writes((line) => line.includes('"bad-line"'));
    ali.write({ say: ' ' });
    await ali.writes((line) => line.includes('"text-empty"'));
  });

  it('R0.5 R0.6 R0.8 commands are answered by events', async () => {
    const { ali } = await bot();
    ali.write({ say: 'merhaba' });
    await ali.writes((line) => line.includes('"merhaba"'));
    for (const command of [
      '/users',
      '/search_message merh',
      '/group_name_add g',
      '/group_person_add g selin',
      '/groups_view',
      '/help',
      '/in selin',
    ]) {
      ali.write({ command });
    }
    await ali.writes((line) => line.includes('"event":"place"'));
    const told = ali.events();
    const of = (name: string) => told.find(({ event }) => event === name);
    expect(of('people')).toMatchObject({ people: [{ name: 'ali', presence: 'online' }, {}] });
    expect(of('hits')).toMatchObject({ hits: [{ from: 'ali', text: 'merhaba' }], more: false });
    expect(of('group-made')).toEqual({ event: 'group-made', name: 'g' });
    expect(of('groups')).toEqual({ event: 'groups', groups: [{ name: 'g', members: ['selin'] }] });
    expect(of('help')).toMatchObject({ commands: expect.arrayContaining([expect.anything()]) });
    expect(of('place')).toEqual({ event: 'place', in: 'direct', partner: 'selin' });
  });

  it('a program that comes back is told as new what it has not seen, each once', async () => {
    const { ali, selin, room: id, address } = await bot();
    await selin.say(id, 'gördü');
    await ali.writes((line) => line.includes('gördü'));
    ali.input.end();
    await ali.code;
    await selin.say(id, 'kaçırdı');
    const again = await byPipes({ address, name: 'ali', json: true, person: ali.person });
    await again.writes((line) => line.includes('kaçırdı'));
    const texts = again.events().flatMap(({ text, old }) => (text ? [[text, old]] : []));
    expect(texts).toEqual([
      ['gördü', true],
      ['kaçırdı', false],
    ]);
  });

  it('R0.9 R3.8 what happens elsewhere has its event: coming, away, a group, a log that keeps texts', async () => {
    const { ali, selin, room: id, view } = await bot();
    const veli = await Person.open();
    await veli.join('veli', view);
    await ali.writes((line) => line.includes('"joined","name":"veli"'));
    await selin.ask('host/change-options', { room: id, logTexts: true });
    await ali.writes((line) => line === '{"event":"logs-texts","on":true}');
    const own = await selin.accountOf(id, 'ali');
    const group = await selin.ask('group/make', { room: id, name: 'Proje', members: [own] });
    await ali.writes((line) =>
      line.includes('"group-added","group":"Proje","by":"selin","other":"ali"'),
    );
    await selin.say(id, 'gruba', group.in);
    await ali.writes((line) => line.includes('"in":"group","group":"Proje","from":"selin"'));
    await selin.ask('group/remove', { room: id, in: group.in, account: own });
    await ali.writes((line) => line.includes('"group-removed"'));
    await veli.ask('room/disconnect', { room: id });
    await ali.writes((line) => line.includes('"left","name":"veli"'));
    expect(await selin.texts(id, everyone)).toEqual([]);
  });

  it('R1.8 a lost connection, what waits meanwhile, and a return are events too', async () => {
    const { ali, selin, room: id } = await bot();
    const { port } = await selin.ask('host/status', { room: id });
    await selin.ask('room/disconnect', { room: id });
    await ali.writes((line) => line.includes('"connection","state":"waiting"'));
    ali.write({ say: 'bekler' });
    await ali.writes((line) => line === '{"event":"kept","text":"bekler"}');
    await selin.ask('host/change-port', { room: id, port });
    await ali.person.untilWithTime(() =>
      ali.lines().includes('{"event":"connection","state":"live"}'),
    );
    await ali.writes((line) => line.includes('"own":true') && line.includes('bekler'));
  });

  it('why it could not come in is an event, and the exit code says so', async () => {
    const ali = await byPipes({ address: '[::', name: 'ali', json: true });
    expect(await ali.code).toBe(1);
    expect(ali.events()).toEqual([
      {
        event: 'refused',
        code: 'address-invalid',
        field: 'address',
        subject: '[::',
        sentence: expect.any(String),
      },
    ]);
  });

  it('a terminal sees what it writes as it sees anybody', async () => {
    const { ali, address } = await bot();
    const veli = await atTerminal({ address, name: 'veli' });
    await veli.sees('Here now: ');
    ali.write({ say: 'bir\niki' });
    await veli.sees('ali: bir\n      | iki');
  });
});
