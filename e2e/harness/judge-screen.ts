import { join } from 'node:path';
import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What a screen must be in every language, theme and size: accessible, and no wider than itself. Both
 * themes are looked at; nothing but the colours differs between them.
 */
export async function judgeScreen(page: Page, name: string): Promise<void> {
  await isDrawn(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await settled(page);
  await draw(page, name);
  await judgeAccess(page, tags, name);
  await judgeFit(page, name);
  const text = await page.locator('body').innerText();
  expect.soft(text, `a text with a hole on ${name}`).not.toContain('{{');
  // No colour depends on the language.
  const isSeenDark = (await page.evaluate(() => document.documentElement.lang)) === 'en';
  if (!isSeenDark && !process.env['ODA_SHOTS']) return;
  await page.emulateMedia({ colorScheme: 'dark' });
  await settled(page);
  await draw(page, name);
  await judgeAccess(page, ['color-contrast'], `${name} in the dark`);
}

/** @param rules names of rules, or tags of several */
async function judgeAccess(page: Page, rules: string[], name: string): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  // A menu stands above the page, in no landmark of it.
  const hasMenu = (await page.getByRole('menu').count()) > 0;
  const options: RunOptions = {
    runOnly: rules,
    resultTypes: ['violations'],
    ...(hasMenu ? { rules: { region: { enabled: false } } } : {}),
  };
  const { violations } = await page.evaluate((asked) => window.axe.run(asked), options);
  const found = violations.map(({ id, nodes }) => ({
    id,
    where: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
  }));
  expect.soft(found, `accessibility of ${name}`).toEqual([]);
}

/** Before, a page has no more than a field for what is typed early, or says that it opens. */
async function isDrawn(page: Page): Promise<void> {
  await expect(page.locator('#typed-early')).toHaveCount(0);
  await expect(page.locator('h1')).not.toHaveCount(0);
}

/** Half-way through a fade the contrast is that of the fade, and a panel is not yet at its place. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // What follows from the window's width is drawn then.
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    const moving = document.getAnimations().map((one) => one.finished.catch(() => {}));
    await Promise.all(moving);
  });
}

/** Nothing scrolls sideways, every control can be seen whole and lies on no other, and no text is longer than its place. */
export async function judgeFit(page: Page, name: string): Promise<void> {
  await settled(page);
  expect.soft(await tooWide(page), `what is too wide on ${name}`).toEqual([]);
  expect.soft(await clipped(page), `what is cut off on ${name}`).toEqual([]);
  expect.soft(await overlapping(page), `controls on one another on ${name}`).toEqual([]);
  expect.soft(await spilled(page), `texts longer than their place on ${name}`).toEqual([]);
}

/** If `ODA_SHOTS` names a folder, a picture of every screen that is judged comes there. */
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

/** Controls of which the window, or a part that does not scroll, cuts something off at a side. */
function clipped(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = 'button, input, textarea, select, [role="switch"], [role="tab"]';
    const found: string[] = [];
    for (const control of document.querySelectorAll<HTMLElement>(controls)) {
      const own = control.getBoundingClientRect();
      // What is there for readers alone is a point.
      if (own.width <= 2 || !control.checkVisibility({ visibilityProperty: true })) continue;
      let [left, right] = [0, window.innerWidth];
      for (let around = control.parentElement; around; around = around.parentElement) {
        const overflow = getComputedStyle(around).overflowX;
        if (overflow === 'visible') continue;
        // One can scroll there; what makes it scroll sideways is found apart.
        if (overflow === 'auto' || overflow === 'scroll') break;
        const box = around.getBoundingClientRect();
        [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      }
      if (own.left >= left - 1 && own.right <= right + 1) continue;
      const words = control.getAttribute('aria-label') ?? control.textContent;
      found.push(`${control.tagName} "${words}" from ${own.left} to ${own.right}`);
    }
    return found;
  });
}

/** Controls that lie on one another though neither was taken out of the line to do so. */
function overlapping(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Seen = { control: HTMLElement; plane: Element | null; box: DOMRect };
    const controls = 'button, input, textarea, select, [role="switch"], [role="tab"]';
    const seen = [...document.querySelectorAll<HTMLElement>(controls)].flatMap((control) => {
      const box = shownBox(control);
      return box ? [{ control, plane: planeOf(control), box } satisfies Seen] : [];
    });
    return seen.flatMap((one, at) =>
      seen
        .slice(at + 1)
        .filter((other) => one.plane === other.plane && isOn(one, other))
        .map((other) => `${nameOf(one)} and ${nameOf(other)}`),
    );

    /** What was taken out of the line, as a menu or a panel above others, is compared with what is in it alone. */
    function planeOf(control: Element): Element | null {
      let around: Element | null = control;
      while (around && !['absolute', 'fixed', 'sticky'].includes(getComputedStyle(around).position))
        around = around.parentElement;
      return around;
    }

    /** The part of it that is not scrolled away; undefined if there is none. */
    function shownBox(control: HTMLElement): DOMRect | undefined {
      if (!control.checkVisibility({ visibilityProperty: true })) return undefined;
      let { left, top, right, bottom } = control.getBoundingClientRect();
      for (let around = control.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue;
        const box = around.getBoundingClientRect();
        [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
        [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      }
      // What is there for readers alone is a point.
      if (right - left <= 2 || bottom - top <= 2) return undefined;
      return new DOMRect(left, top, right - left, bottom - top);
    }

    function isOn({ control: one, box: a }: Seen, { control: other, box: b }: Seen): boolean {
      if (one.contains(other) || other.contains(one)) return false;
      const isBeside = a.right <= b.left + 1 || b.right <= a.left + 1;
      return !isBeside && a.bottom > b.top + 1 && b.bottom > a.top + 1;
    }

    function nameOf({ control }: Seen): string {
      return `${control.tagName} "${control.getAttribute('aria-label') ?? control.textContent}"`;
    }
  });
}

/** Texts that go beyond the place where they stand and were not meant to be cut by three dots. */
function spilled(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const element = text.parentElement;
      // Some fonts draw one emoji as several: no text of ours.
      if (!element || !/\p{L}/u.test(text.textContent ?? '')) continue;
      // The blank at which a line breaks hangs over its end, and nothing is cut by that.
      if (element.scrollWidth <= element.clientWidth + 1) continue;
      const own = element.getBoundingClientRect();
      // What is there for readers alone is a point, and what stands in a line has no width of its own.
      if (element.clientWidth <= 2 || !element.checkVisibility({ visibilityProperty: true }))
        continue;
      const { textOverflow, overflowX } = getComputedStyle(element);
      if (textOverflow === 'ellipsis' || overflowX === 'auto' || overflowX === 'scroll') continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const { left, right } = range.getBoundingClientRect();
      if (left >= own.left - 1 && right <= own.right + 1) continue;
      const by = Math.round(Math.max(own.left - left, right - own.right));
      found.push(`${element.tagName} ${element.className} "${text.textContent}" by ${by}`);
    }
    return found;
  });
}
