import { parseArgs } from 'node:util';
import type { HostOptions } from '../../../src-shared/host/host-options.ts';
import { defaultPort } from '../../../src-shared/protocol/limits.ts';
import type { RoomLimits } from '../../../src-shared/protocol/limits.ts';

export type HeadlessArguments = {
  /** The room's name; missing if a folder that holds a room already says it, or the usual one is meant. */
  roomName?: string | undefined;
  port: number;
  /** The address to listen on; all of this machine's if missing. */
  host?: string | undefined;
  /** The usual one if missing. */
  dataFolder?: string | undefined;
  json: boolean;
  language?: 'en' | 'tr' | undefined;
  limits: Partial<RoomLimits>;
  options: HostOptions;
};

export type ReadArguments =
  | { ok: true; value: HeadlessArguments }
  | { ok: false; argument: string; usage: string };

const usage = [
  'Usage: npm run host -- [--name NAME] [--data FOLDER] [--port NUMBER] [--host ADDRESS]',
  '         [--lang en|tr] [--json] [--plain] [--log-texts]',
  '         [--max-members N] [--max-text N]',
  '         [--message-burst N] [--messages-per-second N]',
].join('\n');

/** Options that set one of the host's own limits, and the largest sensible value. */
const limitOptions = {
  'max-members': { limit: 'sessionsPerRoom', most: 10_000 },
  'max-text': { limit: 'maxTextCharacters', most: 10_000 },
  'message-burst': { limit: 'messageBurst', most: 1_000_000 },
  'messages-per-second': { limit: 'messagesPerSecond', most: 1_000_000 },
} as const satisfies Record<string, { limit: keyof RoomLimits; most: number }>;

const options = {
  name: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  data: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  plain: { type: 'boolean' },
  'log-texts': { type: 'boolean' },
  'max-members': { type: 'string' },
  'max-text': { type: 'string' },
  'message-burst': { type: 'string' },
  'messages-per-second': { type: 'string' },
} as const;

type Flag = 'json' | 'plain' | 'log-texts';
type Values = Partial<Record<Exclude<keyof typeof options, Flag>, string>> &
  Partial<Record<Flag, boolean>>;

/** Reads what stands behind the program's name. */
export function readArguments(args: readonly string[]): ReadArguments {
  const no = (argument: string): ReadArguments => ({ ok: false, argument, usage });
  let values: Values;
  try {
    values = parseArgs({ args: [...args], options }).values;
  } catch (error) {
    // parseArgs throws nothing but TypeErrors with a sentence about the argument.
    if (error instanceof TypeError) return no(error.message);
    throw error;
  }
  const port = wholeNumber(values.port ?? String(defaultPort), 0, 65_535);
  if (port === undefined) return no(`--port ${values.port}`);
  if (values.data === '') return no('--data');
  const { lang } = values;
  if (lang !== undefined && lang !== 'en' && lang !== 'tr') return no(`--lang ${lang}`);

  const limits: Partial<RoomLimits> = {};
  for (const [option, { limit, most }] of Object.entries(limitOptions)) {
    const text = values[option as keyof typeof limitOptions];
    if (text === undefined) continue;
    const number = wholeNumber(text, 1, most);
    if (number === undefined) return no(`--${option} ${text}`);
    limits[limit] = number;
  }
  return {
    ok: true,
    value: {
      roomName: values.name,
      port,
      host: values.host,
      dataFolder: values.data,
      json: values.json ?? false,
      language: lang,
      limits,
      options: { plain: values.plain ?? false, logTexts: values['log-texts'] ?? false },
    },
  };
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  if (!/^\d{1,7}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}
