import { describe, expect, it } from 'vitest';
import { readTyped } from './read-typed.ts';

const people = new Set(['veli', 'ayşe k']);
const groups = new Set(['lab', 'lab two']);
const names = {
  hasPerson: (name: string) => people.has(name.toLowerCase()),
  hasGroup: (name: string) => groups.has(name.toLowerCase()),
};
const read = (line: string) => readTyped(line, names);

describe('commands', () => {
  it.each([
    ['/users', 'users', {}],
    ['/USERS ', 'users', {}],
    ['/search_message sel', 'searchMessage', { text: 'sel' }],
    ['/search_person Ayşe K', 'searchPerson', { person: 'Ayşe K' }],
    ['/groups_view', 'groupsView', {}],
    ['/group_view lab two', 'groupView', { group: 'lab two' }],
    ['/group_name_add Lab Three', 'groupNameAdd', { name: 'Lab Three' }],
    ['/group_name_remove lab', 'groupNameRemove', { group: 'lab' }],
    ['/group_person_add lab~veli', 'groupPersonAdd', { group: 'lab', person: 'veli' }],
    ['/group_person_add lab two Ayşe K', 'groupPersonAdd', { group: 'lab two', person: 'Ayşe K' }],
    ['/group_person_remove new veli', 'groupPersonRemove', { group: 'new', person: 'veli' }],
    ['/group_message lab~a~b', 'groupMessage', { group: 'lab', text: 'a~b' }],
    ['@pm veli', 'askPrivate', { person: 'veli' }],
    ['/accept Veli', 'acceptPrivate', { person: 'Veli' }],
    ['/decline Veli', 'declinePrivate', { person: 'Veli' }],
    ['EXIT PM', 'exitPrivate', {}],
    ['/in Kat 2', 'goTo', { place: 'Kat 2' }],
    ['LOGOUT', 'logout', {}],
    ['exit', 'exit', {}],
    ['Quit ', 'quit', {}],
    ['/help', 'help', {}],
  ])('R0.8 %s', (line, key, given) => {
    expect(read(line)).toEqual({ is: 'command', key, given });
  });

  it.each([
    ['/search_message', '/search_message', 'text'],
    ['/group_person_add lab', '/group_person_add', 'person'],
    ['/group_message lab~ ', '/group_message', 'text'],
    ['@PM', '@PM', 'person'],
  ])('%s says what is missing', (line, word, argument) => {
    expect(read(line)).toEqual({ is: 'wrong', problem: { code: 'missing', word, argument } });
  });

  it('an unknown one is not said to everyone, and its neighbours are named', () => {
    expect(read('/user')).toEqual({
      is: 'wrong',
      problem: { code: 'unknown-command', word: '/user', near: ['/users'] },
    });
    expect(read('/x y')).toMatchObject({ problem: { word: '/x', near: [] } });
  });
});

describe('text', () => {
  it.each(['merhaba', 'exit the house', 'quitting', '~5', 'it is ~5', 'a\nb~c d'])('%j', (text) => {
    expect(read(text)).toEqual({ is: 'text', text });
  });

  it('a blank in front, or a second slash, makes text of anything', () => {
    expect(read(' /users')).toEqual({ is: 'text', text: '/users' });
    expect(read(' exit')).toEqual({ is: 'text', text: 'exit' });
    expect(read('//users')).toEqual({ is: 'text', text: '/users' });
  });
});

describe('NAME~TEXT', () => {
  it('R0.4 is for one person', () => {
    expect(read('Veli~a~b')).toEqual({ is: 'direct', person: 'Veli', text: 'a~b' });
    expect(read('Ayşe K~x')).toEqual({ is: 'direct', person: 'Ayşe K', text: 'x' });
  });

  it('with a name that nobody has is said to nobody', () => {
    expect(read('vel~secret')).toEqual({ is: 'wrong', problem: { code: 'nobody', name: 'vel' } });
  });
});
