import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Person } from '../../app/testing/person.ts';
import { usedPort } from '../../app/testing/two-people.ts';
import { atTerminal, byPipes } from './testing/at-terminal.ts';
import { inRoom, selinsRoom } from './testing/selins-room.ts';

describe('coming in', { timeout: 30_000 }, () => {
  it('R1.1 R4.1 the address is asked for where none was given, and again where nobody answers', async () => {
    const { address } = await selinsRoom();
    const nobody = await usedPort();
    await nobody.free();
    const ali = await atTerminal({ name: 'ali' });
    await ali.sees('Invite link or address of the room (host or host:port):');
    ali.enter('not an address');
    await ali.sees('“not an address” is not an address');
    ali.enter(`127.0.0.1:${nobody.port}`);
    await ali.sees(`Nothing answers at 127.0.0.1:${nobody.port}`);
    ali.enter(address);
    await ali.sees("You are ali in “selin's room”.");
    ali.enter('exit');
    expect(await ali.code).toBe(0);
  });

  it('W14 an invite link is enough, and one that is none is asked for again', async () => {
    const { selin, room } = await selinsRoom();
    await selin.ask('host/change-options', { room, access: 'invited' });
    const { link } = await selin.ask('host/make-invite', { room, role: 'member' });
    const ali = await atTerminal({ name: 'ali' });
    await ali.sees('Invite link or address of the room');
    ali.enter(`${link}x`);
    await ali.sees('This is no whole invite.');
    ali.enter(link);
    await ali.sees("You are ali in “selin's room”.");
    ali.enter('exit');
    expect(await ali.code).toBe(0);
  });

  it('the name is asked for before its data are opened, with the system’s to begin with', async () => {
    const { address, selin, room: id } = await selinsRoom();
    const ali = await atTerminal({ address, dataFolder: undefined });
    await ali.sees('Your name (deniz):');
    ali.enter('');
    await ali.sees('You are deniz');
    expect(ali.names).toEqual(['deniz']);
    expect(await selin.online(id)).toEqual(['deniz', 'selin']);
    ali.keys.ctrlC();
    expect(await ali.code).toBe(0);
  });

  it('R1.2 one sees who is here, or that nobody else is', async () => {
    const { address, selin, room: id } = await selinsRoom();
    const ali = await atTerminal({ address, name: 'ali' });
    await ali.sees('Here now: selin');
    ali.keys.ctrlC();
    await ali.code;
    await selin.until(async () => (await selin.online(id)).length === 1);
    const turkish = await atTerminal({ address, name: 'veli', language: 'tr' });
    await turkish.sees('Şu an burada: selin');
    turkish.enter('/users');
    await turkish.sees('selin  çevrimiçi');
    await turkish.sees('ali  son görülme');
    expect(turkish.picture.text).toContain('* ali ayrıldı');
    expect(turkish.picture.text).not.toContain('* veli geldi');
  });

  it('R1.3 a name that is taken is refused with a reason, and another one is asked for', async () => {
    const { address } = await selinsRoom();
    const ali = await atTerminal({ address, name: 'SELİN' });
    await ali.sees('That name is taken. Choose another.');
    await ali.sees('Another name:');
    ali.enter('  ');
    await ali.sees('Enter a name. The others will see it.');
    ali.enter('ali');
    await ali.sees('You are ali');
  });

  it('R3.1 a password is asked for, asked again where it is wrong, and never seen', async () => {
    const { address, view, selin } = await selinsRoom();
    const atHome = await Person.open();
    await atHome.join('ali', view, 'uzun bir parola');
    const ali = await atTerminal({ address, name: 'ali' });
    await ali.sees('Password for ali:');
    ali.enter('yanlış parola');
    await ali.sees('That is not the password. Try again.');
    ali.enter('çok aceleci');
    await ali.sees('Too many tries. Try again in 1 second.');
    selin.clock.advance(2000);
    ali.enter('uzun bir parola');
    await ali.sees('You are ali');
    expect(ali.picture.text).not.toContain('aceleci');
    expect(ali.picture.text).not.toContain('parola');
  });

  it('what cannot be mended by another answer is said, and the program ends with 1', async () => {
    const nobody = await usedPort();
    await nobody.free();
    const ali = await atTerminal({ address: `127.0.0.1:${nobody.port}`, name: 'ali' });
    expect(await ali.code).toBe(1);
    expect(ali.errors()).toContain('Nothing answers');
    const veli = await atTerminal({
      address: 'x',
      name: 'veli',
      openApp: async () => ({ ok: false, refusal: { code: 'data-in-use', subject: 'folder' } }),
    });
    expect(await veli.code).toBe(1);
    expect(veli.errors()).toContain('Another Oda is using folder already.');
  });

  it('a room that an earlier program has left open is left, and who is blocked there is not heard', async () => {
    const other = await selinsRoom();
    const { address, view, selin } = await selinsRoom();
    const person = await Person.open();
    await person.join('ali', other.view);
    await person.join('ali', view);
    const account = await person.accountOf(view.room, 'selin');
    await person.ask('contact/change', { room: view.room, account, blocked: true });
    await selin.say(view.room, 'duyulmaz');
    await person.close();
    const ali = await atTerminal({ address, name: 'ali', person });
    await ali.sees("selin's room>");
    ali.enter('merhaba');
    await ali.sees('ali: merhaba');
    expect(ali.picture.text).not.toContain('duyulmaz');
    await other.selin.until(async () => (await other.selin.online(other.room)).length === 1);
  });

  it('Ctrl+C at a question, and the end of a pipe, end it', async () => {
    const { address, view } = await selinsRoom();
    const atHome = await Person.open();
    await atHome.join('ali', view, 'uzun bir parola');
    const ali = await atTerminal({ address, name: 'ali' });
    await ali.sees('Password for ali:');
    ali.keys.ctrlC();
    expect(await ali.code).toBe(130);
    const piped = await byPipes({ address, name: 'ali' });
    piped.input.end();
    expect(await piped.code).toBe(1);
    expect(piped.errors()).toContain('That name has a password here.');
  });
});

