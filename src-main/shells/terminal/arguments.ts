import type { Language } from '../../../src-shared/translations/catalogue.ts';
import type { Pin } from '../../../src-shared/protocol/ids.ts';
import type { Read } from '../read-options.ts';
import { readOptions } from '../read-options.ts';

export type TerminalArguments = {
  /** As it was typed, `host port` as two words too; asked for if it is missing (R1.1, R4.1). */
  address?: string | undefined;
  name?: string | undefined;
  /** By which the room is known (W14); `any` goes in whatever it shows; asked if missing. */
  key?: Pin | 'any' | undefined;
  /** A folder for this name under the person's own data if missing. */
  dataFolder?: string | undefined;
  json: boolean;
  /** The rooms of the same network are listed, and nothing is joined. */
  nearby?: boolean | undefined;
  language?: Language | undefined;
  /** The person wants to know what can be said. */
  help?: boolean | undefined;
};

export const usage =
  'Usage: npm run join -- [INVITE | HOST[:PORT] | HOST PORT] [--name NAME] [--key KEY] [--data FOLDER] [--lang en|tr] [--json] [--nearby]';

const rules = {
  name: 'text',
  key: 'key',
  data: 'folder',
  lang: 'language',
  json: 'flag',
  nearby: 'flag',
  help: 'flag',
} as const;

export function readArguments(args: readonly string[]): Read<TerminalArguments> {
  const read = readOptions(args, rules, 2);
  if (!read.ok) return read;
  const { name, key, data, lang, json = false, nearby, help, words } = read.value;
  const address = words.length === 0 ? undefined : words.join(' ');
  const rest = { json, nearby, language: lang, help };
  return { ok: true, value: { address, name, key, dataFolder: data, ...rest } };
}
