import { refusals } from './en/refusals.ts';

/** Every English text, by section; the model that other languages follow. */
export const en = {
  ui: {
    close: 'Close',
    cancel: 'Cancel',
    copied: 'Copied',
    copyFailed: 'Copying was not possible',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
  },
  time: {
    today: 'Today',
    yesterday: 'Yesterday',
    since: 'since {{time}}',
    seconds_one: '{{count}} second',
    seconds_other: '{{count}} seconds',
    minutes_one: '{{count}} minute',
    minutes_other: '{{count}} minutes',
  },
  refusal: refusals,
};
