import { describe, expect, it } from 'vitest';
import { ScriptedDirectory } from '../testing/scripted-port.ts';
import { asNick, fitsMask, isNick, NickBook } from './nicks.ts';

it('a name is a nick where IRC can carry it, else as near as can be', () => {
  expect(asNick('Ayşe')).toBe('Ayşe');
  expect(asNick('Ayşe Kaya')).toBe('Ayşe_Kaya');
  expect(asNick('a!b@c, d?')).toBe('a_b_c_d_');
  expect(asNick('#oda')).toBe('_oda');
  expect(asNick(':x')).toBe('_x');
  expect(asNick('room.oda')).toBe('room_oda');
  expect(asNick('\r\n')).toBe('_');
  expect(isNick('[deniz]|2')).toBe(true);
  for (const nick of ['', '#a', 'a b', 'a!', 'a.b', 'a\u200eb', '&a', '$a', '+a', '%a', '~a'])
    expect(isNick(nick)).toBe(false);
});

describe('the nicks of a room', () => {
  it('are one for each person and stay, whoever comes later', () => {
    const room = new ScriptedDirectory();
    const nicks = new NickBook();
    const first = room.put('Ali Veli');
    const second = room.put('Ali_Veli');
    expect(nicks.nickOf(first, room)).toBe('Ali_Veli');
    expect(nicks.nickOf(second, room)).toBe(`Ali_Veli_${second.account}`);
    expect(nicks.nickOf(first, room)).toBe('Ali_Veli');
    expect(nicks.find('ali_VELI', room)).toBe(first);
    expect(nicks.find(`Ali_Veli_${second.account}`, room)).toBe(second);
  });

  it('find a person by the name itself too, as the room compares names', () => {
    const room = new ScriptedDirectory();
    const nicks = new NickBook();
    const member = room.put('İSTANBUL');
    nicks.meetAll(room);
    expect(nicks.find('istanbul', room)).toBe(member);
    expect(nicks.find('nobody', room)).toBeUndefined();
  });

  it('go over to the account that takes a guest’s name', () => {
    const room = new ScriptedDirectory();
    const nicks = new NickBook();
    const guest = room.put('selin', { guest: true, presence: 'offline' });
    expect(nicks.nickOf(guest, room)).toBe('selin');
    const released = room.put('selin (1)', { account: guest.account, guest: true });
    const account = room.put('Selin');
    expect(nicks.nickOf(account, room)).toBe('Selin');
    expect(nicks.nickOf(released, room)).toBe('selin_(1)');
    expect(nicks.find('selin', room)).toBe(account);
  });
});

it.each([
  ['ayşe', '*', true],
  ['ayşe', 'a*', true],
  ['ayşe', '*ş*', true],
  ['ayşe', 'a??e', true],
  ['ayşe', 'A*E', true],
  ['ayşe', 'a?e', false],
  ['ayşe', 'b*', false],
  ['ayşe', '*b', false],
  ['', '*', true],
  ['', '?', false],
  ['abcabd', '*abd', true],
  ['😀x', '?x', true],
])('%j fits %j: %s', (word, mask, fits) => {
  expect(fitsMask(word, mask)).toBe(fits);
});

it('a mask of many stars takes no longer than both are long', () => {
  expect(fitsMask('a'.repeat(200), `${'*a'.repeat(100)}b`)).toBe(false);
});
