import { describe, expect, it } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { Person } from '../../app/testing/person.ts';
import { connectTo } from '../../server/testing/lab.ts';
import { inRoom } from './testing/selins-room.ts';

describe('in the room', { timeout: 30_000 }, () => {
  it('R0.3 R0.10 R1.4 R1.5 what others say and do stands there with its time', async () => {
    const { ali, selin, view, room: id } = await inRoom();
    await selin.say(id, 'hoş geldin');
    await ali.sees('selin: hoş geldin');
    expect(ali.picture.rows.find((row) => row.includes('hoş geldin'))).toMatch(
      /^\d{1,2}:\d\d(?: [AP]M)? \(1\) selin: hoş geldin$/u,
    );
    const veli = await Person.open();
    await veli.join('veli', view);
    await ali.sees('* veli came in');
    await veli.ask('room/disconnect', { room: id });
    await ali.sees('* veli left');
  });

  it('R1.4 R1.7 what one types goes to everyone and stands there once; nothing is not sent', async () => {
    const { ali, selin, room: id } = await inRoom();
    ali.enter('merhaba dünya');
    await ali.sees('ali: merhaba dünya');
    expect(await selin.texts(id)).toEqual(['merhaba dünya']);
    expect(ali.picture.rows.filter((row) => row.includes('merhaba'))).toHaveLength(1);
    ali.enter('   ');
    await ali.sees('There is nothing to send yet.');
    expect(await selin.texts(id)).toHaveLength(1);
  });

  it('R3.11 what comes while one types does not disturb it', async () => {
    const { ali, selin, room: id } = await inRoom();
    ali.keys.type('yarım kalan');
    await ali.sees('yarım kalan');
    await selin.say(id, 'araya giren');
    await ali.sees('araya giren');
    expect(ali.picture.rows.at(-1)).toBe("selin's room> yarım kalan");
    ali.enter(' söz');
    await ali.sees('ali: yarım kalan söz');
  });

  it('R0.4 NAME~TEXT reaches one person, who answers so too', async () => {
    const { ali, selin, room: id } = await inRoom();
    ali.enter('Selin~ikimiz arasında');
    await ali.sees('[to selin only] ali: ikimiz arasında');
    expect(await selin.texts(id)).toEqual([]);
    const { conversations } = await selin.opened(id);
    const direct = conversations.find((one) => one.in !== everyone)?.in;
    if (!direct) throw new Error('nothing came');
    await selin.say(id, 'tamam', direct);
    await ali.sees('[to you only] selin: tamam');
    ali.enter('selni~gizli');
    await ali.sees('Nobody here is called “selni”. Did you mean selin?');
    expect(ali.picture.text).toContain("selin's room> selni~gizli");
  });

  it('R0.5 R0.6 R0.7 who is here, what was said, and all that was said with one person', async () => {
    const { ali } = await inRoom();
    ali.enter('sel geliyor');
    await ali.sees('ali: sel geliyor');
    ali.enter('selin~selam');
    await ali.sees('ali: selam');
    ali.enter('/users');
    await ali.sees('  selin  online');
    ali.enter('/search_message sel');
    await ali.sees('ali → everyone: sel geliyor');
    await ali.sees('ali → selin: selam');
    ali.enter('/search_person SELIN');
    await ali.sees("selin's room> /search_person SELIN");
    ali.enter('/search_message yok böyle bir şey');
    await ali.sees('Nothing was found.');
  });

  it('R0.8 R0.9 contact groups are made, filled, written to, emptied and removed', async () => {
    const { ali, selin, view, room: id } = await inRoom();
    const veli = await Person.open();
    await veli.join('veli', view);
    await ali.sees('veli came in');
    ali.enter('/group_name_add Kat 2');
    await ali.sees('The contact group “Kat 2” is made.');
    ali.enter('/group_person_add kat 2~selin');
    await ali.sees('selin is in the contact group.');
    ali.enter('/group_person_add kat 2~veli');
    await ali.sees('veli is in the contact group.');
    ali.enter('/groups_view');
    await ali.sees('  Kat 2: selin, veli');
    ali.enter('/group_message kat 2~toplantı');
    await ali.sees('Sent to everybody of “Kat 2”, each singly.');
    await ali.sees('[to selin only] ali: toplantı');
    await ali.sees('[to veli only] ali: toplantı');
    for (const person of [selin, veli]) {
      await person.until(async () => (await person.opened(id)).room.asked === 1);
    }
    ali.enter('/group_person_remove kat 2~veli');
    await ali.sees('veli is no longer in the contact group.');
    ali.enter('/group_view Kat 2');
    await ali.sees('  Kat 2: selin\n');
    ali.enter('/group_name_remove kat 2');
    await ali.sees('The contact group “Kat 2” is deleted.');
  });

  it('lines can go to a person or a group, whose last lines are shown', async () => {
    const { ali, selin, room: id } = await inRoom();
    const own = await selin.accountOf(id, 'ali');
    await selin.ask('group/make', { room: id, name: 'Proje', members: [own] });
    await ali.sees('* selin added ali to “Proje”');
    ali.enter('/in proje');
    await ali.sees("selin's room · Proje>");
    ali.enter('gruba');
    await ali.sees('[Proje] ali: gruba');
    ali.enter('/in selin');
    await ali.sees('What you write goes to: selin');
    ali.enter('yalnız sana');
    await ali.sees('[to selin only] ali: yalnız sana');
    ali.enter('/in everyone');
    await ali.sees('What you write goes to: everyone');
    ali.enter('/in selin');
    await ali.person.until(
      () => ali.picture.rows.filter((row) => row.includes('yalnız sana')).length === 2,
    );
    expect(await selin.texts(id)).toEqual([]);
  });

  it('what begins like a command and is none is said to nobody, and /help lists what there is', async () => {
    const { ali, selin, room: id } = await inRoom();
    ali.enter('/user');
    await ali.sees('There is no command /user. Did you mean /users?');
    ali.enter('/help');
    await ali.sees('/group_person_add CONTACT GROUP~PERSON');
    ali.enter(' /etc/hosts');
    await ali.sees('ali: /etc/hosts');
    expect(await selin.texts(id)).toEqual(['/etc/hosts']);
  });

  it('a text that is refused is given back', async () => {
    const { ali } = await inRoom();
    ali.enter('ğ'.repeat(8001));
    await ali.sees('The message is too long. Use at most 8000 characters.');
    await ali.sees('* Not sent: ğğğ');
  });

  it('R3.8 who types is at the keyboard, who has not for ten minutes is away', async () => {
    const { ali, selin, room: id } = await inRoom();
    ali.person.clock.advance(600_000);
    await selin.until(async () => {
      const { members } = await selin.opened(id);
      return members.some((member) => member.name === 'ali' && member.presence === 'away');
    });
    ali.enter('/users');
    await selin.until(async () => {
      const { members } = await selin.opened(id);
      return members.some((member) => member.name === 'ali' && member.presence === 'online');
    });
  });

  it('R3.8 others’ going away and coming back is told', async () => {
    const { ali, address } = await inRoom();
    const port = Number(address.split(':')[1]);
    const veli = await connectTo(port);
    await veli.enter('veli');
    await veli.ask('set-presence', { presence: 'away' });
    await ali.sees('* veli is away');
    await veli.ask('set-presence', { presence: 'online' });
    await ali.sees('* veli is back at the keyboard');
    veli.destroy();
  });
});
