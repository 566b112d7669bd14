import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { directConversation, everyone } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { accountOf, enter, message, startLab } from '../../server/testing/lab.ts';
import type { Lab } from '../../server/testing/lab.ts';
import { createGateways } from '../create-gateways.ts';
import { json, lab, lines } from './testing/plain-guests.ts';
import { PlainPeer } from './testing/plain-peer.ts';

/** What a pipe into `nc -N` does: says all of it and no more, and reads until the room has closed. */
async function pipe(server: Lab['server'], input: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port: server.port, allowHalfOpen: true });
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  socket.end(input);
  await once(socket, 'end');
  return heard;
}

test('R4.3 R4.6 R2.2 a silent peer is asked for its name and greeted', async () => {
  const room = await lab();
  const ali = await lines(room, 'ali');
  expect(ali.all).toContain('Merhaba!');
  expect(ali.all).toContain('Nobody else is here yet.');
  expect(room.server.status().connections[0]).toMatchObject({ name: 'ali', dialect: 'lines' });
});

test('W15 an IRC program that was slow finds its first reply on a line of its own', async () => {
  const { server, clock, ...room } = await lab();
  const peer = await PlainPeer.dial(server);
  await expect.poll(() => server.status().connections.length).toBe(1);
  clock.advance(limits.dialectSilenceMs);
  await peer.until('Please enter your username: ');
  peer.send('nick burak\r\nuser b 0 * :b\r\n');
  expect(await peer.until(' 001 burak ')).toMatch(/^\r\n:room.oda 001 burak $/);
  expect(server.status().connections[0]).toMatchObject({ dialect: 'irc', name: 'burak' });
  expect(room.defects).toEqual([]);
});

test('R4.4 each line reaches everyone else as <name> text, in every dialect', async () => {
  const room = await lab();
  const selin = await enter(room.server, 'Selin');
  const ali = await lines(room, 'ali');
  const veli = await lines(room, 'veli');
  const deniz = await json(room, 'deniz');
  ali.send('Merhaba ğüşİıöç\r\n');
  expect(await veli.until('ç\n')).toContain('<ali> Merhaba ğüşİıöç\n');
  await deniz.until('{"command":"message","message":"ali~[everyone] Merhaba ğüşİıöç"}');
  await selin.first(message('Merhaba ğüşİıöç'));
  await selin.ask('send-message', { in: everyone, cid: 'c'.repeat(20), text: 'hoş\ngeldin' });
  expect(await ali.until('geldin\n')).toBe(
    '* veli added to the chat\n* deniz added to the chat\n<Selin> hoş\n<Selin> geldin\n',
  );
  expect(ali.all).not.toContain('<ali>');
});

test('R4.4 an answer and what is done to a message say which one, to those who were told of it', async () => {
  const room = await lab();
  const selin = await enter(room.server, 'Selin');
  const ali = await lines(room, 'ali');
  const deniz = await json(room, 'deniz');
  const said = async (text: string, reply?: number) => {
    const cid = text
      .slice(0, 20)
      .replaceAll(/[^\w-]/g, '-')
      .padEnd(20, 'c');
    const more = reply === undefined ? {} : { reply };
    const stored = await selin.ask('send-message', { in: everyone, cid, text, ...more });
    return Number(stored['seq']);
  };
  const long = `**dinner** at six\nor ${'so '.repeat(30)}`;
  const dinner = await said('dinner at **six**?');
  const seq = await said(long);
  await ali.until('* deniz added');
  const late = await lines(room, 'late');
  await said('at seven', dinner);
  await ali.until('<Selin> Answering “dinner at six?”: at seven\n');
  await deniz.until('Selin~[everyone] Answering “dinner at six?”: at seven"}');
  await late.until('<Selin> at seven\n');
  const done = { in: everyone, target: dinner };
  await selin.ask('add-reaction', { ...done, cid: 'r'.repeat(22), emoji: '👍' });
  await ali.until('* Selin reacted with 👍 to “dinner at six?”\n');
  await late.until('* Selin reacted with 👍\n');
  await selin.ask('edit-message', { ...done, cid: 'e'.repeat(22), text: 'lunch' });
  await ali.until('* Selin changed “dinner at six?”: lunch\n');
  await late.until('* Selin changed a message: lunch\n');
  await selin.ask('pin-message', { ...done, target: seq, cid: 'p'.repeat(22) });
  await ali.until('* Selin pinned “dinner at six or so so so so so so so so so so so so so so…”\n');
  await selin.ask('delete-message', { ...done, cid: 'd'.repeat(22) });
  expect(await ali.until(')\n')).toMatch(
    /^\* Selin deleted a message \(Selin, \d{4}-\d\d-\d\d \d\d:\d\d\)$/m,
  );
  await late.until('* Selin deleted a message\n');
  await said('too late', dinner);
  expect(await ali.until('too late\n')).toContain('<Selin> too late\n');
});

