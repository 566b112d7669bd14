import type { NetworkFinding } from '../host/network-finding.ts';
import { formatAddress } from '../protocol/address.ts';
import { filled } from '../text/filled.ts';
import type { Language } from '../translations/catalogue.ts';
import { finding as enFinding } from '../translations/en/finding.ts';
import { finding as trFinding } from '../translations/tr/finding.ts';

const findings = { en: enFinding, tr: trFinding };

/** What was found, and what to do next. */
export function findingSentence(
  { code, port, subject = '' }: NetworkFinding,
  language: Language,
): { text: string; next: string } {
  const sentences = findings[language];
  const values = { port, subject, place: formatAddress({ host: subject, port }) };
  return {
    text: filled(sentences[code], values),
    next: filled(sentences[`${code}_next`], values),
  };
}
