import { expect, type Locator } from 'playwright/test';

/** Presses Tab until something has the focus, as somebody without a mouse does. */
export async function tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(async () => {
    await target.page().keyboard.press(key);
    await expect(target).toBeFocused({ timeout: 100 });
    // What one tabs to may go by itself after a while: no pause between two keys.
  }).toPass({ intervals: [0] });
}
