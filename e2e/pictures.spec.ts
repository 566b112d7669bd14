import type { Locator, Page } from 'playwright/test';
import { judgeScreen } from './harness/judge-screen.ts';
import type { GivenFile } from './harness/given-files.ts';
import { expect, test } from './test.ts';

/** A photograph, wider than high, with words of a camera in it. */
function photograph(page: Page): Promise<GivenFile> {
  return drawn(page, (context) => {
    context.fillStyle = '#d2691e';
    context.fillRect(0, 0, 1200, 800);
    context.fillStyle = '#fff8dc';
    context.arc(600, 400, 250, 0, 7);
    context.fill();
  });
}

/** By what is done in the page. */
async function drawn(
  page: Page,
  draw: (context: CanvasRenderingContext2D) => void,
): Promise<GivenFile> {
  const url = await page.evaluate(`(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1200, 800];
    (${draw.toString()})(canvas.getContext('2d'));
    return canvas.toDataURL('image/jpeg');
  })()`);
  if (typeof url !== 'string') throw new TypeError('no picture was drawn');
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
  const crop = page.getByRole('dialog', { name: words.pictures.crop });
  await expect(crop.getByRole('application')).toBeFocused();
  await judgeScreen(page, 'a picture that is cut');
  await page.keyboard.press('Escape');
  await expect(crop).toHaveCount(0);
  await expect(bora.card.panel.locator('img')).toHaveCount(0);
  await bora.card.choosePicture(await photograph(page));
  await crop.getByRole('button', { name: words.pictures.use }).click();
  await expect(crop).toHaveCount(0);
  await expect(bora.card.panel.locator('img')).toBeVisible();
  await expect(bora.card.panel.getByRole('alert')).toHaveCount(0);
  await judgeScreen(page, 'a card with a picture');
  await bora.composer.send('merhaba');
  const face = ayse.page.getByRole('log').locator('img').or(ayse.page.locator('main img')).first();
  await ayse.timeline.shows('merhaba', 'Bora');
  await expect(face).toBeVisible();
  await expect(face).toHaveJSProperty('naturalWidth', 168);
  await expect(face).toHaveJSProperty('naturalHeight', 168);
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
  await ayse.page.getByRole('button', { name: ayse.words.pictures.use }).click();
  await expect(ayse.hostPanel.panel.locator('img')).toBeVisible();
  await expect(bora.page.getByRole('navigation').locator('img').first()).toBeVisible();
});

/** Whether a picture that is shown is red at its left edge, in its middle, and at its right edge. */
function redIn(picture: Locator): Promise<boolean[]> {
  return picture.evaluate((image: HTMLImageElement) => {
    const canvas = document.createElement('canvas');
    const { naturalWidth: width, naturalHeight: height } = image;
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    return [4, width / 2, width - 5].map((x) => {
      const [red = 0, , blue = 0] = context?.getImageData(x, height / 2, 1, 1).data ?? [];
      return red > blue;
    });
  });
}

/** Red on the left, blue on the right. */
function flag(page: Page): Promise<GivenFile> {
  return drawn(page, (context) => {
    context.fillStyle = '#d00000';
    context.fillRect(0, 0, 600, 800);
    context.fillStyle = '#0000d0';
    context.fillRect(600, 0, 600, 800);
  });
}

test('which part of a picture is shown is chosen by keys alone', async ({ openTwo }) => {
  const { bora } = await openTwo();
  const { words, page } = bora;
  await bora.own.choose(words.status.card);
  const crop = page.getByRole('dialog', { name: words.pictures.crop });
  const face = bora.card.panel.locator('img');
  await bora.card.choosePicture(await flag(page));
  await expect(crop.getByRole('application')).toBeFocused();
  for (let each = 0; each < 3; each += 1) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Tab');
  await expect(crop.getByRole('slider', { name: words.pictures.zoom })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(crop).toHaveCount(0);
  await expect.poll(() => redIn(face)).toEqual([true, true, false]);
  await bora.card.choosePicture(await flag(page));
  await expect(crop.getByRole('application')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  for (let each = 0; each < 9; each += 1) await page.keyboard.press('+');
  for (let each = 0; each < 9; each += 1) await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('-');
  await page.keyboard.press('Enter');
  await expect(crop).toHaveCount(0);
  await expect.poll(() => redIn(face)).toEqual([false, false, false]);
});

test('a picture is pushed and enlarged under its frame by mouse, wheel and fingers', async ({
  openTwo,
}) => {
  const { ayse } = await openTwo();
  const { words, page } = ayse;
  await page.setViewportSize({ width: 400, height: 720 });
  await ayse.own.choose(words.status.card);
  await ayse.card.choosePicture(await flag(page));
  const crop = page.getByRole('dialog', { name: words.pictures.crop });
  const stage = crop.getByRole('application');
  await expect(stage).toBeFocused();
  await judgeScreen(page, 'a picture that is cut, in a narrow window');
  const zoom = crop.getByRole('slider', { name: words.pictures.zoom });
  const place = (await stage.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const middle = { x: place.x + place.width / 2, y: place.y + place.height / 2 };
  /** How far left of the frame the picture begins, in its sides. */
  const left = async () => {
    const box = (await stage.locator('img').boundingBox()) ?? { x: 0 };
    return Math.round((100 * (place.x - box.x)) / place.width) / 100;
  };
  await expect.poll(left).toBe(0.25);
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x - place.width / 10, middle.y);
  await expect.poll(left).toBe(0.35);
  await page.mouse.move(middle.x - place.width, middle.y);
  await page.mouse.up();
  await expect.poll(left).toBe(0.5);
  await page.mouse.move(middle.x, middle.y);
  await expect.poll(left).toBe(0.5);
  await page.mouse.move(place.x + 1, middle.y);
  await page.mouse.wheel(0, -200);
  await expect.poll(() => zoom.inputValue()).toBe('1.65');
  await expect.poll(left).toBeCloseTo(0.82, 1);
  const touch = await page.context().newCDPSession(page);
  const fingers = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
    touch.send('Input.dispatchTouchEvent', {
      type,
      touchPoints:
        type === 'touchEnd'
          ? []
          : [-apart, apart].map((x, id) => ({ x: middle.x + x, y: middle.y, id })),
    });
  await fingers('touchStart', 40);
  await fingers('touchMove', 60);
  await fingers('touchMove', 80);
  await fingers('touchEnd', 0);
  await expect.poll(() => zoom.inputValue()).toBe('3.3');
});
