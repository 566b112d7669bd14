import { parseArgs } from 'node:util';

export type LaunchArguments = {
  dataFolder?: string | undefined;
  language?: 'en' | 'tr' | undefined;
  /** Tells nobody nearby of its rooms, and looks for none. */
  isHidden?: boolean;
};

/**
 * Chromium's own switches stand among the arguments, so what is unknown is left alone. What stands behind a link is not
 * read: whoever made the link may have added it.
 */
export function readLaunchArguments(args: readonly string[]): LaunchArguments {
  const link = args.findIndex((arg) => /^["'\s]*oda:/i.test(arg));
  const { values } = parseArgs({
    args: args.slice(0, link < 0 ? args.length : link),
    options: {
      data: { type: 'string' },
      lang: { type: 'string' },
      'no-nearby': { type: 'boolean' },
    },
    strict: false,
  });
  const { data, lang } = values;
  return {
    ...(typeof data === 'string' && data !== '' && !data.startsWith('-')
      ? { dataFolder: data }
      : {}),
    ...(lang === 'en' || lang === 'tr' ? { language: lang } : {}),
    ...(values['no-nearby'] === true ? { isHidden: true } : {}),
  };
}
