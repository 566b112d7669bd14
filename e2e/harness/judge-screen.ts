import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';

/** What a screen must be in every language, theme and size: accessible, and no wider than itself. */
export async function judgeScreen(page: Page, name: string): Promise<void> {
  // Half-way through a fade the contrast is that of the fade.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );
  await draw(page, name);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  const found = violations.map(({ id, nodes }) => ({
    id,
    where: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
  }));
  expect.soft(found, `accessibility of ${name}`).toEqual([]);
  expect.soft(await tooWide(page), `what is too wide on ${name}`).toEqual([]);
}

/** Where `ODA_SHOTS` names a folder, a picture of every screen that is judged comes there. */
async function draw(page: Page, name: string): Promise<void> {
  const folder = process.env['ODA_SHOTS'];
  if (!folder) return;
  const look = await page.evaluate(() => [
    document.documentElement.lang,
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    `${window.innerWidth}x${window.innerHeight}`,
  ]);
  const file = [...look, name.replaceAll(/[^\w]+/g, '-')].join('-');
  await page.screenshot({ path: join(folder, `${file}.png`) });
}

/** The elements that make the page, or a part of it that scrolls, scroll sideways. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the page by ${root.scrollWidth}`);
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const overflow = getComputedStyle(element).overflowX;
      if (overflow !== 'auto' && overflow !== 'scroll') continue;
      if (element.scrollWidth > element.clientWidth + 1)
        found.push(`${element.tagName} ${element.className} by ${element.scrollWidth}`);
    }
    return found;
  });
}
