import { parseArgs } from 'node:util';

export type TerminalArguments = {
  /** As it was typed, `host port` as two words too; asked for if it is missing (R1.1, R4.1). */
  address?: string | undefined;
  name?: string | undefined;
  /** A folder for this name under the person's own data if missing. */
  dataFolder?: string | undefined;
  json: boolean;
  language?: 'en' | 'tr' | undefined;
};

export type ReadArguments =
  | { is: 'arguments'; value: TerminalArguments }
  | { is: 'help' }
  | { is: 'wrong'; argument: string };

export const usage =
  'Usage: npm run join -- [HOST[:PORT] | HOST PORT] [--name NAME] [--data FOLDER] [--lang en|tr] [--json]';

const options = {
  name: { type: 'string' },
  data: { type: 'string' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads what stands behind the program's name. */
export function readArguments(args: readonly string[]): ReadArguments {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help) return { is: 'help' };
    const [, , more] = positionals;
    if (more !== undefined) return { is: 'wrong', argument: more };
    const { lang } = values;
    if (lang !== undefined && lang !== 'en' && lang !== 'tr') {
      return { is: 'wrong', argument: `--lang ${lang}` };
    }
    return {
      is: 'arguments',
      value: {
        address: positionals.length === 0 ? undefined : positionals.join(' '),
        name: values.name,
        dataFolder: values.data,
        json: values.json ?? false,
        language: lang,
      },
    };
  } catch (error) {
    // parseArgs throws nothing but TypeErrors with a sentence about the argument.
    if (error instanceof TypeError) return { is: 'wrong', argument: error.message };
    throw error;
  }
}
