// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures: readonly string[] }} Totals
 *   failures: file, name and first sentence of each failed test; whoever sees only the end of the output needs them
 */

/** @type {Totals} */
export const nothing = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** What a step without counts of its own adds: a failure is never invisible in the last line. */
export const oneFailure = { ...nothing, failed: 1 };

/** @param {readonly Totals[]} parts @returns {Totals} */
export function addTotals(parts) {
  return parts.reduce(
    (sum, part) => ({
      passed: sum.passed + part.passed,
      failed: sum.failed + part.failed,
      skipped: sum.skipped + part.skipped,
      failures: [...sum.failures, ...part.failures],
    }),
    nothing,
  );
}

/** @param {Totals} totals */
export function describeTotals({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * @param {unknown} report what vitest's JSON reporter wrote
 * @returns {Totals}
 */
export function totalsOfVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = asNumbers(report);
  return {
    passed: numPassedTests ?? 0,
    failed: numFailedTests ?? 0,
    skipped: (numPendingTests ?? 0) + (numTodoTests ?? 0),
    failures: childrenOf(report, 'testResults').flatMap((file) => {
      const failed = childrenOf(file, 'assertionResults').filter(
        (test) => test.status === 'failed',
      );
      // A file that does not load has no tests, only its own message.
      if (failed.length === 0 && file.status === 'failed')
        return [failure(file.name, file.message)];
      return failed.map((test) => failure(file.name, test.fullName, test.failureMessages));
    }),
  };
}

/**
 * @param {unknown} report what Playwright's JSON reporter wrote
 * @returns {Totals}
 */
export function totalsOfPlaywright(report) {
  const stats = typeof report === 'object' && report !== null && 'stats' in report && report.stats;
  const { expected, unexpected, flaky, skipped } = asNumbers(stats);
  // Retries are off; a flaky test that turns up nevertheless has failed once.
  return {
    passed: expected ?? 0,
    failed: (unexpected ?? 0) + (flaky ?? 0),
    skipped: skipped ?? 0,
    failures: playwrightFailures(report),
  };
}

/** @param {unknown} suite @returns {string[]} */
function playwrightFailures(suite) {
  const own = childrenOf(suite, 'specs')
    .filter((spec) => spec.ok === false)
    .map((spec) => {
      const results = childrenOf(spec, 'tests').flatMap((test) => childrenOf(test, 'results'));
      const errors = results.flatMap((result) => childrenOf(result, 'errors'));
      return failure(spec.file, spec.title, errors[0]?.message);
    });
  return [...own, ...childrenOf(suite, 'suites').flatMap(playwrightFailures)];
}

/**
 * The totals of one test run. A run that failed without a failed test (a file that does not load,
 * a server that does not start, no report at all) counts as one failure.
 *
 * @param {{ code: number, reportPath: string, read: (report: unknown) => Totals }} ended
 * @returns {Totals}
 */
export function totalsOfRun({ code, reportPath, read }) {
  const totals = existsSync(reportPath)
    ? read(JSON.parse(readFileSync(reportPath, 'utf8')))
    : nothing;
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

/** @param {readonly unknown[]} parts each a text or a list that begins with one; of each the first line is said */
function failure(...parts) {
  return parts
    .flat()
    .filter((part) => typeof part === 'string')
    .slice(0, 3)
    .map((part) => stripVTControlCharacters(part).trim().split('\n')[0])
    .join(' › ');
}

/** @param {unknown} value @param {string} key @returns {Record<string, unknown>[]} */
function childrenOf(value, key) {
  const children = asFields(value)[key];
  return Array.isArray(children) ? children.map(asFields) : [];
}

/** @param {unknown} value @returns {Record<string, unknown>} */
function asFields(value) {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** @param {unknown} value @returns {Record<string, number | undefined>} */
function asNumbers(value) {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, field]) => typeof field === 'number'));
}
