import { parseArgs } from 'node:util';

export type TerminalArguments = {
  /** `host`, `host:port`; asked for where it is missing (R1.1, R4.1). */
  address?: string | undefined;
  name?: string | undefined;
  /** A folder for this name under the person's own data where missing. */
  dataFolder?: string | undefined;
  json: boolean;
  language?: 'en' | 'tr' | undefined;
};

export type ReadArguments =
  | { ok: true; value: TerminalArguments }
  | { ok: false; argument: string; usage: string };

export const usage =
  'Usage: npm run join -- [HOST:PORT] [--name NAME] [--data FOLDER] [--lang en|tr] [--json]';

const options = {
  name: { type: 'string' },
  data: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Reads what stands behind the program's name. */
export function readArguments(args: readonly string[]): ReadArguments {
  const no = (argument: string): ReadArguments => ({ ok: false, argument, usage });
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [address, more] = positionals;
    if (more !== undefined) return no(more);
    const { lang } = values;
    if (lang !== undefined && lang !== 'en' && lang !== 'tr') return no(`--lang ${lang}`);
    return {
      ok: true,
      value: {
        address,
        name: values.name,
        dataFolder: values.data,
        json: values.json ?? false,
        language: lang,
      },
    };
  } catch (error) {
    // parseArgs throws nothing but TypeErrors with a sentence about the argument.
    if (error instanceof TypeError) return no(error.message);
    throw error;
  }
}
