import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Shown } from './screen.ts';
import { Screen } from './screen.ts';
import { Keyboard } from './testing/keyboard.ts';
import { TerminalPicture } from './testing/terminal-picture.ts';

function atTerminal(columns = 20) {
  const keys = new Keyboard();
  const picture = new TerminalPicture(columns);
  const screen = new Screen({
    input: keys,
    output: picture,
    errors: new PassThrough(),
    isTerminal: true,
    isInputSeen: false,
  });
  return { keys, picture, screen };
}

/** One who says what is typed, as the room would send it back. */
function listening(screen: Screen, shown: Shown = 'comes-again') {
  const lines: string[] = [];
  let hasEnded = false;
  screen.listen({
    line: (line) => {
      lines.push(line);
      return { shown, carriedOut: Promise.resolve() };
    },
    ended: () => (hasEnded = true),
  });
  return { lines, hasEnded: () => hasEnded };
}

describe('at a terminal', () => {
  it('R3.11 a line that arrives while one types stands above the draft, which stays as it is', async () => {
    const { keys, picture, screen } = atTerminal();
    listening(screen);
    screen.prompt('Lab> ');
    keys.type('mer');
    await nextTurn();
    screen.print('12:05 veli: selam');
    expect(picture.rows).toEqual(['12:05 veli: selam', 'Lab> mer']);
    expect(picture.cursor).toEqual({ row: 1, column: 8 });
    keys.type('haba');
    await nextTurn();
    expect(picture.rows.at(-1)).toBe('Lab> merhaba');
  });

  it('R3.5 no key brings back what was said, which may have been in a private chat', async () => {
    const { keys, picture, screen } = atTerminal();
    const { lines } = listening(screen);
    screen.prompt('Lab> ');
    keys.enter('gizli');
    await nextTurn();
    keys.type('\u001b[A');
    await nextTurn();
    expect(picture.rows.at(-1)).toBe('Lab>');
    keys.enter('');
    await nextTurn();
    expect(lines).toEqual(['gizli', '']);
  });

  it('R3.11 neither does one that is longer than the terminal is wide, with a draft over several rows', async () => {
    const { keys, picture, screen } = atTerminal();
    listening(screen);
    screen.prompt('Lab> ');
    keys.type('bir iki üç dört beş altı yedi sekiz dokuz on');
    await nextTurn();
    const draft = ['Lab> bir iki üç dört', ' beş altı yedi sekiz', ' dokuz on'];
    expect(picture.rows).toEqual(draft);
    screen.print('12:05 veli: hepinize selam');
    expect(picture.rows).toEqual(['12:05 veli: hepinize', ' selam', ...draft]);
    screen.print('ve bir\nve iki');
    expect(picture.rows.slice(2)).toEqual(['ve bir', 've iki', ...draft]);
    expect(picture.cursor).toEqual({ row: 6, column: 9 });
  });

  it('R3.11 nor with the cursor in the middle of that draft, and the rest can still be written', async () => {
    const { keys, picture, screen } = atTerminal(10);
    const { lines } = listening(screen);
    screen.prompt('> ');
    keys.type('abcdefghijklmnopqrstuvwx');
    for (let step = 0; step < 14; step += 1) keys.type('\u001b[D');
    await nextTurn();
    screen.print('veli: hey');
    expect(picture.rows).toEqual(['veli: hey', '> abcdefgh', 'ijklmnopqr', 'stuvwx']);
    expect(picture.cursor).toEqual({ row: 2, column: 2 });
    keys.enter('-');
    await nextTurn();
    expect(lines).toEqual(['abcdefghij-klmnopqrstuvwx']);
    expect(picture.rows).toEqual(['veli: hey', '>']);
  });

  it('what was typed is taken away over all its rows where it comes again as a line, and stays as a command', async () => {
    const { keys, picture, screen } = atTerminal(10);
    const { lines } = listening(screen);
    screen.print('before');
    screen.prompt('> ');
    keys.enter('a text of several rows');
    await nextTurn();
    expect(lines).toEqual(['a text of several rows']);
    expect(picture.rows).toEqual(['before', '>']);
    listening(screen, 'stays');
    keys.enter('/users');
    await nextTurn();
    expect(picture.rows).toEqual(['before', '> /users', '>']);
  });

  it('another prompt takes the place of the one that stands there, with the draft', async () => {
    const { keys, picture, screen } = atTerminal(20);
    screen.prompt('Lab · private veli with a long name> ');
    keys.type('draft');
    await nextTurn();
    screen.prompt('Lab> ');
    expect(picture.rows).toEqual(['Lab> draft']);
    screen.prompt('Lab · private veli> ');
    screen.print('x');
    expect(picture.rows).toEqual(['x', 'Lab · private veli>', 'draft']);
  });

  it('R3.1 a password that is typed is not seen, and is not left as a prompt', async () => {
    const { keys, picture, screen } = atTerminal(40);
    const answer = screen.ask('Password for ali:', 'hidden');
    keys.type('gizli');
    await nextTurn();
    screen.print('something');
    keys.enter(' söz');
    expect(await answer).toBe('gizli söz');
    screen.print('You are ali.');
    screen.forgetSecrets();
    keys.type('seen');
    await nextTurn();
    expect(picture.text).not.toContain('gizli');
    expect(picture.text).not.toContain('söz');
    expect(picture.rows.at(-2)).toBe('You are ali.');
    expect(picture.rows.at(-1)).toBe('seen');
  });

  it('an answer that is no secret is seen', async () => {
    const { keys, picture, screen } = atTerminal(40);
    const answer = screen.ask('Your name (ali):');
    keys.enter('selin');
    expect(await answer).toBe('selin');
    expect(picture.rows).toEqual(['Your name (ali): selin']);
  });

  it('Ctrl+C is told, also while something is asked', async () => {
    const { keys, screen } = atTerminal();
    void screen.ask('Password:', 'hidden');
    keys.ctrlC();
    await screen.interrupted;
  });

  it('a draft can be taken away and is given back', async () => {
    const { keys, picture, screen } = atTerminal();
    const { lines } = listening(screen);
    screen.prompt('Lab> ');
    keys.type('a secret for veli alone');
    keys.type('\u001b[D\u001b[D');
    await nextTurn();
    expect(screen.takeDraft()).toBe('a secret for veli alone');
    expect(picture.rows).toEqual(['Lab>']);
    keys.enter('');
    await nextTurn();
    expect(lines).toEqual(['']);
  });

  it('the keyboard is given back as it was when the program closes the screen', async () => {
    const { keys, picture, screen } = atTerminal();
    screen.prompt('Lab> ');
    screen.close();
    expect(keys.modes).toEqual([true, false]);
    expect(picture.rows).toEqual([]);
  });

  it('what was asked last stays there when the program is ended', () => {
    const { picture, screen } = atTerminal();
    void screen.ask('Password:', 'hidden');
    screen.close();
    expect(picture.rows).toEqual(['Password:']);
    expect(picture.cursor).toEqual({ row: 1, column: 0 });
  });

  it.each([18, 19, 38, 39])(
    'R3.11 a pasted draft of %i characters, up to the edge or beyond it, is disturbed no more',
    async (length) => {
      const { keys, picture, screen } = atTerminal(20);
      listening(screen);
      screen.print('before');
      screen.prompt('> ');
      const draft = 'x'.repeat(length);
      keys.type(draft);
      await nextTurn();
      screen.print('veli: hey');
      const rows = `> ${draft}`.match(/.{1,20}/gu) ?? [];
      expect(picture.rows).toEqual(['before', 'veli: hey', ...rows]);
      keys.enter('');
      await nextTurn();
      expect(picture.rows).toEqual(['before', 'veli: hey', '>']);
    },
  );

  it('a pasted line with its end is taken away too', async () => {
    const { keys, picture, screen } = atTerminal(20);
    const { lines } = listening(screen);
    screen.print('before');
    screen.prompt('> ');
    keys.type(`${'x'.repeat(38)}\rsecond\rthird`);
    await nextTurn();
    expect(lines).toEqual(['x'.repeat(38), 'second']);
    expect(picture.rows).toEqual(['before', '> third']);
  });
});