test('R0.4 R0.11 direct messages go to one person, both ways and between dialects', async () => {
  const room = await lab();
  const selin = await enter(room.server, 'Selin');
  const ali = await lines(room, 'ali');
  const deniz = await json(room, 'deniz');
  deniz.send('{"command":"message","message":"ali~a ~ \\"b\\" } {"}');
  await ali.until('[deniz] a ~ "b" } {\n');
  ali.send('Selin~only you\n');
  const told = await selin.first(message('only you'));
  const [own, guest] = [await accountOf(selin, 'Selin'), await accountOf(selin, 'ali')];
  expect(told).toMatchObject({ in: directConversation(own, guest), from: guest });
  await selin.ask('send-message', {
    in: directConversation(own, guest),
    cid: 'd'.repeat(20),
    text: 'and only you',
  });
  await ali.until('[Selin] and only you\n');
  expect(deniz.all).not.toContain('only you');
});

test('R0.4 R3.3 W19 ordinary texts reach everyone, commands and slips nobody', async () => {
  const room = await lab();
  const selin = await enter(room.server, 'Selin');
  const ali = await lines(room, 'ali');
  const deniz = await json(room, 'deniz');
  const write = (text: string) => deniz.send(JSON.stringify({ command: 'message', message: text }));
  ali.send('https://web.itu.edu.tr/~oktug/\n5~6 kişi\nselam ~ <b>\n');
  await deniz.until('selam ~ <b>');
  for (const line of ['@PM Selin', '/search_message sır', 'EXIT PM', 'selim~gizli', '/r/turkey']) {
    ali.send(`${line}\n`);
    await ali.until('Begin with a blank to say it as it is.\n');
    write(line);
    await deniz.until('Begin with a blank to say it as it is.');
  }
  write('hasan~selam');
  await deniz.until('SERVER~Nobody here is called “hasan”, so all of it went to everyone.');
  ali.send(' /r/turkey\n');
  await selin.first(message('/r/turkey'));
  expect(selin.texts()).toEqual([
    'https://web.itu.edu.tr/~oktug/',
    '5~6 kişi',
    'selam ~ <b>',
    'hasan~selam',
    '/r/turkey',
  ]);
});

test('R0.4 who is offline still has the name', async () => {
  const room = await lab();
  const selin = await enter(room.server, 'Selin');
  const ali = await lines(room, 'ali');
  await selin.ask('sign-out');
  await ali.until('* Selin left the chat');
  ali.send('selin~you can read this tomorrow\nselın~and this\nselib~not this\n');
  await ali.until('Did you mean Selin?');
  const again = await enter(room.server, 'Deniz');
  expect(again.texts()).toEqual([]);
  expect(ali.all).not.toContain('Nobody in this room');
});

test('R0.11 users, joins and leaves as bare objects', async () => {
  const room = await lab();
  const deniz = await json(room, 'deniz');
  const ali = await lines(room, 'ali');
  await deniz.until('{"command":"message","message":"SERVER~ali added to the chat"}');
  deniz.send('{"command":"users"}');
  await deniz.until('{"command":"users","users":["deniz","ali"]}');
  ali.send('exit\n');
  await ali.until('Goodbye!\n');
  await ali.untilClosed();
  await deniz.until('{"command":"left","message":"[SERVER] ali left the chat"}');
  deniz.send('{"command":"message","message":"users"}');
  await deniz.until('{"command":"users","users":["deniz"]}');
  // Nothing of oneself, and no list that was not asked for.
  const list = (...names: string[]) => JSON.stringify({ command: 'users', users: names });
  expect(deniz.all).toBe(
    `${list('deniz')}{"command":"message","message":"SERVER~ali added to the chat"}` +
      `${list('deniz', 'ali')}{"command":"left","message":"[SERVER] ali left the chat"}${list('deniz')}`,
  );
});

