import { parseArgs } from 'node:util';
import { formatAddress } from '../../../src-shared/protocol/address.ts';

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
    const [host, port, more] = positionals;
    if (more !== undefined) return { is: 'wrong', argument: more };
    if (port !== undefined && !/^\d{1,5}$/.test(port)) return { is: 'wrong', argument: port };
    const { lang } = values;
    if (lang !== undefined && lang !== 'en' && lang !== 'tr') {
      return { is: 'wrong', argument: `--lang ${lang}` };
    }
    return {
      is: 'arguments',
      value: {
        address: host === undefined || port === undefined ? host : joined(host, port),
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

/** An address as it is typed at a question: host and port may be two words there too. */
export function asAddress(typed: string): string {
  const [, host, port] = /^\s*(\S+)\s+(\d{1,5})\s*$/u.exec(typed) ?? [];
  return host === undefined || port === undefined ? typed : joined(host, port);
}

function joined(host: string, port: string): string {
  return formatAddress({ host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) });
}
