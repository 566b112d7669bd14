import { expect, test } from 'vitest';
import { nameKeyOf } from '../../../src-shared/text/names.ts';
import { commandLines } from '../plain/testing/command-lines.ts';
import { linesSpeech } from './lines-speech.ts';

const guest = { isIn: true, people: () => [{ name: 'veli', nameKey: nameKeyOf('veli') }] };
const stranger = { ...guest, isIn: false };

test('R4.3 the server asks for a name first and says when one is connected', () => {
  expect(linesSpeech.greeting()).toBe('Please enter your username: ');
  expect(linesSpeech.read('ali', stranger)).toEqual({ is: 'enter', name: 'ali' });
  const entered = linesSpeech.entered({ name: 'Mutfak', others: ['veli', 'Ayşe'] });
  expect(entered.split('\n')[0]).toBe('You are connected to chatroom.');
  expect(entered).toContain('veli, Ayşe');
  expect(linesSpeech.entered({ name: 'Mutfak', others: [] })).toContain('Nobody');
});

test('R4.4 a line reaches everyone as <name> text, each of its lines with the name', () => {
  expect(linesSpeech.read(' two  words ', guest)).toEqual({ is: 'say', text: ' two  words ' });
  const said = { from: 'Ayşe', text: 'one\n<veli> two', to: 'everyone' } as const;
  expect(linesSpeech.said(said)).toBe('<Ayşe> one\n<Ayşe> <veli> two\n');
  expect(linesSpeech.said({ ...said, text: 'only you', to: 'you' })).toBe('[Ayşe] only you\n');
  const inTopic = linesSpeech.said({ ...said, to: '#homework' });
  expect(inTopic).toBe('#homework <Ayşe> one\n#homework <Ayşe> <veli> two\n');
});

test('R0.4 NAME~TEXT is for one person, and never for everyone by a mistyped name', () => {
  expect(linesSpeech.read('veli~a~b', guest)).toEqual({ is: 'tell', to: 'veli', text: 'a~b' });
  expect(linesSpeech.read('vel~secret', guest)).toMatchObject({ is: 'unclear' });
  expect(linesSpeech.read('it is ~5', guest)).toMatchObject({ is: 'say' });
  expect(linesSpeech.read('vleli~secret', guest)).toEqual({
    is: 'unclear',
    sentence:
      'Nobody here is called “vleli”. Did you mean veli? Begin with a blank to say it as it is.',
  });
  expect(linesSpeech.read(' vel~5', guest)).toEqual({ is: 'say', text: 'vel~5' });
  expect(linesSpeech.read('https://web.itu.edu.tr/~oktug/', guest)).toMatchObject({ is: 'say' });
  expect(linesSpeech.read('~5', guest)).toMatchObject({ is: 'say' });
});

test.each(['exit', 'quit', 'LOGOUT', 'Exit ', '/quit'])('R1.6 R2.3 R3.6 %j leaves', (word) => {
  expect(linesSpeech.read(word, guest)).toEqual({ is: 'leave' });
  expect(linesSpeech.read(word, stranger)).toEqual({ is: 'leave' });
});

test('R0.5 /users lists who is here', () => {
  expect(linesSpeech.read('/users', guest)).toEqual({ is: 'who' });
  expect(linesSpeech.who(['ali', 'veli'])).toContain('ali, veli');
});

test('a command in place of a name is not taken for one', () => {
  expect(linesSpeech.read('/join #oda', stranger)).toMatchObject({ is: 'unclear' });
});

test('an IRC command, in whatever case, is no name', () => {
  for (const line of ['pass secret', 'nick burak', 'USER b 0 * :b']) {
    expect(linesSpeech.read(line, stranger)).toMatchObject({ is: 'unclear' });
  }
  expect(linesSpeech.read('Nicki', stranger)).toEqual({ is: 'enter', name: 'Nicki' });
});

test.each(commandLines)('R3.3 R0.8 %j is answered and said to nobody', (line) => {
  expect(linesSpeech.read(line, guest)).toMatchObject({ is: 'unclear' });
  expect(linesSpeech.read(` ${line}`, guest)).toEqual({ is: 'say', text: line });
});

test('what is repeated of a command is short and moves no cursor', () => {
  const read = linesSpeech.read(`/\u001b[2J${'x'.repeat(30_000)}`, guest);
  expect(read).toMatchObject({ is: 'unclear' });
  expect(JSON.stringify(read)).not.toContain('u001b');
  expect(JSON.stringify(read).length).toBeLessThan(200);
});

test('R1.3 after a refused name the question comes again', () => {
  expect(linesSpeech.refused('Taken.', stranger)).toBe('Taken.\nPlease enter your username: ');
  expect(linesSpeech.refused('Empty.', guest)).toBe('Empty.\n');
});

test('R0.3 R1.5 others are told who comes, and who goes and when', () => {
  const at = new Date(2026, 0, 2, 9, 5).getTime();
  expect(linesSpeech.came('ali')).toBe('* ali added to the chat\n');
  expect(linesSpeech.went('ali', at)).toBe('* ali left the chat (09:05)\n');
});
