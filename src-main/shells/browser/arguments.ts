import type { Language } from '../../../src-shared/translations/catalogue.ts';
import type { Read } from '../read-options.ts';
import { readOptions } from '../read-options.ts';

export type BrowserArguments = {
  /** False: prints the address and runs until it is stopped. */
  open: boolean;
  /** One JSON line instead of sentences. */
  json: boolean;
  dataFolder?: string | undefined;
  port: number;
  language?: Language | undefined;
};

export const usage =
  'Usage: npm start -- [--no-open] [--data FOLDER] [--port NUMBER] [--lang en|tr] [--json]';

const rules = {
  'no-open': 'flag',
  json: 'flag',
  data: 'folder',
  port: [0, 65_535],
  lang: 'language',
} as const;

export function readArguments(args: readonly string[]): Read<BrowserArguments> {
  const read = readOptions(args, rules);
  if (!read.ok) return read;
  const { 'no-open': isClosed = false, json = false, data, port = 0, lang } = read.value;
  return { ok: true, value: { open: !isClosed, json, dataFolder: data, port, language: lang } };
}