test('R2.5 a name and a text without a line end are understood', async () => {
  const { server, clock } = await lab();
  const selin = await enter(server, 'Selin');
  const ali = await PlainPeer.dial(server, clock);
  ali.send('ali');
  await ali.until('You are connected to chatroom.\n');
  ali.send('merhaba');
  await ali.until('Here now: Selin\n');
  ali.send('');
  await expect
    .poll(() => {
      clock.advance(limits.quietLineMs);
      return selin.texts();
    })
    .toEqual(['merhaba']);
  ali.send('exit');
  await ali.until('Goodbye!\n');
  await ali.untilClosed();
});

test.each([
  ['plain lines', 'ali\nmerhaba\n/users\nson söz', '* Selin, ali'],
  ['one line', 'ali', 'You are connected to chatroom.\n'],
])('R4.7 a pipe that ends its input is heard to the end: %s', async (_what, input, answer) => {
  const { server } = await lab();
  const selin = await enter(server, 'Selin');
  const heard = await pipe(server, input);
  expect(heard).toContain(answer.replace('* ', 'Here now: '));
  expect(heard).toMatch(/Goodbye!\n$/);
  if (!input.includes('\n')) return;
  await selin.first(message('son söz'));
  expect(selin.texts()).toEqual(['merhaba', 'son söz']);
});

