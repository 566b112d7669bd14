import type { Locator } from 'playwright/test';
import { expect, test } from './test.ts';
import { Burst } from './harness/burst.ts';
import type { Person } from './pages/person.ts';

/** Two people who have said what the tests look for. */
async function talk({ ayse, bora }: { ayse: Person; bora: Person }): Promise<[Person, Person]> {
  for (const text of ['selam', 'sel geliyor', 'İSTANBUL’a yarın gidiyorum'])
    await ayse.composer.send(text);
  // What is said at both ends at once has no order of its own.
  await expect(ayse.timeline.sending).toHaveCount(0);
  await bora.composer.send('selin de gelecek, sanırım');
  await ayse.timeline.shows('selin de gelecek, sanırım', 'Bora');
  await bora.timeline.shows('İSTANBUL’a yarın gidiyorum', 'Ayşe');
  return [ayse, bora];
}

test('R0.6 search finds a part of a word and a single letter, newest first', async ({
  openTwo,
}) => {
  const [ayse] = await talk(await openTwo());
  await ayse.search.openHere();
  await ayse.search.field.fill('sel');
  await expect(ayse.search.hits).toHaveCount(3);
  await expect(ayse.search.hits.nth(0)).toContainText('selin de gelecek');
  await expect(ayse.search.hits.nth(0)).toContainText('Bora');
  await expect(ayse.search.hits.nth(2)).toContainText('selam');
  await ayse.search.field.fill('y');
  await expect(ayse.search.hits).toHaveCount(2);
});

test('R0.6 neither case nor Turkish letters hide a hit', async ({ openTwo }) => {
  const [ayse, bora] = await talk(await openTwo());
  await ayse.search.openHere();
  for (const words of ['istanbul', 'ISTANBUL', 'ıstanbul', 'İstanbul'])
    await expectOneHit(ayse, words, 'İSTANBUL’a yarın');
  await bora.search.openHere();
  for (const words of ['sanirim', 'SANIRIM', 'sanırım'])
    await expectOneHit(bora, words, 'selin de gelecek');
});

async function expectOneHit(person: Person, words: string, text: string): Promise<void> {
  await person.search.field.fill('');
  await expect(person.search.hits).toHaveCount(0);
  await person.search.field.fill(words);
  await expect(person.search.hits).toHaveCount(1);
  await expect(person.search.hits).toContainText(text);
}

test('R0.7 all that was said by one person, and between days', async ({ openTwo }) => {
  const [ayse] = await talk(await openTwo());
  await ayse.search.openEverywhere();
  await ayse.search.field.fill('from:Bora sel');
  await expect(ayse.search.hits).toHaveCount(1);
  await expect(ayse.search.hits).toContainText('selin de gelecek');
  await ayse.search.field.fill('sel before:2020-01-01');
  await expect(ayse.search.hits).toHaveCount(0);
  await ayse.search.field.fill('sel after:2020-01-01');
  await expect(ayse.search.hits).toHaveCount(3);
});

test('R0.6 R3.7 a hit is jumped to in its context', async ({ openTwo }) => {
  const [ayse] = await talk(await openTwo());
  await ayse.conversations.openDirect('Bora');
  await ayse.search.openEverywhere();
  await ayse.search.field.fill('sel geliyor');
  await ayse.search.hits.first().click();
  await ayse.timeline.shows('sel geliyor');
  await ayse.timeline.shows('selam');
});