describe('leaving', { timeout: 30_000 }, () => {
  it.each(['exit', 'QUIT', 'LOGOUT'])(
    'R1.6 R2.3 R3.6 %s says goodbye and closes cleanly',
    async (word) => {
      const { ali, selin, room: id } = await inRoom();
      ali.enter(word);
      expect(await ali.code).toBe(0);
      expect(ali.picture.rows.at(-1)).toBe('Goodbye!');
      await selin.until(async () => (await selin.online(id)).length === 1);
      const lines = (await selin.ask('host/log', { room: id })).map(({ event }) => event);
      expect(lines).toContain('left');
      expect(lines).not.toContain('lost');
    },
  );

  it('so does Ctrl+C, and a signal of the system', async () => {
    const { ali, address } = await inRoom();
    ali.keys.ctrlC();
    expect(await ali.code).toBe(0);
    expect(ali.picture.text).toContain('Goodbye!');
    const veli = await atTerminal({ address, name: 'veli' });
    await veli.sees('You are veli');
    veli.stop();
    expect(await veli.code).toBe(0);
  });

  it('what came by a pipe has all been said when it ends', async () => {
    const { selin, room: id, address } = await selinsRoom();
    const ali = await byPipes({ address, name: 'ali' });
    ali.input.end('bir\niki\nselin~üç\nexit\nnever\n');
    expect(await ali.code).toBe(0);
    await selin.until(async () => (await selin.texts(id)).length === 2);
    expect(await selin.texts(id)).toEqual(['bir', 'iki']);
    expect((await selin.opened(id)).conversations).toHaveLength(2);
  });

  it('what was missed meanwhile is told on coming back, from whomever', async () => {
    const { ali, selin, room: id, address } = await inRoom();
    ali.enter('görüşürüz');
    await ali.sees('ali: görüşürüz');
    ali.enter('exit');
    await ali.code;
    await selin.say(id, 'geç kaldın');
    const account = await selin.accountOf(id, 'ali');
    await selin.ask('contact-group/save', { room: id, name: 'g', members: [account] });
    const [group] = (await selin.opened(id)).contactGroups;
    if (!group) throw new Error('no group');
    await selin.ask('contact-group/send', { room: id, group: group.group, text: 'seni aradım' });
    const again = await atTerminal({ address, name: 'ali', person: ali.person });
    await again.sees('[to you only] selin: seni aradım');
    await again.sees("selin's room>");
    expect(again.picture.text).toContain('selin: geç kaldın');
    again.enter('exit');
    await again.code;
    const third = await atTerminal({ address, name: 'ali', person: ali.person });
    await third.sees("selin's room>");
    expect(third.picture.text).toContain('geç kaldın');
    expect(third.picture.text).not.toContain('seni aradım');
  });
});

describe('losing the connection', { timeout: 30_000 }, () => {
  it('R1.8 is told, what is written meanwhile goes out when the room is back, and its return is told', async () => {
    const { ali, selin, room: id } = await inRoom();
    const { port } = await selin.ask('host/status', { room: id });
    await selin.ask('room/disconnect', { room: id });
    await ali.sees('The host closed the room.');
    ali.enter('hâlâ buradayım');
    await ali.sees('* Goes out when the room is back: hâlâ buradayım');
    await selin.ask('host/change-port', { room: id, port });
    await ali.person.untilWithTime(() => ali.picture.text.includes('Connected again.'));
    await ali.sees('ali: hâlâ buradayım');
    expect(await selin.texts(id)).toEqual(['hâlâ buradayım']);
  });

  it('who leaves before it is back is told how much has not been said', async () => {
    const { ali, selin, room: id } = await inRoom();
    await selin.ask('room/disconnect', { room: id });
    await ali.sees('The host closed the room.');
    ali.enter('duyan yok');
    await ali.sees('* Goes out when the room is back');
    ali.enter('exit');
    expect(await ali.code).toBe(0);
    expect(ali.picture.text).toContain('* Not sent yet: 1.');
  });

  it('a room that one is thrown out of for good ends the program with 1', async () => {
    const { ali, address } = await inRoom();
    const copy = await Person.open();
    await takeOver(copy, ali.person);
    await copy.enter({ name: 'ali', address });
    await ali.sees('You opened this room somewhere else');
    expect(await ali.code).toBe(1);
  });
});

/** Becomes the same device once more. */
async function takeOver(copy: Person, person: Person): Promise<void> {
  await copy.close();
  cpSync(join(person.folder, 'profile'), join(copy.folder, 'profile'), { recursive: true });
  await copy.start();
}