test('R4.7 and so is one of bare JSON', async () => {
  const { server } = await lab();
  const selin = await enter(server, 'Selin');
  const say = JSON.stringify({ command: 'message', message: 'everyone~merhaba' });
  const add = JSON.stringify({ command: 'add_client', message: 'ali' });
  const heard = await pipe(server, `${add}${say}{"command":"users"}`);
  expect(heard).toContain('{"command":"users","users":["Selin","ali"]}');
  expect(heard).toMatch(/Goodbye!"}$/);
  await selin.first(message('merhaba'));
});

test('R4.7 what can only be told in part is heard too, and who says nothing gets nothing', async () => {
  const { server, defects } = await lab();
  expect(await pipe(server, 'ni')).toContain('You are connected to chatroom.\n');
  expect(await pipe(server, '')).toBe('');
  await expect.poll(() => server.status().connections).toEqual([]);
  expect(defects).toEqual([]);
});

test('guests are told that their words are kept, at coming in and when it changes', async () => {
  const { server } = await lab();
  await server.changeOptions({ logTexts: true });
  const told = 'The host’s log keeps what is said to everyone.';
  const ali = await PlainPeer.dial(server);
  ali.send('ali\n');
  await ali.until(`* ${told}\n`);
  const deniz = await PlainPeer.dial(server);
  deniz.send('{"command":"add_client","message":"deniz"}');
  await deniz.until(`{"command":"message","message":"SERVER~${told}"}`);
  await server.changeOptions({ logTexts: false });
  await ali.until('* The host’s log keeps nothing of what is said any more.\n');
});

test('at closing nobody is told to be brought back by itself', async () => {
  const { server } = await lab();
  const ali = await PlainPeer.dial(server);
  ali.send('ali\n');
  await ali.until('You are connected to chatroom.\n');
  await server.stop();
  await ali.until('The host closed the room. Connect again when it is open.\n');
});

test('no text of others moves a cursor, colours, or turns the direction of what follows', async () => {
  const room = await lab();
  const selin = await enter(room.server, 'Selin');
  const ali = await lines(room, 'ali');
  const deniz = await json(room, 'deniz');
  const text = 'a\u001b[31mb\u0007\u202ec\u2066d\u200f';
  await selin.ask('send-message', { in: everyone, cid: 'e'.repeat(20), text });
  await ali.until('<Selin> a\ufffd[31mb\ufffdcd\n');
  await deniz.until('Selin~[everyone] a\ufffd[31mb\ufffdcd"}');
});

test('R0.12 a long text comes in objects of at most 2,048 bytes, whole characters in each', async () => {
  const room = await lab();
  const selin = await enter(room.server, 'Selin');
  const deniz = await json(room, 'deniz');
  const before = deniz.all.length;
  const text = `${'ğ"😀\n'.repeat(1900)}son`;
  await selin.ask('send-message', { in: everyone, cid: 'f'.repeat(20), text });
  await deniz.until('son"}');
  const objects = deniz.all.slice(before).split(/(?<="})(?=\{)/);
  const texts = objects.map((object) => (JSON.parse(object) as { message: string }).message);
  expect(Math.max(...objects.map((object) => Buffer.byteLength(object)))).toBeLessThanOrEqual(2048);
  expect(texts.map((part) => part.replace('Selin~[everyone] ', '')).join('')).toBe(text);
});

test('R1.3 a name of an account, in another case or with look-alikes, is refused; another try is free', async () => {
  const room = await lab();
  await enter(room.server, 'Selin');
  const peer = await PlainPeer.dial(room.server);
  peer.send('SELİN\n');
  await peer.until('That name is taken. Choose another.\nPlease enter your username: ');
  peer.send('SeIin\n');
  await peer.until('That name is taken. Choose another.\nPlease enter your username: ');
  peer.send('\n');
  await peer.until('Enter a name.');
  peer.send(`${'a'.repeat(33)}\n`);
  await peer.until('Use at most 32 characters.');
  peer.send('selma\n');
  await peer.until('You are connected to chatroom.\n');
});

test('W19 a name that could speak for somebody else is refused with the sign in it', async () => {
  const room = await lab();
  const peer = await PlainPeer.dial(room.server);
  peer.send('veli~gel\n');
  await peer.until('A name cannot hold “~”. Write it without that.\nPlease enter your username: ');
  peer.send('veli> selam <ali\n');
  await peer.until('A name cannot hold “>”. Write it without that.\nPlease enter your username: ');
  peer.send('veli\n');
  await peer.until('You are connected to chatroom.\n');
});

test('an account can be made under the name of a guest who is gone', async () => {
  const room = await lab();
  const ali = await lines(room, 'ali');
  ali.send('quit\n');
  await ali.untilClosed();
  await enter(room.server, 'Ali');
  const again = await PlainPeer.dial(room.server);
  again.send('ali\n');
  await again.until('That name is taken.');
});

test('R1.7 an empty line is refused with a hint', async () => {
  const room = await lab();
  const ali = await lines(room, 'ali');
  ali.send('\n');
  await ali.until('There is nothing to send yet. Write something first.\n');
});

test('too fast is waited for, in order, and nothing is lost', async () => {
  const room = await lab();
  const selin = await enter(room.server, 'Selin');
  const ali = await lines(room, 'ali');
  const texts = Array.from({ length: 30 }, (_, at) => `line ${at}`);
  ali.send(texts.map((text) => `${text}\n`).join(''));
  await expect
    .poll(
      () => {
        room.clock.advance(500);
        return selin.texts();
      },
      { interval: 5 },
    )
    .toEqual(texts);
});

test('R4.2 sixty plain programs at once all hear what one of them says', async () => {
  const room = await lab();
  const names = Array.from({ length: 60 }, (_, at) => `guest ${at}`);
  const peers = await Promise.all(names.map(() => PlainPeer.dial(room.server)));
  for (const [at, peer] of peers.entries()) peer.send(`${names[at]}\n`);
  await Promise.all(peers.map((peer) => peer.until('You are connected to chatroom.\n')));
  peers[0]?.send('hello all\n');
  await Promise.all(peers.slice(1).map((peer) => peer.until('<guest 0> hello all\n')));
});

test('R4.5 a slow plain program is closed, and nobody else waits for it', async () => {
  const room = await startLab({
    gateways: createGateways(),
    limits: { messageBurst: 10_000, messagesPerSecond: 10_000 },
  });
  const selin = await enter(room.server, 'Selin');
  const veli = await lines(room, 'veli');
  const ali = await lines(room, 'ali');
  ali.pause();
  const text = 'x'.repeat(7990);
  for (let sent = 0; !veli.all.includes('* ali left'); sent += 1) {
    const turn = Array.from({ length: 15 }, (_, at) => `cid-of-message-${sent}-${at}`);
    await Promise.all(
      turn.map((cid) =>
        selin.ask('send-message', { in: everyone, cid, text: `${cid} ${text}`.slice(0, 8000) }),
      ),
    );
  }
  await veli.until('* ali left the chat');
  const named = room.server.status().connections.flatMap(({ name }) => name ?? []);
  expect(named).toEqual(['Selin', 'veli']);
}, 30_000);

test('100,000 characters without a line feed end with a sentence', async () => {
  const room = await lab();
  const ali = await lines(room, 'ali');
  ali.send('a'.repeat(100_000));
  await ali.until('Make it shorter.\n');
  await ali.untilClosed();
});

test('R0.11 1,000 objects in one read are all answered', async () => {
  const room = await lab();
  const deniz = await json(room, 'deniz');
  deniz.send('{"command":"users"}'.repeat(1000));
  const one = '{"command":"users","users":["deniz"]}';
  for (let answered = 0; answered < 1000; answered += 1) await deniz.until(one);
});

test('half an object and then 20 seconds of silence are told and ended, and not before', async () => {
  const room = await lab();
  const deniz = await json(room, 'deniz');
  const { length } = deniz.all;
  const isIn = () => room.server.status().connections.some(({ name }) => name === 'deniz');
  // The answer to the first shows that the half of the second has come with it.
  deniz.send('{"command":"users"}{"command":"us');
  await deniz.until('{"command":"users","users":["deniz"]}');
  room.clock.advance(limits.silenceMs - 100);
  expect(isIn()).toBe(true);
  // The rest came in time, and the next half is waited for anew.
  deniz.send('ers"}{"command":"us');
  await deniz.until('{"command":"users","users":["deniz"]}');
  room.clock.advance(limits.silenceMs - 100);
  expect(isIn()).toBe(true);
  expect(deniz.all.slice(length)).not.toContain('SERVER~');
  room.clock.advance(limits.heartbeatMs + 100);
  await deniz.until('SERVER~The connection carried something unreadable');
  await deniz.untilClosed();
  expect(room.defects).toEqual([]);
});

test('random bytes are answered with a sentence', async () => {
  const room = await lab();
  const peer = await PlainPeer.dial(room.server);
  peer.send(Uint8Array.from([0x80, 0x00, 0xc3, 0x28, 0x0a]));
  await peer.until('could not be read as text');
  peer.send('ali\n');
  await peer.until('You are connected to chatroom.\n');
  const { server } = room;
  const other = await PlainPeer.dial(server);
  other.send(Uint8Array.from([0x7b, 0x22, 0x63, 0x6f, 0x6d, 0x6d, 0x61, 0x6e, 0x64, 0x22, 0x80]));
  other.send('}');
  await other.until('unreadable');
  await other.untilClosed();
  expect(room.defects).toEqual([]);
});

test('W10 a guest without heartbeats stays as long as its connection stands', async () => {
  const room = await lab();
  const selin = await enter(room.server, 'Selin');
  const ali = await lines(room, 'ali');
  for (let second = 0; second < 60; second += 1) {
    room.clock.advance(1000);
    if (second % 5 === 0) await selin.ask('ping');
  }
  ali.send('still here\n');
  await selin.first(message('still here'));
});

test('an Oda member is known as such and a guest as a guest', async () => {
  const room = await lab();
  const selin = await enter(room.server, 'Selin');
  await lines(room, 'ali');
  const { members } = await selin.ask('list-members');
  expect(members).toMatchObject([{ name: 'Selin' }, { name: 'ali', guest: true }]);
  expect((members as object[])[0]).not.toHaveProperty('guest');
});
