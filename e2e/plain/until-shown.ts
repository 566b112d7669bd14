import { expect } from 'playwright/test';

/** Waits until a program shows a text, or what fits a pattern; fails with all that it shows. */
export async function untilShown(
  read: () => string | Promise<string>,
  text: string | RegExp,
): Promise<void> {
  const found =
    typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text);
  await expect.poll(read, { intervals: [50, 100, 200] }).toEqual(found);
}