describe('while something secret is asked for', () => {
  it('R3.1 what was begun before the next question is not seen, and goes on behind its end', async () => {
    const { keys, picture, screen } = atTerminal(40);
    const first = screen.ask('Password:', 'hidden');
    keys.type('one\rtw');
    expect(await first).toBe('one');
    const second = screen.ask('Once more:', 'hidden');
    await nextTurn();
    keys.type('o\r');
    expect(await second).toBe('two');
    expect(picture.rows).toEqual(['Password:', 'Once more:']);
  });

  it('R3.1 what is typed after the answer is not seen, and is gone when that is asked for', async () => {
    const { keys, picture, screen } = atTerminal(40);
    const answer = screen.ask('Password:', 'hidden');
    keys.enter('secret');
    await answer;
    keys.enter('secret');
    keys.type('sec');
    await nextTurn();
    screen.print('a line');
    expect(picture.rows).toEqual(['Password:', 'a line']);
    expect(screen.forgetSecrets()).toBe(true);
    const { lines } = listening(screen);
    keys.enter('hello');
    await nextTurn();
    expect(lines).toEqual(['hello']);
    expect(picture.text).not.toContain('sec');
    expect(screen.forgetSecrets()).toBe(false);
  });

  it('R3.1 all lines behind the answer are gone, however many, and the next one is heard once', async () => {
    const { keys, picture, screen } = atTerminal(40);
    const answer = screen.ask('Password:', 'hidden');
    keys.type('secret\rsecret\rsecrets\rmore secrets\r');
    expect(await answer).toBe('secret');
    await nextTurn();
    expect(screen.forgetSecrets()).toBe(true);
    const { lines } = listening(screen);
    expect(lines).toEqual([]);
    keys.type('hello\ragain\r');
    await nextTurn();
    expect(lines).toEqual(['hello', 'again']);
    expect(picture.text).not.toContain('secret');
  });

  it('what is typed ahead is taken once: by one question, or as one line', async () => {
    const { keys, screen } = atTerminal(40);
    const first = screen.ask('Password:', 'hidden');
    keys.type('one\rtwo\rthree\r');
    expect(await first).toBe('one');
    await nextTurn();
    expect(await screen.ask('Once more:', 'hidden')).toBe('two');
    const { lines } = listening(screen);
    expect(lines).toEqual(['three']);
  });

  it('R3.1 a name that is asked for after it is not what was typed for the password', async () => {
    const { keys, screen } = atTerminal(40);
    const secret = screen.ask('Password:', 'hidden');
    keys.type('secret\rsecret\rsec');
    await secret;
    await nextTurn();
    const name = screen.ask('Another name:');
    keys.enter('bora');
    expect(await name).toBe('bora');
  });

  it('a long password moves nothing above it', async () => {
    const { keys, picture, screen } = atTerminal();
    screen.print('a line');
    void screen.ask('Password:', 'hidden');
    keys.type('longer than the terminal is wide, by far');
    await nextTurn();
    screen.print('another line');
    expect(picture.rows).toEqual(['a line', 'another line', 'Password:']);
    screen.close();
  });
});

