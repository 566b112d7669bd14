import type { Page } from 'playwright/test';
import { judgeScreen } from './harness/judge-screen.ts';
import type { GivenFile } from './harness/given-files.ts';
import { expect, test } from './test.ts';

/** A photograph, wider than high, with words of a camera in it. */
async function photograph(page: Page): Promise<GivenFile> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1200, 800];
    const context = canvas.getContext('2d');
    if (context) {
      context.fillStyle = '#d2691e';
      context.fillRect(0, 0, 1200, 800);
      context.fillStyle = '#fff8dc';
      context.arc(600, 400, 250, 0, 7);
      context.fill();
    }
    return canvas.toDataURL('image/jpeg');
  });
  const buffer = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  return { name: 'ben.jpg', mimeType: 'image/jpeg', buffer };
}

const svg: GivenFile = {
  name: 'ben.png',
  mimeType: 'image/png',
  buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
};

test('a member’s picture stands where the name does, for all, until it is taken away', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { words, page } = bora;
  await bora.own.choose(words.status.card);
  await bora.card.choosePicture(svg);
  await expect(bora.card.panel.getByRole('alert')).toHaveText(words.refusal['no-picture']);
  await bora.card.choosePicture(await photograph(page));
  await expect(bora.card.panel.locator('img')).toBeVisible();
  await expect(bora.card.panel.getByRole('alert')).toHaveCount(0);
  await judgeScreen(page, 'a card with a picture');
  await bora.composer.send('merhaba');
  const face = ayse.page.getByRole('log').locator('img').or(ayse.page.locator('main img')).first();
  await ayse.timeline.shows('merhaba', 'Bora');
  await expect(face).toBeVisible();
  const size = await face.evaluate((image: HTMLImageElement) => [
    image.naturalWidth,
    image.naturalHeight,
  ]);
  expect(size).toEqual([168, 168]);
  await bora.card.panel.getByRole('button', { name: words.pictures.remove, exact: true }).click();
  await expect(ayse.page.locator('img')).toHaveCount(0);
});

test('the host gives the room a picture, and members see it among their rooms', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.hostPanel.open();
  await ayse.hostPanel.tab('options').click();
  await ayse.hostPanel.choosePicture(await photograph(ayse.page));
  await expect(ayse.hostPanel.panel.locator('img')).toBeVisible();
  await expect(bora.page.getByRole('navigation').locator('img').first()).toBeVisible();
});
