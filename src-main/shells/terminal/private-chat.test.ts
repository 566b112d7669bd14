import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Person } from '../../app/testing/person.ts';
import type { Transport } from '../../net/transport.ts';
import { dialRoom } from '../../net/dial-room.ts';
import { connectTo } from '../../server/testing/lab.ts';
import { addressOf, atTerminal, byPipes } from './testing/at-terminal.ts';
import type { AtTerminal } from './testing/at-terminal.ts';
import { inRoom, selinsRoom } from './testing/selins-room.ts';

/** Ali and Veli at terminals, Selin and her log beside them. */
async function threeOfThem() {
  const hosted = await inRoom('ali');
  const veli = await atTerminal({ address: hosted.address, name: 'veli' });
  await veli.sees("selin's room>");
  await hosted.ali.sees('veli came in');
  return { ...hosted, veli };
}

async function inPrivate() {
  const three = await threeOfThem();
  three.ali.enter('@PM veli');
  await three.veli.sees('* ali asks for a private chat. Y or N? (or /accept ali, /decline ali)');
  three.veli.enter('/accept ali');
  await three.ali.sees("selin's room · private veli>");
  await three.veli.sees("selin's room · private ali>");
  return three;
}

function everywhere(person: AtTerminal, text: string): string[] {
  return person.picture.rows.filter((row) => row.includes(text));
}

