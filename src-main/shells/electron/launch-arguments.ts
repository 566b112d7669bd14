import { parseArgs } from 'node:util';

export type LaunchArguments = {
  dataFolder?: string | undefined;
  language?: 'en' | 'tr' | undefined;
};

/** Chromium's own switches stand among the arguments, so what is unknown is left alone. */
export function readLaunchArguments(args: readonly string[]): LaunchArguments {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' }, lang: { type: 'string' } },
    strict: false,
  });
  const { data, lang } = values;
  return {
    ...(typeof data === 'string' && data !== '' && !data.startsWith('-')
      ? { dataFolder: data }
      : {}),
    ...(lang === 'en' || lang === 'tr' ? { language: lang } : {}),
  };
}
