import { beginsIrc } from '../irc/connection/irc-gateway.ts';
import type { PlainRequest, PlainSpeech } from '../plain/plain-speech.ts';
import { isLeaving, readPlain } from '../plain/read-plain.ts';
import { LineReader } from './line-reader.ts';

const prompt = 'Please enter your username: ';

const nameFirst = 'Enter a name first. It cannot begin with a slash.';

const notForIrc =
  'That is an IRC command, and this is not IRC. Connect with an IRC program, or enter a name.';

const help = [
  'What you write goes to everyone.',
  'NAME~TEXT goes to one person only, to nobody where the name is almost somebody’s.',
  'A line that begins with a blank goes to everyone as it is, whatever it looks like.',
  '/topics lists the topics of the room, /join TOPIC and /leave TOPIC go in and out, #TOPIC~TEXT goes to those in it.',
  '/users lists who is here, /users TOPIC who is in a topic. exit or quit leaves.',
];

/** Plain lines of text, as `nc` and `telnet` send them (R4). */
export const linesSpeech: PlainSpeech<string> = {
  comesWhole: false,
  reader: () => new LineReader(),
  read(line, { isIn, people }): PlainRequest | undefined {
    if (isIn) return readPlain(line, people);
    if (isLeaving(line.trim())) return { is: 'leave' };
    if (line.startsWith('/')) return { is: 'unclear', sentence: nameFirst };
    // Typed letter by letter, or after another first line: a password is no name.
    if (beginsIrc(line) === 'yes') return { is: 'unclear', sentence: notForIrc };
    return { is: 'enter', name: line };
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
  said: ({ from, text, to }) => {
    const sender = to === 'you' ? `[${from}]` : `<${from}>`;
    const beginning = to.startsWith('#') ? `${to} ${sender}` : sender;
    return inLines(...text.split('\n').map((line) => `${beginning} ${line}`));
  },
  told: (sentence) => inLines(`* ${sentence}`),
  came: (name) => inLines(`* ${name} added to the chat`),
  went: (name, at) => inLines(`* ${name} left the chat (${clockTime(at)})`),
  who: (online) => inLines(`Here now: ${online.join(', ')}`),
  help: () => inLines(...help),
  goodbye: (sentence) => inLines(sentence),
};

function inLines(...lines: string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function clockTime(at: number): string {
  const date = new Date(at);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}
