import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { pin, type Pin } from '../../src-shared/protocol/ids.ts';
import { filled } from '../../src-shared/text/filled.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { languages } from '../../src-shared/translations/catalogue.ts';
import { shellWords, systemLanguage } from './words.ts';

/** What an option takes: nothing, any text, a folder, a language, a room's key, or a whole number from the least to the most. */
type Rule =
  | 'flag'
  | 'text'
  | 'folder'
  | 'language'
  | 'key'
  | readonly [least: number, most: number];
type ValueOf<R extends Rule> = R extends 'flag'
  ? boolean
  : R extends 'language'
    ? Language
    : R extends 'key'
      ? Pin | 'any'
      : R extends string
        ? string
        : number;

const anyOrPin = z.union([z.literal('any'), pin]);

export type Rules = Readonly<Record<string, Rule>>;
export type Values<R extends Rules> = { [Name in keyof R]?: ValueOf<R[Name]> | undefined };
/** `argument` is what was not understood. */
export type Read<T> = { ok: true; value: T } | { ok: false; argument: string };

/** Reads what stands behind a program's name: options by their rules, and at most so many words beside them. */
export function readOptions<R extends Rules>(
  args: readonly string[],
  rules: R,
  mostWords = 0,
): Read<Values<R> & { words: string[] }> {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, rule] of Object.entries(rules)) {
    options[name] = { type: rule === 'flag' ? 'boolean' : 'string' };
    if (name === 'help') options[name].short = 'h';
  }
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: withKeysJoined(args, rules), options, allowPositionals: true });
  } catch (error) {
    // parseArgs throws nothing but TypeErrors with a sentence that quotes the argument.
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, argument: /'(.*?)'/.exec(error.message)?.[1] ?? error.message };
  }
  const { values, positionals: words } = parsed;
  const more = words[mostWords];
  if (more !== undefined) return { ok: false, argument: more };
  const read: Record<string, unknown> = { words };
  for (const [name, given] of Object.entries(values)) {
    read[name] = typeof given === 'string' ? valueOf(given, rules[name]) : given;
    if (read[name] === undefined)
      return { ok: false, argument: `--${name} ${String(given)}`.trimEnd() };
  }
  return { ok: true, value: read as Values<R> & { words: string[] } };
}

/** A key may begin with `-`, which would be taken for the next option: it goes with its own by `=`. */
function withKeysJoined(args: readonly string[], rules: Rules): string[] {
  const keys = Object.keys(rules).flatMap((name) => (rules[name] === 'key' ? [`--${name}`] : []));
  const isKeyOf = (place: number): boolean =>
    keys.includes(args[place - 1] ?? '') && pin.safeParse(args[place]).success;
  return args.flatMap((arg, place) => {
    if (isKeyOf(place)) return [];
    return isKeyOf(place + 1) ? [`${arg}=${args[place + 1]}`] : [arg];
  });
}

/** Undefined if the text does not keep to the rule. */
function valueOf(text: string, rule: Rule | undefined): string | number | undefined {
  if (rule === 'folder') return text === '' ? undefined : text;
  if (rule === 'key') return anyOrPin.safeParse(text).data;
  if (rule === 'language') return languages.find((language) => language === text);
  if (typeof rule !== 'object') return text;
  const [least, most] = rule;
  const number = /^\d{1,7}$/.test(text) ? Number(text) : -1;
  return number >= least && number <= most ? number : undefined;
}

/** Says what was not understood, and how the program is started; answers with the exit code. */
export function refuseArguments(
  argument: string,
  usage: string,
  output: NodeJS.WritableStream = process.stderr,
): number {
  const { notUnderstood } = shellWords(systemLanguage());
  output.write(`${filled(notUnderstood, { argument })}\n${usage}\n`);
  return 2;
}
