import { describe, expect, it } from 'vitest';
import { Person } from '../../app/testing/person.ts';
import { addressOf, atTerminal, byPipes } from './testing/at-terminal.ts';
import { inRoom, selinsRoom } from './testing/selins-room.ts';

describe('a password at the terminal', { timeout: 30_000 }, () => {
  it('R3.12 is set, changed and removed there, is never seen, and nothing of it is said', async () => {
    const { ali, selin, room: id, view } = await inRoom();
    ali.enter('/password');
    await ali.sees('New password for ali:');
    ali.enter('uzun bir parola');
    await ali.sees('Once more:');
    ali.enter('uzun bir parola');
    await ali.sees('* ali has a password here now.');
    const elsewhere = await Person.open();
    const join = (password?: string) =>
      elsewhere.tryToEnter({ name: 'ali', address: addressOf(view), password });
    expect(await join()).toMatchObject({ refusal: { code: 'password-needed' } });
    expect(await join('uzun bir parola')).toMatchObject({ ok: true });

    ali.enter('/password hemen görünen');
    await ali.sees('Current password of ali:');
    ali.enter('uzun bir parola');
    await ali.sees('New password for ali (empty: none any more):');
    await selin.say(id, 'arada bir söz');
    await ali.sees('selin: arada bir söz');
    ali.enter('bambaşka bir parola');
    await ali.untilSeen('Once more:', 2);
    ali.enter('bambaşka bir parola');
    await ali.sees('* The password of ali is changed.');
    await elsewhere.until(async () => {
      const { connection } = await elsewhere.view(id);
      return connection.is === 'closed' && connection.cause?.code === 'password-changed';
    });

    ali.enter('/password');
    await ali.untilSeen('Current password of ali:', 2);
    ali.enter('bambaşka bir parola');
    await ali.untilSeen('(empty: none any more):', 2);
    ali.enter('');
    await ali.sees('* ali has no password any more and belongs to this computer alone.');
    ali.enter('işte bu kadar');
    await ali.sees('ali: işte bu kadar');
    expect(await selin.texts(id)).toEqual(['arada bir söz', 'işte bu kadar']);
    expect(ali.picture.text).not.toMatch(/uzun|bambaşka/);
  });

  it('R3.12 stays as it was where the two are not the same, or the current one is wrong', async () => {
    const { ali } = await inRoom();
    ali.enter('/password');
    await ali.sees('New password for ali:');
    ali.enter('uzun bir parola');
    await ali.sees('Once more:');
    ali.enter('uzun bir porola');
    await ali.sees('* The two are not the same. Nothing was changed.');
    ali.enter('/password');
    await ali.untilSeen('New password for ali:', 2);
    ali.enter('');
    await ali.sees('* Nothing was changed.');
  });

  it('R3.12 what is typed while an answer is awaited is neither seen nor said', async () => {
    const { ali, selin, room: id } = await inRoom();
    ali.enter('/password');
    await ali.sees('New password for ali:');
    // All at once, as from somebody who knows the questions, and more than is asked for.
    ali.keys.type('uzun bir parola\ruzun bir parola\ruzun bir parola\ruzun bir');
    await ali.sees('* ali has a password here now.');
    await ali.sees('* What you typed meanwhile was not sent');
    ali.enter('işte');
    await ali.sees('ali: işte');
    expect(await selin.texts(id)).toEqual(['işte']);
    expect(ali.picture.text).not.toMatch(/uzun/);
  });

  it('R3.12 the rest of a password is not said where the dialogue ends before it', async () => {
    const { ali, selin, room: id } = await inRoom();
    ali.enter('/password');
    await ali.sees('New password for ali:');
    // Nothing entered ends it: there is none that could be taken away.
    ali.keys.type('\rgizli parola\rgizli parola\rgiz');
    await ali.sees('* Nothing was changed.');
    await ali.sees('* What you typed meanwhile was not sent');
    ali.enter('işte');
    await ali.sees('ali: işte');
    expect(await selin.texts(id)).toEqual(['işte']);
    expect(ali.picture.text).not.toMatch(/giz/);
  });

  it('R3.1 a password that is typed twice on the way in is not said, and is nobody’s name', async () => {
    const { view, selin, room: id } = await selinsRoom();
    const address = addressOf(view);
    const bora = await Person.open();
    await bora.enter({ name: 'bora', address, password: 'boranın parolası' });
    const ali = await atTerminal({ address, name: 'bora' });
    await ali.sees('Password for bora:');
    ali.keys.type('boranın parolası\rboranın parolası\rboran');
    await ali.sees("selin's room>");
    await ali.sees('* What you typed meanwhile was not sent');
    ali.enter('işte');
    await ali.sees('bora: işte');
    expect(await selin.texts(id)).toEqual(['işte']);
    expect(ali.picture.text).not.toMatch(/boran/);
  });

  it('R3.12 lines that come all at once are its answers, and never words to everyone', async () => {
    const { selin, view, room: id } = await selinsRoom();
    const ali = await byPipes({ address: addressOf(view), name: 'ali' });
    await ali.writes((line) => line.includes('You are ali'));
    // Somebody who thinks that there is one already gives it first.
    ali.write('/password\nuzun bir parola\nbambaşka bir parola');
    await ali.writes((line) => line.includes('ali has a password here now.'));
    await ali.writes((line) => line.includes('What you typed meanwhile was not sent'));
    ali.write('herkese');
    await selin.until(async () => (await selin.texts(id)).length === 1);
    expect(await selin.texts(id)).toEqual(['herkese']);
  });

  it('R3.12 a program is asked for it too', async () => {
    const { view } = await selinsRoom();
    const ali = await byPipes({ address: addressOf(view), name: 'ali', json: true });
    await ali.writes((line) => line.includes('"entered"'));
    ali.write({ command: '/password' });
    await ali.writes((line) => line === '{"event":"asked","for":"new-password"}');
    ali.write({ answer: 'kısa' });
    await ali.writes((line) => line.includes('"password-too-short"'));
    ali.write({ command: '/password' });
    ali.write({ answer: 'uzun bir parola' });
    await ali.writes((line) => line.includes('"password-set"'));
    ali.write({ command: '/password' });
    await ali.writes((line) => line === '{"event":"asked","for":"current-password"}');
    ali.write({ answer: 'yanlış bir parola' });
    ali.write({ answer: '' });
    await ali.writes((line) => line.includes('"wrong-password"'));
  });
});
