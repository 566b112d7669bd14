import { describe, expect, test } from 'vitest';
import { catalogueOf, checkCatalogues, checkKeysInUse } from './translations.mjs';

const catalogue = (texts: Record<string, string>) => new Map(Object.entries(texts));

describe('the catalogues', () => {
  const problems = (en: Record<string, string>, tr: Record<string, string>) =>
    checkCatalogues({ en: catalogue(en), tr: catalogue(tr) }).map(({ path, problem }) => [
      path,
      problem,
    ]);

  test('that agree are fine, in whichever order their placeholders stand', () => {
    expect(problems({ a: '{{x}} of {{y}}' }, { a: '{{y}} içinde {{x}}' })).toEqual([]);
    expect(problems({ a: '{{x}}’s' }, { a: '{{x, genitive}}' })).toEqual([]);
  });

  test('name an empty text', () => {
    expect(problems({ a: 'A' }, { a: ' ' })).toEqual([
      ['src-shared/translations/tr/tr.ts', "has no text for 'a'."],
    ]);
  });

  test('name a text with other placeholders', () => {
    expect(problems({ a: 'Hello {{name}}' }, { a: 'Merhaba {{isim}}' })).toEqual([
      ['src-shared/translations/tr/tr.ts', "has other placeholders in 'a' than en."],
    ]);
  });

  test('are read from nested and from flat modules alike', () => {
    const nested = catalogueOf({ en: { room: { join: 'Join' } } });
    expect(nested).toEqual(catalogueOf({ en: { 'room.join': 'Join' } }));
    expect(nested.get('room.join')).toBe('Join');
  });
});

describe('the keys in use', () => {
  const en = { 'room.join': 'Join', 'people.count_one': '1', 'people.count_other': '{{count}}' };
  const problems = (text: string, more: Record<string, string> = {}) =>
    checkKeysInUse(
      catalogue({ ...en, ...more }),
      [{ path: 'src-renderer/a.tsx', text }],
      ['refusal.'],
    ).map(({ problem }) => problem);
  const all = "t('room.join'); t('people.count', { count: 2 });";

  test('are all there, plurals and contexts under the key without their ending', () => {
    expect(problems(all)).toEqual([]);
    expect(problems(`${all} t('said', { context: 'once' });`, { said_once: 'Said' })).toEqual([]);
  });

  test('may be put together only from a declared prefix', () => {
    const more = { 'refusal.full': 'Full' };
    expect(problems(`${all} t(\`refusal.\${code}\`);`, more)).toEqual([]);
    expect(problems(`${all} t(\`room.\${code}\`);`, more)).toEqual([
      "puts together a key that starts with 'room.'.",
    ]);
  });

  test('count as used wherever the code has them as a whole literal', () => {
    expect(problems("const label = 'room.join'; t('people.count');")).toEqual([]);
    expect(problems("t('people.count');")).toEqual(['has what nothing uses: room.join.']);
  });

  test('of a test are not looked at', () => {
    const files = [{ path: 'src-renderer/a.test.tsx', text: "t('room.gone');" }];
    expect(checkKeysInUse(new Map(), files)).toEqual([]);
  });
});
