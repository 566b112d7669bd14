import { beginsIrc } from '../irc/irc-gateway.ts';
import type { PlainRequest, PlainSpeech } from '../plain/plain-speech.ts';
import { LineReader } from './line-reader.ts';

const prompt = 'Please enter your username: ';
/** What R1's, R2's and R3's clients say at their end. */
const leaving = new Set(['exit', 'quit', 'logout', '/exit', '/quit', '/logout']);

const nameFirst = 'Enter a name first. It cannot begin with a slash.';

const notForIrc =
  'That is an IRC command, and this is not IRC. Connect with an IRC program, or enter a name.';

const help = [
  'What you write goes to everyone.',
  'NAME~TEXT goes to one person only. A line that begins with a blank goes to everyone as it is.',
  '/users lists who is here. exit or quit leaves.',
];

/** Plain lines of text, as `nc` and `telnet` send them (R4). */
export const linesSpeech: PlainSpeech<string> = {
  comesWhole: false,
  reader: () => new LineReader(),
  read(line, { isIn, knows }): PlainRequest | undefined {
    const word = line.trim().toLowerCase();
    if (leaving.has(word)) return { is: 'leave' };
    if (!isIn && line.startsWith('/')) return { is: 'unclear', sentence: nameFirst };
    // Typed letter by letter, or after another first line: a password is no name.
    if (!isIn && beginsIrc(line) === 'yes') return { is: 'unclear', sentence: notForIrc };
    if (!isIn) return { is: 'enter', name: line };
    if (word === '/users') return { is: 'who' };
    if (word === '/help') return { is: 'help' };
    return readText(line, knows);
  },
  // R4.3: the server speaks first.
  greeting: () => prompt,
  entered: ({ name, others }) =>
    inLines(
      'You are connected to chatroom.',
      `Merhaba! This is “${name}”.`,
      others.length === 0 ? 'Nobody else is here yet.' : `Here now: ${others.join(', ')}`,
    ),
  refused: (sentence, { isIn }) => `${inLines(sentence)}${isIn ? '' : prompt}`,
  // Every line of a text carries its sender, so that no line can pass for somebody else's.
  said: ({ from, text, isDirect }) =>
    inLines(...text.split('\n').map((line) => `${isDirect ? `[${from}]` : `<${from}>`} ${line}`)),
  came: (name, { isSelf }) => (isSelf ? '' : inLines(`* ${name} added to the chat`)),
  went: (name, { at }) => inLines(`* ${name} left the chat (${clockTime(at)})`),
  who: (online) => inLines(`Here now: ${online.join(', ')}`),
  help: () => inLines(...help),
  goodbye: (sentence) => inLines(sentence),
};

/** `NAME~TEXT` is for one person (R0.4); a name that nobody has is never said to everyone by mistake. */
function readText(line: string, knows: (name: string) => boolean): PlainRequest {
  const place = line.indexOf('~');
  const name = line.slice(0, place);
  if (place < 1 || /^\s/.test(line)) return { is: 'say', text: line };
  if (knows(name)) return { is: 'tell', to: name, text: line.slice(place + 1) };
  if (/\s/.test(name)) return { is: 'say', text: line };
  return {
    is: 'unclear',
    sentence: `Nobody here is called “${name}”. Begin the line with a blank to say it to everyone.`,
  };
}

function inLines(...lines: string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function clockTime(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}
