import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const { href } = pathToFileURL(join(import.meta.dirname, 'bound-new-objects.ts'));

test('memory for new objects stays small in a program that hosts, however many are made', () => {
  const code = `import { boundNewObjects } from ${JSON.stringify(href)};
    import { getHeapSpaceStatistics } from 'node:v8';
    if (process.argv[1] === 'bound') boundNewObjects();
    let kept = [];
    for (let n = 0; n < 3e6; n += 1) {
      const made = [{ n }];
      if (n % 10 === 0) kept.push(made);
      if (kept.length > 50_000) kept = [];
    }
    const isNew = ({ space_name }) => space_name === 'new_space';
    console.log(getHeapSpaceStatistics().find(isNew).space_size);`;
  const bytes = (...how: string[]) =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', code, ...how]).toString());
  expect(bytes('bound')).toBeLessThan(8 * 2 ** 20);
  expect(bytes()).toBeGreaterThan(8 * 2 ** 20);
});
