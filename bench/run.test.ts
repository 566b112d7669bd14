import { expect, test } from 'vitest';
import { run } from '../tools/prepare/command.mjs';

const root = `${import.meta.dirname}/..`;

test('what measures windows says that it lacks a Chromium, before it measures anything', async () => {
  const { code, output } = await run(process.execPath, ['bench/run.ts', '--only', 'start'], {
    cwd: root,
    env: { ...process.env, ODA_CHROMIUM: '/none/chromium' },
    output: 'capture',
  });
  expect(output).toContain('ODA_CHROMIUM names /none/chromium, and nothing is there.');
  expect(output).not.toContain('Machine:');
  expect(code).toBe(1);
});