describe('a private chat at two terminals', { timeout: 30_000 }, () => {
  it('R3.3 a file goes to the partner alone, who saves what was sent last', async () => {
    const { ali, veli, selin } = await inPrivate();
    const path = join(selin.folder, 'sır.txt');
    writeFileSync(path, 'iki kişilik');
    ali.enter(`/send ${path}`);
    await veli.sees('[private] ali: 📎 sır.txt (12 bytes)');
    veli.enter('/save');
    await veli.sees('Saved: ');
    const saved = join(veli.person.folder, 'downloads', 'sır.txt');
    await expect.poll(() => existsSync(saved)).toBe(true);
    expect(readFileSync(saved, 'utf8')).toBe('iki kişilik');
    expect(JSON.stringify(selin.pushes)).not.toContain('sır.txt');
  });

  it('R3.3 R3.4 is asked for, accepted, and what is written goes to the partner alone, commands aside', async () => {
    const { ali, veli, selin, room: id } = await inPrivate();
    const compare = 'by another way, by voice: ';
    await Promise.all([ali.sees(compare), veli.sees(compare)]);
    // The same for both, as far as they stand in one row.
    const [[row], [other]] = [everywhere(ali, compare), everywhere(veli, compare)];
    expect(row?.split(compare)[1]).toMatch(/^\p{Emoji}/u);
    expect(row?.split(compare)[1]?.slice(0, 12)).toBe(other?.split(compare)[1]?.slice(0, 12));
    ali.enter('sır: 42');
    await veli.sees('[private] ali: sır: 42');
    await ali.sees('[private] ali: sır: 42');
    ali.enter('veli~tilde~de');
    await veli.sees('[private] ali: veli~tilde~de');
    ali.enter('olmayan~kimse');
    await veli.sees('[private] ali: olmayan~kimse');
    ali.enter(' /users');
    await veli.sees('[private] ali: /users');
    ali.enter('/users');
    await ali.sees('  veli  online');
    ali.enter('/nosuchthing');
    await ali.sees('There is no command /nosuchthing');
    await selin.say(id, 'siz ne fısıldıyorsunuz');
    await ali.sees('selin: siz ne fısıldıyorsunuz');
    await veli.sees('selin: siz ne fısıldıyorsunuz');
    expect(await selin.texts(id)).toEqual(['siz ne fısıldıyorsunuz']);
    expect(JSON.stringify(selin.pushes)).not.toMatch(/sır|tilde|olmayan/u);
    expect(JSON.stringify(await selin.ask('host/log', { room: id }))).not.toContain('sır');
  });

  it('R3.3 is declined, and asked of nobody, of somebody who is gone, and of oneself', async () => {
    const { ali, veli } = await threeOfThem();
    ali.enter('@PM veli');
    await ali.sees('veli was asked for a private chat and has two minutes to answer.');
    await veli.sees('ali asks for a private chat');
    veli.enter('/decline ali');
    await ali.sees('* veli declined the private chat.');
    ali.enter('@PM nobody');
    await ali.sees('Nobody here is called “nobody”.');
    veli.enter('exit');
    await veli.code;
    await ali.sees('* veli left');
    ali.enter('@PM veli');
    await ali.sees('This person is not in the room now.');
    ali.enter('@PM ali');
    await ali.sees('A private chat needs somebody else.');
    ali.enter('/accept selin');
    await ali.sees('selin is not asking for a private chat.');
  });

  it('R3.12 one letter answers who asks, in English and in Turkish, and is a word like any other where nobody does', async () => {
    const { ali, veli, selin, room: id } = await threeOfThem();
    veli.enter('y');
    await ali.sees('veli: y');
    for (const [asks, letter] of ['n', 'H', 'Y', 'e'].entries()) {
      ali.enter('@PM veli');
      await veli.untilSeen('ali asks for a private chat. Y or N?', asks + 1);
      veli.enter(letter);
      if (asks < 2) {
        await ali.untilSeen('* veli declined the private chat.', asks + 1);
        continue;
      }
      await veli.untilSeen('You are in a private chat with ali.', asks - 1);
      veli.enter('EXIT PM');
      await ali.untilSeen('Your partner veli left the private chat!', asks - 1);
    }
    expect(await selin.texts(id)).toEqual(['y']);
  });

  it('R3.12 where two people ask, one letter is not enough', async () => {
    const { ali, veli, selin, room: id, address } = await threeOfThem();
    const deniz = await atTerminal({ address, name: 'deniz' });
    await deniz.sees('You are deniz');
    ali.enter('@PM veli');
    await veli.sees('ali asks for a private chat');
    deniz.enter('@PM veli');
    await veli.sees('deniz asks for a private chat');
    veli.enter('y');
    await veli.sees('* More than one person asks: ali, deniz. Use /accept NAME or /decline NAME.');
    veli.enter('/decline ali');
    await ali.sees('* veli declined the private chat.');
    veli.enter('y');
    await deniz.sees("selin's room · private veli>");
    expect(await selin.texts(id)).toEqual([]);
  });

  it('R3.3 who is in one is busy for others, and an ask can be taken back', async () => {
    const { ali, veli, address } = await inPrivate();
    const deniz = await atTerminal({ address, name: 'deniz' });
    await deniz.sees('You are deniz');
    deniz.enter('@PM veli');
    await deniz.sees('* veli is busy in another private chat.');
    ali.enter('EXIT PM');
    await veli.sees('* Your partner ali left the private chat!');
    deniz.enter('@PM veli');
    await veli.sees('deniz asks for a private chat');
    deniz.enter('exit pm');
    await veli.sees('* deniz no longer asks for a private chat.');
  });

  it('R3.3 busy is said at once, by the room: the program of who is busy may be asleep', async () => {
    const { ali, address, selin, room } = await inRoom('ali');
    const port = Number(address.split(':')[1]);
    // Answers nothing but what this test says.
    const veli = await connectTo(port);
    await veli.enter('veli');
    await ali.sees('veli came in');
    const account = await selin.accountOf(room, 'selin');
    await veli.ask('ask-private', { account, commitment: 'c'.repeat(43) });
    ali.enter('@PM veli');
    await ali.sees('* veli is busy in another private chat.');
    expect(veli.frames.filter(({ type }) => type === 'private-asked')).toEqual([]);
    expect(JSON.stringify(await selin.ask('host/log', { room }))).toContain('"end":"busy"');
    veli.destroy();
  });

  it('R3.5 EXIT PM: the partner is told, and both are back with everybody', async () => {
    const { ali, veli, selin, room: id } = await inPrivate();
    ali.keys.type('EXIT PM\rherkese\r');
    await ali.sees('You have left the private chat with veli.');
    await ali.sees(' ali: herkese');
    await veli.sees('* Your partner ali left the private chat!');
    await veli.person.until(async () => (await veli.person.opened(id)).privates.length === 0);
    veli.enter('ben de herkese');
    await ali.sees('veli: ben de herkese');
    expect(await selin.texts(id)).toEqual(['herkese', 'ben de herkese']);
    ali.enter('EXIT PM');
    await ali.sees('You are in no private chat.');
  });

  it('R3.5 what was being typed when the partner left goes to nobody', async () => {
    const { ali, veli, selin, room: id } = await inPrivate();
    veli.keys.type('yalnız sana yazıy');
    await veli.sees('yalnız sana yazıy');
    ali.enter('EXIT PM');
    await veli.sees('* Not sent: yalnız sana yazıy');
    veli.enter('');
    await veli.sees('There is nothing to send yet.');
    veli.enter('herkese');
    await veli.sees('veli: herkese');
    expect(await selin.texts(id)).toEqual(['herkese']);
  });

  it('one can write elsewhere meanwhile and come back to it', async () => {
    const { ali, veli, selin, room: id } = await inPrivate();
    ali.enter('/in everyone');
    await ali.sees('What you write goes to: everyone');
    ali.enter('bir dakika');
    await ali.sees('ali: bir dakika');
    veli.enter('neredesin');
    await ali.sees('[private] veli: neredesin');
    ali.enter('@PM veli');
    await ali.sees("selin's room · private veli>");
    ali.enter('buradayım');
    await veli.sees('[private] ali: buradayım');
    expect(await selin.texts(id)).toEqual(['bir dakika']);
  });

  it('R3.5 who leaves the room has left the private chat, and nothing of it is told again', async () => {
    const { ali, veli, address } = await inPrivate();
    ali.enter('sır');
    await veli.sees('[private] ali: sır');
    ali.enter('LOGOUT');
    expect(await ali.code).toBe(0);
    await veli.sees('* Your partner ali left the private chat!');
    const again = await atTerminal({ address, name: 'ali', person: ali.person });
    await again.sees("selin's room>");
    expect(everywhere(again, 'sır')).toEqual([]);
  });

  it('R1.8 R3.5 goes on when the partner is back after a short loss, and moves nobody into it', async () => {
    const { ali, address, selin, room: id } = await inRoom('ali');
    const lines: Transport[] = [];
    const person = await Person.open({
      dial: async (to) => {
        const line = await dialRoom({ ...to, timeoutMs: 5000 });
        lines.push(line.transport);
        return line;
      },
    });
    await person.close();
    const veli = await atTerminal({ address, name: 'veli', person });
    await ali.sees('veli came in');
    ali.enter('@PM veli');
    await veli.sees('ali asks for a private chat');
    veli.enter('/accept ali');
    await ali.sees("selin's room · private veli>");
    ali.enter('/in everyone');
    await ali.sees('What you write goes to: everyone');
    lines.at(-1)?.destroy();
    await ali.sees('The connection of veli was lost; the private chat waits 20 seconds.');
    await person.untilWithTime(() => veli.picture.text.includes('Connected again.'));
    await ali.person.until(
      () => everywhere(ali, '* You are in a private chat with veli.').length === 2,
    );
    ali.enter('herkese');
    await ali.sees(' ali: herkese');
    veli.enter('hâlâ özel');
    await ali.sees('[private] veli: hâlâ özel');
    expect(await selin.texts(id)).toEqual(['herkese']);
  });

  it('R1.8 R3.5 a room that closed has forgotten it, and what was written for it goes to nobody', async () => {
    const { ali, veli, selin, room: id } = await inPrivate();
    const { port } = await selin.ask('host/status', { room: id });
    await selin.ask('room/disconnect', { room: id });
    await ali.sees('* The private chat with veli waits for the connection.');
    ali.enter('hâlâ özel mi');
    await ali.sees('[private] ali: hâlâ özel mi');
    await selin.ask('host/change-port', { room: id, port });
    await ali.person.untilWithTime(() => ali.picture.text.includes('Connected again.'));
    await ali.sees('* The private chat with veli ended: your connection was lost.');
    await ali.sees('What you write goes to: everyone');
    expect(await selin.texts(id)).toEqual([]);
    expect(everywhere(veli, 'hâlâ')).toEqual([]);
  });
});

