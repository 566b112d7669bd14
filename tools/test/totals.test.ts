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
    expect(totalsOfVitest(report)).toMatchObject({ passed: 5, failed: 1, skipped: 3 });
  });

  test('of vitest name what failed, and a file that does not load', () => {
    const failed = {
      status: 'failed',
      fullName: 'a room opens',
      failureMessages: ['Error: no\n  at x'],
    };
    const report = {
      testResults: [
        { name: 'a.test.ts', status: 'failed', assertionResults: [failed, { status: 'passed' }] },
        { name: 'b.test.ts', status: 'failed', message: 'at load', assertionResults: [] },
        { name: 'c.test.ts', status: 'passed', assertionResults: [] },
      ],
    };
    expect(totalsOfVitest(report).failures).toEqual([
      'a.test.ts › a room opens › Error: no',
      'b.test.ts › at load',
    ]);
  });

  test('of Playwright name what failed, in suites of any depth', () => {
    const errors = [{ message: '\u001b[31mError: gone\u001b[39m\nmore' }];
    const spec = { file: 'a.spec.ts', title: 'R1', ok: false, tests: [{ results: [{ errors }] }] };
    const passed = { file: 'a.spec.ts', title: 'R2', ok: true, tests: [] };
    const report = { suites: [{ specs: [passed], suites: [{ specs: [spec] }] }] };
    expect(totalsOfPlaywright(report).failures).toEqual(['a.spec.ts › R1 › Error: gone']);
  });

  test('of Playwright, where flaky is failed', () => {
    const report = { stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2, startTime: 'x' } };
    expect(totalsOfPlaywright(report)).toMatchObject({ passed: 4, failed: 2, skipped: 2 });
  });

  test('are added up and said in one line', () => {
    const sum = addTotals([{ passed: 5, failed: 0, skipped: 0, failures: [] }, oneFailure]);
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
    expect(ended(1, 'r.json')).toMatchObject({ passed: 3, failed: 2, skipped: 0 });
  });

  test('that failed without a failed test, or without a report, is one failure', () => {
    writeFileSync(join(folder, 'r.json'), '{"numPassedTests":3,"numFailedTests":0}');
    expect(ended(1, 'r.json')).toMatchObject({ passed: 3, failed: 1, skipped: 0 });
    expect(ended(1, 'none.json')).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
    expect(ended(0, 'r.json')).toMatchObject({ passed: 3, failed: 0, skipped: 0 });
  });
});
