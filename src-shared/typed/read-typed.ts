import { assertNever } from '../assert-never.ts';
import { readAddress } from './read-address.ts';
import type { KnownName } from './read-address.ts';
import { typedCommands } from './typed-commands.ts';
import type { TypedArgument, TypedCommand, TypedKey, TypedWord } from './typed-commands.ts';

/** A typed line, understood as far as that goes without asking anybody. */
export type Typed =
  /** To be said as it is. */
  | { is: 'text'; text: string }
  /** `NAME~TEXT` (R0.4). */
  | { is: 'direct'; person: string; text: string }
  | { is: 'command'; key: TypedKey; given: TypedGiven }
  | { is: 'wrong'; problem: TypedProblem };

/** Names as they were typed. */
type TypedGiven = { [A in TypedArgument]?: string };

export type TypedProblem =
  /** No such command; `near` begin or sound like it. */
  | { code: 'unknown-command'; word: string; near: readonly TypedWord[] }
  | { code: 'missing'; word: TypedWord; argument: TypedArgument }
  /** What was meant for one person must not go to everyone because of a slip of the finger. */
  | { code: 'near-name'; name: string; meant: string };

/** Who and what is known by name where the line is typed. */
export type TypedNames = {
  /** Everybody, oneself too. */
  people: () => Iterable<KnownName>;
  hasGroup: (name: string) => boolean;
};

/**
 * A line that begins with a blank is text as it is, without the blank if it would be a command without it; `//x` is the
 * text `/x`. Case does not matter in commands.
 */
export function readTyped(line: string, names: TypedNames): Typed {
  if (/^\s/.test(line)) {
    const rest = line.slice(1);
    const isText = /^\s|^$/.test(rest) || readTyped(rest, names).is === 'text';
    return { is: 'text', text: isText ? line : rest };
  }
  if (line.startsWith('//')) return { is: 'text', text: line.slice(1) };
  const command = findCommand(line);
  if (command) return readCommand(command, line.slice(command.word.length).trim(), names);
  if (line.startsWith('/')) return { is: 'wrong', problem: unknown(line) };
  return readDirect(line, names);
}

export type KnownCommand = (typeof typedCommands)[number];

/** The longest command that the line begins with as a whole word. */
export function findCommand(line: string): KnownCommand | undefined {
  const lower = `${inLowerCase(line.trimEnd())} `;
  return typedCommands
    .filter(({ word, takes }) => {
      const start = `${word.toLowerCase()} `;
      // A command without a slash that takes nothing stands alone: "exit the house" is said.
      const standsAlone = takes.length === 0 && !word.startsWith('/');
      return standsAlone ? lower === start : lower.startsWith(start);
    })
    .toSorted((one, other) => other.word.length - one.word.length)[0];
}

/** As long as the line, and with the `i` of all languages: a Turkish keyboard writes EXİT, or exıt. */
function inLowerCase(line: string): string {
  return line.replaceAll(/[İı]/g, 'i').toLowerCase();
}

function readCommand(command: KnownCommand, rest: string, names: TypedNames): Typed {
  const { word, key } = command;
  const [first, second]: readonly TypedArgument[] = command.takes;
  if ('before' in command) return readNumbered(rest, { word, key, first });
  const behind: TypedCommand['rest'] = 'rest' in command ? command.rest : undefined;
  if (first === undefined)
    return { is: 'command', key, given: behind === undefined ? {} : { [behind]: rest } };
  if (behind !== undefined) return readBehind(rest, { word, key, first, behind });
  const [one, two] = second === undefined ? [rest, ''] : splitGroup(rest, names);
  if (one === '') return missing(word, first);
  if (second !== undefined && two === '') return missing(word, second);
  const given = { [first]: one, ...(second === undefined ? {} : { [second]: two }) };
  return { is: 'command', key, given };
}

/** `PERSON~MORE`, where the more may be missing. */
function readBehind(
  line: string,
  {
    word,
    key,
    first,
    behind,
  }: Pick<KnownCommand, 'word' | 'key'> & Record<'first' | 'behind', TypedArgument>,
): Typed {
  const tilde = line.indexOf('~');
  const one = (tilde < 0 ? line : line.slice(0, tilde)).trim();
  if (one === '') return missing(word, first);
  const more = tilde < 0 ? '' : line.slice(tilde + 1).trim();
  return {
    is: 'command',
    key,
    given: more === '' ? { [first]: one } : { [first]: one, [behind]: more },
  };
}

/** `NUMBER~MORE`, where the number may be missing. */
function readNumbered(
  line: string,
  { word, key, first }: Pick<KnownCommand, 'word' | 'key'> & { first: TypedArgument | undefined },
): Typed {
  if (first === undefined) return { is: 'command', key, given: { message: line } };
  const [, message = '', more = line] = /^(\d{1,9})\s*~\s*(.*)$/su.exec(line) ?? [];
  if (more === '') return missing(word, first);
  return { is: 'command', key, given: { message, [first]: more } };
}

function missing(word: TypedWord, argument: TypedArgument): Typed {
  return { is: 'wrong', problem: { code: 'missing', word, argument } };
}

/** `GROUP~REST`, or `GROUP REST` with the longest name of a group that there is. */
function splitGroup(text: string, { hasGroup }: TypedNames): [string, string] {
  const tilde = text.indexOf('~');
  if (tilde >= 0) return [text.slice(0, tilde).trim(), text.slice(tilde + 1).trim()];
  for (let end = text.lastIndexOf(' '); end > 0; end = text.lastIndexOf(' ', end - 1)) {
    const name = text.slice(0, end).trim();
    if (hasGroup(name)) return [name, text.slice(end).trim()];
  }
  const blank = text.search(/\s/);
  return blank < 0 ? [text, ''] : [text.slice(0, blank), text.slice(blank).trim()];
}

function readDirect(line: string, { people }: TypedNames): Typed {
  if (!line.includes('~')) return { is: 'text', text: line };
  const address = readAddress(line, people());
  switch (address.is) {
    case 'none':
      return { is: 'text', text: line };
    case 'person':
      return { is: 'direct', person: address.name, text: address.text };
    case 'near':
      return {
        is: 'wrong',
        problem: { code: 'near-name', name: address.name, meant: address.meant },
      };
    default:
      return assertNever(address);
  }
}

function unknown(line: string): TypedProblem {
  const word = line.split(/\s/, 1)[0] ?? line;
  const start = inLowerCase(word.slice(0, 4));
  const near = typedCommands
    .map((command) => command.word)
    .filter((known) => known.startsWith(start) && start.length > 1);
  return { code: 'unknown-command', word, near };
}
