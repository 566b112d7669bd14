import { describe, expect, it } from 'vitest';
import { nameKeyOf } from '../text/names.ts';
import { readTyped } from './read-typed.ts';

const people = ['Veli', 'Ayşe K'].map((name) => ({ name, nameKey: nameKeyOf(name) }));
const groups = new Set(['lab', 'lab two']);
const names = {
  people: () => people,
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
    ['EXİT PM', 'exitPrivate', {}],
    ['exıt pm', 'exitPrivate', {}],
    ['/PİN 7', 'pin', { message: '7' }],
    ['/İN İzmir Katı', 'goTo', { place: 'İzmir Katı' }],
    ['/in Kat 2', 'goTo', { place: 'Kat 2' }],
    ['LOGOUT', 'logout', {}],
    ['exit', 'exit', {}],
    ['Quit ', 'quit', {}],
    ['/status 📚 in class~15:00', 'status', { status: '📚 in class~15:00' }],
    ['/status', 'status', { status: '' }],
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
    expect(read('/SİGN')).toMatchObject({ problem: { word: '/SİGN', near: ['/sign_out'] } });
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
    expect(read(' /etc/passwd')).toEqual({ is: 'text', text: '/etc/passwd' });
    expect(read(' /users\n')).toEqual({ is: 'text', text: '/users\n' });
  });

  it('a blank in front of what is text anyway stays', () => {
    expect(read('    return 5')).toEqual({ is: 'text', text: '    return 5' });
    expect(read(' merhaba')).toEqual({ is: 'text', text: ' merhaba' });
    expect(read(' '.repeat(32_768))).toMatchObject({ is: 'text' });
  });
});

describe('NAME~TEXT', () => {
  it('R0.4 is for one person', () => {
    expect(read('Veli~a~b')).toEqual({ is: 'direct', person: 'Veli', text: 'a~b' });
    expect(read('Ayşe K~x')).toEqual({ is: 'direct', person: 'Ayşe K', text: 'x' });
  });

  it('W19 with a name that is almost somebody’s is said to nobody', () => {
    expect(read('vel~secret')).toEqual({
      is: 'wrong',
      problem: { code: 'near-name', name: 'vel', meant: 'Veli' },
    });
    expect(read(' vel~secret')).toEqual({ is: 'text', text: 'vel~secret' });
  });

  it.each([
    'https://web.itu.edu.tr/~oktug/',
    '5~6 kişi',
    'selam ~ <b>',
    'hasan~selam',
    '~5',
    'bir ~ iki ~ üç',
    '~veli~x',
    'selam Veli~x',
  ])('W19 %j is text', (text) => {
    expect(read(text)).toEqual({ is: 'text', text });
  });
});
