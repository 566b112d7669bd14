import { parseArgs } from 'node:util';

export type BrowserArguments = {
  /** False: prints the address and runs until it is stopped. */
  open: boolean;
  /** One JSON line instead of sentences. */
  json: boolean;
  dataFolder?: string | undefined;
  port: number;
  language?: 'en' | 'tr' | undefined;
};

export type ReadArguments =
  | { ok: true; value: BrowserArguments }
  | { ok: false; argument: string; usage: string };

const usage =
  'Usage: npm start -- [--no-open] [--data FOLDER] [--port NUMBER] [--lang en|tr] [--json]';

/** Reads what stands behind the program's name. */
export function readArguments(args: readonly string[]): ReadArguments {
  const no = (argument: string): ReadArguments => ({ ok: false, argument, usage });
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    // parseArgs throws nothing but TypeErrors with a sentence that quotes the argument.
    if (error instanceof TypeError) return no(/'(.*?)'/.exec(error.message)?.[1] ?? error.message);
    throw error;
  }
  const port = values.port === undefined ? 0 : Number(values.port);
  if (!/^\d{1,5}$/.test(values.port ?? '0') || port > 65_535) return no(`--port ${values.port}`);
  const language = values.lang;
  if (language !== undefined && language !== 'en' && language !== 'tr')
    return no(`--lang ${language}`);
  if (values.data === '') return no('--data');
  return {
    ok: true,
    value: {
      open: !values['no-open'],
      json: values.json,
      dataFolder: values.data,
      port,
      language,
    },
  };
}

function parse(args: readonly string[]): {
  'no-open': boolean;
  json: boolean;
  data?: string | undefined;
  port?: string | undefined;
  lang?: string | undefined;
} {
  return parseArgs({
    args: [...args],
    options: {
      'no-open': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      data: { type: 'string' },
      port: { type: 'string' },
      lang: { type: 'string' },
    },
  }).values;
}
