import type { TFunction } from 'i18next';
import type { KnownCommand } from '../../src-shared/typed/read-typed.ts';
import type { TypedArgument } from '../../src-shared/typed/typed-commands.ts';

/** What has to be typed after a command, as in `contact group~text`. */
export function argumentWords(t: TFunction, { takes }: KnownCommand): string {
  const words: readonly TypedArgument[] = takes;
  return words.map((argument) => t(`typed.argument_${argument}`)).join('~');
}

/** What a command is for. */
export function helpText(t: TFunction, { key }: KnownCommand): string {
  return t(`typed.help_${key}`);
}