describe('a private chat by pipes', { timeout: 30_000 }, () => {
  it('R3.4 what is to be said privately is said so or not at all', async () => {
    const { selin, view, room: id } = await selinsRoom();
    const address = addressOf(view);
    const ali = await byPipes({ address, name: 'ali', json: true });
    const veli = await atTerminal({ address, name: 'veli' });
    await veli.sees('You are veli');
    ali.write({ say: 'erken', private: true });
    await ali.writes((line) => line.includes('"no-such-private"') && line.includes('"erken"'));
    ali.write({ command: '@PM veli' });
    await veli.sees('ali asks for a private chat');
    veli.enter('/accept ali');
    await ali.writes((line) => line.includes('"event":"place","in":"private"'));
    ali.write({ say: '/users sır', private: true });
    await veli.sees('[private] ali: /users sır');
    ali.write({ say: 'Veli’ye', to: 'VELİ', private: true });
    await veli.sees('[private] ali: Veli’ye');
    ali.write({ say: 'Selin’e', to: 'selin', private: true });
    await ali.writes((line) => line.includes('"no-such-private"') && line.includes('Selin’e'));
    ali.write({ say: 'herkese', to: 'everyone' });
    await veli.sees('ali: herkese');
    veli.enter('EXIT PM');
    await ali.writes((line) => line.includes('"reason":"left"'));
    ali.write({ say: 'geç', private: true });
    await ali.writes((line) => line.includes('"no-such-private"') && line.includes('"geç"'));
    expect(await selin.texts(id)).toEqual(['herkese']);
  });
});