describe('between two pipes', () => {
  function piped({ isInputSeen = false } = {}) {
    const input = new PassThrough();
    const output = new PassThrough();
    const screen = new Screen({
      input,
      output,
      errors: new PassThrough(),
      isTerminal: false,
      isInputSeen,
    });
    return { input, output, screen, written: () => String(output.read() ?? '') };
  }

  it('nothing but lines is written', async () => {
    const { input, screen, written } = piped();
    listening(screen);
    screen.prompt('Lab> ');
    input.write('merhaba\n');
    await nextTurn();
    screen.print('12:05 veli: selam');
    expect(written()).toBe('12:05 veli: selam\n');
    expect(screen.takeDraft()).toBe('');
  });

  it('lines that came early are answers, then lines, and the end comes after all of them', async () => {
    const { input, screen } = piped();
    input.end('veli\r\nparola\nmerhaba\nselam');
    await nextTurn();
    expect(await screen.ask('Your name:')).toBe('veli');
    expect(await screen.ask('Password:', 'hidden')).toBe('parola');
    const { lines, hasEnded } = listening(screen);
    expect(lines).toEqual(['merhaba', 'selam']);
    expect(hasEnded()).toBe(true);
  });

  it('where the input has ended nobody answers', async () => {
    const { input, screen } = piped();
    const answer = screen.ask('Your name:');
    input.end();
    expect(await answer).toBeUndefined();
    expect(await screen.ask('Your name:')).toBeUndefined();
  });

  it('R3.1 a password that would be seen is not asked for', async () => {
    const { screen } = piped({ isInputSeen: true });
    expect(await screen.ask('Password:', 'hidden')).toBeUndefined();
  });

  it('a hundred lines wait to be carried out at most, then the input does', async () => {
    const { input, screen } = piped();
    const open: (() => void)[] = [];
    let heard = 0;
    screen.listen({
      line: () => {
        heard += 1;
        return { shown: 'stays', carriedOut: new Promise((resolve) => open.push(resolve)) };
      },
      ended: () => undefined,
    });
    for (let line = 0; line < 100; line += 1) input.write('x\n');
    await nextTurn();
    expect(input.isPaused()).toBe(true);
    input.write('y\n');
    await nextTurn();
    expect(heard).toBe(100);
    open.shift()?.();
    await nextTurn();
    expect(heard).toBe(101);
  });

  it('a reader who goes away ends the program', async () => {
    const { output, screen } = piped();
    output.destroy(new Error('EPIPE'));
    await screen.interrupted;
  });
});
