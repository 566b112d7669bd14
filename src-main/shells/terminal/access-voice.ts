import type { KnockView } from '../../../src-shared/bridge/knocks.ts';
import type { Device } from '../../../src-shared/protocol/devices.ts';
import { filled } from '../../../src-shared/text/filled.ts';
import { access as en } from '../../../src-shared/translations/en/access.ts';
import { access as tr } from '../../../src-shared/translations/tr/access.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { typed as enTyped } from '../../../src-shared/translations/en/typed.ts';
import { typed as trTyped } from '../../../src-shared/translations/tr/typed.ts';
import type { TypedOutcome } from '../../../src-shared/typed/typed-world.ts';
import type { Happening } from './happening.ts';
import { terminalWords } from './terminal-words.ts';

const words = { en, tr };
const typedWords = { en: enTyped, tr: trTyped };

type AccessOutcome = Extract<TypedOutcome, { is: 'knocks' | 'devices' | 'reset-code' }>;

/** Who waits at the door, one's computers and codes for a new password, in sentences. */
export class AccessVoice {
  readonly #language: Language;
  readonly #time: Intl.DateTimeFormat;

  constructor(language: Language) {
    this.#language = language;
    this.#time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  }

  /** Who asks to be let in, and what answers. */
  knock({ name, address }: Omit<Extract<Happening, { is: 'knock' }>, 'is' | 'at'>): string {
    const from = address === undefined ? '' : ` (${address})`;
    const who = `${filled(words[this.#language].knock, { name })}${from}.`;
    return `${who} ${filled(terminalWords(this.#language).answerKnock, { name })}`;
  }

  outcome(outcome: AccessOutcome): string {
    switch (outcome.is) {
      case 'knocks':
        if (outcome.knocks.length === 0) return `* ${typedWords[this.#language].nothing_knocks}`;
        return outcome.knocks.map((knock) => this.#waiting(knock)).join('\n');
      case 'devices':
        return outcome.devices.map((device, place) => this.#device(device, place + 1)).join('\n');
      case 'reset-code':
        return this.#resetCode(outcome);
    }
  }

  #waiting({ name, address, at }: KnockView): string {
    const from = address === undefined ? '' : `  ${address}`;
    return `  ${this.#time.format(at)}  ${name}${from}`;
  }

  #device({ computer, since, lastSeenAt, isIn, isOwn }: Device, number: number): string {
    const text = words[this.#language];
    const time = (at: number) => ({ time: this.#time.format(at) });
    const facts = [
      isOwn && text.deviceOwn,
      isIn && text.deviceIn,
      filled(text.deviceSince, time(since)),
      !isIn && filled(text.deviceSeen, time(lastSeenAt)),
    ].filter((fact) => fact !== false);
    return `  ${number}  ${computer ?? text.device}: ${facts.join(', ')}`;
  }

  #resetCode({ name, resetCode, expiresAt }: Extract<AccessOutcome, { is: 'reset-code' }>): string {
    const text = words[this.#language];
    const once = filled(text.resetOnce, { time: this.#time.format(expiresAt) });
    return `  ${filled(text.resetCode, { name })}: ${resetCode}\n* ${once}`;
  }
}
