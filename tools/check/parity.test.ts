import { describe, expect, test } from 'vitest';
import { checkParity, claimedIds, idsIn } from './parity.mjs';

describe('the ids in a title', () => {
  test.each([
    ['R0.6 search finds a part of a word', ['R0.6']],
    ['W4 the same cid gets the same answer (R1.4, R0.10)', ['W4', 'R1.4', 'R0.10']],
    ['ends a sentence with R1.5.', ['R1.5']],
    ['XR1.5 and R1.5b and W4x and v1.R1.5', []],
    ['no rule', []],
  ])('%s', (title, ids) => {
    expect(idsIn(title)).toEqual(ids);
  });
});

describe('the claimed ids', () => {
  const missing = (path: string, text: string, claimed: string[]) =>
    checkParity([{ path, text }], claimed).map(({ problem }) => problem);

  test('an id in the title of a test, a suite or a table of tests is covered', () => {
    const text = [
      "describe('R0.1 the host shows its address', () => {});",
      "test.each([1, 2])('W5 number %i', () => {});",
      'it(`R1.2 shows ${count} people`, () => {});',
    ].join('\n');
    expect(missing('src-main/room/a.test.ts', text, ['R0.1', 'W5', 'R1.2'])).toEqual([]);
    expect(missing('e2e/a.spec.ts', text, ['R0.1'])).toEqual([]);
  });

  test('R0.10 does not cover R0.1, nor a comment or a string that is no title', () => {
    const text = "// R0.1\ntest('R0.10 leaves', () => expect('R0.1').toBe('R0.1'));";
    expect(missing('e2e/a.spec.ts', text, ['R0.1', 'R0.10'])).toEqual([
      'claims R0.1, and no test has that in its title.',
    ]);
  });

  test('neither a title outside of test files nor one of the tools covers anything', () => {
    const text = "test('R0.1 the host shows its address', () => {});";
    expect(missing('src-main/room/a.ts', text, ['R0.1'])).toHaveLength(1);
    expect(missing('tools/check/a.test.ts', text, ['R0.1'])).toHaveLength(1);
  });

  test('are the ones of this version', () => {
    expect(claimedIds.filter((id) => id.startsWith('R'))).toHaveLength(45);
    expect(claimedIds).toContain('W16');
    expect(claimedIds).not.toContain('W14');
  });
});
