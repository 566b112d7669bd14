import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  addTotals,
  describeTotals,
  oneFailure,
  totalsOfPlaywright,
  totalsOfRun,
  totalsOfVitest,
} from './totals.mjs';

describe('the totals', () => {
  test('of vitest', () => {
    const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
    expect(totalsOfVitest(report)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  test('of Playwright, where flaky is failed', () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2, startTime: 'x' } };
    expect(totalsOfPlaywright(report)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  test('are added up and said in one line', () => {
    const sum = addTotals([{ passed: 5, failed: 0, skipped: 0 }, oneFailure]);
    expect(describeTotals(sum)).toBe('5 passed, 1 failed');
    expect(describeTotals({ ...sum, skipped: 2 })).toBe('5 passed, 1 failed, 2 skipped');
  });
});

describe('a run', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'oda-totals-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const ended = (code: number, name: string) =>
    totalsOfRun({ code, reportPath: join(folder, name), read: totalsOfVitest });

  test('has what its report says', () => {
    writeFileSync(join(folder, 'r.json'), '{"numPassedTests":3,"numFailedTests":2}');
    expect(ended(1, 'r.json')).toEqual({ passed: 3, failed: 2, skipped: 0 });
  });

  test('that failed without a failed test, or without a report, is one failure', () => {
    writeFileSync(join(folder, 'r.json'), '{"numPassedTests":3,"numFailedTests":0}');
    expect(ended(1, 'r.json')).toEqual({ passed: 3, failed: 1, skipped: 0 });
    expect(ended(1, 'none.json')).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(ended(0, 'r.json')).toEqual({ passed: 3, failed: 0, skipped: 0 });
  });
});
