import { expect, type Page } from 'playwright/test';
import type { Screen } from './screen.ts';

/** A window this narrow shows one column at a time. */
export function isNarrow(page: Page): boolean {
  return (page.viewportSize()?.width ?? 1280) < 640;
}

/** In a narrow window goes to the list, or to the conversation, by the keys and buttons a person has. */
export async function turnTo({ page, words }: Screen, column: 'list' | 'conversation') {
  if (!isNarrow(page)) return;
  const list = page.getByRole('navigation', { name: words.conversations.list });
  const main = page.locator('main');
  // Details lie over both.
  if (!(await list.isVisible()) && !(await main.isVisible())) {
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await list.isVisible()) || main.isVisible()).toBe(true);
  }
  if (column === 'list' && !(await list.isVisible())) {
    await page.getByRole('button', { name: words.conversations.back, exact: true }).click();
    await list.waitFor();
  }
  if (column === 'conversation' && !(await main.isVisible())) {
    await list.locator('[aria-current]').first().click();
    await main.waitFor();
  }
}

/** Presses a button of the conversation's header, or what stands in its place behind the three dots. */
export async function pressInHeader(screen: Screen, button: string, item: string): Promise<void> {
  const { page, words } = screen;
  await turnTo(screen, 'conversation');
  const own = page.getByRole('button', { name: button, exact: true });
  const main = page.getByRole('main');
  // Messages have one too.
  const more = main.getByRole('button', { name: words.timeline.moreActions, exact: true }).first();
  // The header comes with its conversation, and that with the room.
  await own.or(more).first().waitFor();
  if (await own.isVisible()) return own.click();
  await more.click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}
