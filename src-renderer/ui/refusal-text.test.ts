import { describe, expect, it } from 'vitest';
import { localCodes, wireCodes, type RefusalCode } from '../../src-shared/protocol/codes.ts';
import { languages } from '../../src-shared/translations/catalogue.ts';
import { createI18n } from '../i18n/create-i18n.ts';
import { refusalText } from './refusal-text.ts';

const codes = [...Object.keys(wireCodes), ...Object.keys(localCodes)] as RefusalCode[];

describe.each(languages)('refusals in %s', (language) => {
  const { t } = createI18n(language);

  it.each(codes)('W3 %s is said in a sentence', (code) => {
    const texts = [
      refusalText(t, { code }),
      refusalText(t, { code, subject: '192.168.1.5:12345' }),
      refusalText(t, { code, retryAfterMs: 5000 }),
      refusalText(t, { code, limit: 64 }),
    ];
    for (const text of texts) {
      expect(text).toMatch(/^\p{Lu}|^“|^\d/u);
      expect(text).toMatch(/[.?]$/);
      expect(text).not.toContain('{{');
      expect(text).not.toContain('refusal.');
    }
  });
});

describe('refusalText', () => {
  it('W3 no sentence of one language is left in the other', () => {
    const [en, tr] = [createI18n('en').t, createI18n('tr').t];
    for (const code of codes) expect(refusalText(en, { code })).not.toBe(refusalText(tr, { code }));
  });

  it('names the address that nothing answers at, and how long to wait', () => {
    const { t } = createI18n('en');
    expect(refusalText(t, { code: 'nobody-listening', subject: '192.168.1.5:12345' })).toBe(
      'Nothing answers at 192.168.1.5:12345. Is the room open, and are you on the same network?',
    );
    expect(refusalText(t, { code: 'try-later', retryAfterMs: 1001 })).toBe(
      'Too many tries. Try again in 2 seconds.',
    );
    expect(refusalText(t, { code: 'try-later', retryAfterMs: 15 * 60_000 })).toBe(
      'Too many tries. Try again in 15 minutes.',
    );
  });

  it('falls back on the limits of the protocol', () => {
    const { t } = createI18n('tr');
    expect(refusalText(t, { code: 'name-too-long' })).toContain('32');
    expect(refusalText(t, { code: 'password-too-short', limit: 12 })).toContain('12');
  });

  it('shows a subject as it is, without escaping it', () => {
    const { t } = createI18n('en');
    expect(refusalText(t, { code: 'address-invalid', subject: 'a & <b>' })).toContain('“a & <b>”');
  });
});
