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
  /** Tells nobody nearby of its rooms, and looks for none. */
  isHidden: boolean;
};

export const usage =
  'Usage: npm start -- [--no-open] [--data FOLDER] [--port NUMBER] [--lang en|tr] [--no-nearby] [--json]';

const rules = {
  'no-open': 'flag',
  'no-nearby': 'flag',
  json: 'flag',
  data: 'folder',
  port: [0, 65_535],
  lang: 'language',
} as const;

export function readArguments(args: readonly string[]): Read<BrowserArguments> {
  const read = readOptions(args, rules);
  if (!read.ok) return read;
  const { json = false, data: dataFolder, port = 0, lang: language } = read.value;
  const open = !read.value['no-open'];
  const isHidden = read.value['no-nearby'] ?? false;
  return { ok: true, value: { open, json, dataFolder, port, language, isHidden } };
}