test('Enter steps through the hits, each of which is seen marked while the search stays open', async ({
  openTwo,
}) => {
  const [ayse, bora] = await talk(await openTwo());
  // What means one has a bar beside it, and is marked all the same.
  await bora.composer.send('@Ayşe sel bitti');
  await ayse.timeline.shows('@Ayşe sel bitti', 'Bora');
  await ayse.conversations.openDirect('Bora');
  await ayse.search.openEverywhere();
  await ayse.search.field.fill('sel');
  await expect(ayse.search.hits).toHaveCount(4);
  const { keyboard } = ayse.page;
  for (const text of ['@Ayşe sel bitti', 'selin de gelecek, sanırım', 'sel geliyor', 'selam']) {
    await keyboard.press('Enter');
    await expect(ayse.search.chosen).toContainText(text);
    await expect(ayse.timeline.message(text)).toBeInViewport();
    await expect.poll(() => markOf(ayse.timeline.message(text))).toBe('seen');
    await expect(ayse.search.field).toBeFocused();
  }
  await keyboard.press('Shift+Enter');
  await expect(ayse.search.chosen).toContainText('sel geliyor');
  await keyboard.press('Escape');
  await expect(ayse.search.panel).toBeHidden();
  await expect(ayse.composer.field).toBeFocused();
});

test('at 400 pixels Enter leads to the hit itself, and however often it is pressed it sends nothing', async ({
  openTwo,
}) => {
  const [ayse] = await talk(await openTwo());
  const { page, composer, search, timeline } = ayse;
  await composer.field.fill('half a thought');
  const sent = await timeline.messages.count();
  await page.setViewportSize({ width: 400, height: 800 });
  const pressed = async (text: string) => {
    await page.keyboard.press('Enter');
    await expect(search.panel).toBeHidden();
    await expect(timeline.message(text)).toBeFocused();
    // As on any message: to who said it, and back.
    await page.keyboard.press('Enter');
    await expect(timeline.message(text)).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(timeline.message(text)).toBeFocused();
  };
  await search.openHere();
  await search.field.fill('sel');
  await expect(search.hits).toHaveCount(3);
  await pressed('selin de gelecek, sanırım');
  await search.openHere();
  await pressed('sel geliyor');
  await search.openHere();
  await pressed('selam');
  // In another conversation, without waiting for anything in between, as somebody in a hurry does.
  await ayse.conversations.openDirect('Bora');
  await composer.field.fill('another thought');
  await search.openEverywhere();
  await search.field.fill('geliyor');
  const burst = await Burst.on(page);
  await burst.slow(20);
  for (let count = 0; count < 5; count += 1) burst.press('Enter');
  await burst.sent();
  await burst.slow(1);
  await ayse.conversations.openEveryone();
  await expect(timeline.messages).toHaveCount(sent);
  await expect(composer.field).toHaveValue('half a thought');
  await ayse.conversations.openDirect('Bora');
  await expect(composer.field).toHaveValue('another thought');
  await expect(composer.field).toBeFocused();
  await expect(timeline.messages).toHaveCount(0);
});

test('at 1280 pixels Enter in the search sends nothing that stands in the composer', async ({
  openTwo,
}) => {
  const [ayse] = await talk(await openTwo());
  await ayse.composer.field.fill('half a thought');
  const sent = await ayse.timeline.messages.count();
  await ayse.search.openHere();
  await ayse.search.field.fill('sel');
  for (const text of ['selin de gelecek, sanırım', 'sel geliyor', 'selam', 'selam']) {
    await ayse.page.keyboard.press('Enter');
    await expect(ayse.search.chosen).toContainText(text);
    await expect(ayse.search.field).toBeFocused();
  }
  await expect(ayse.timeline.messages).toHaveCount(sent);
  await expect(ayse.composer.field).toHaveValue('half a thought');
});

/** Whether what lies below the whole of a message is drawn: nothing moves in these windows. */
function markOf(message: Locator): Promise<'seen' | 'not seen'> {
  return message.evaluate((row) => {
    const { backgroundColor, opacity, width } = getComputedStyle(row, '::before');
    const isWhole = Number.parseFloat(width) >= row.clientWidth - 1;
    const isDrawn = opacity === '1' && backgroundColor !== 'rgba(0, 0, 0, 0)';
    return isWhole && isDrawn ? 'seen' : 'not seen';
  });
}
