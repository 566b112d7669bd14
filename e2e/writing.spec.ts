import { judgeScreen } from './harness/judge-screen.ts';
import { turnTo } from './pages/columns.ts';
import { expect, test } from './test.ts';

const formatted = [
  '**Yarın** 18:00, *salon* ya da ~~mutfak~~ balkon: `oda --port 4141`',
  '> Gelen var mı?',
  '> **Ben** gelirim.',
  '- ekmek',
  '- su',
  '  1. soğuk',
  '  2. ılık',
  '```',
  'for (const one of rooms) console.log(one.name, one.port, "a line that is longer than the place for it");',
  '```',
  'bkz. www.oda.example/a_b_c',
].join('\n');

const looks = (['en', 'tr'] as const).flatMap((language) => [
  { language, viewport: { width: 1280, height: 800 } },
  { language, viewport: { width: 400, height: 700 } },
]);

for (const options of looks) {
  const { language, viewport } = options;
  test(`a formatted message is accessible and fits in ${language} at ${viewport.width}`, async ({
    openPerson,
  }) => {
    const person = await openPerson(options);
    await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    await turnTo(person, 'conversation');
    await person.composer.send('düz yazı');
    await person.composer.send(formatted);
    await expect(person.timeline.log.locator('strong').first()).toHaveText('**Yarın**');
    await judgeScreen(person.page, 'a formatted message');
    const { emoji } = person.words;
    await person.page.getByRole('button', { name: emoji.title }).click();
    await expect(person.page.getByRole('gridcell').first()).toBeVisible();
    await expect(person.page.getByRole('combobox', { name: emoji.search })).toBeFocused();
    await judgeScreen(person.page, 'all emoji');
    await person.page.keyboard.type(language === 'tr' ? 'roket' : 'rocket');
    await expect(person.page.getByRole('gridcell', { selected: true })).toHaveText('🚀');
    await person.page.keyboard.press('Enter');
    await expect(person.composer.field).toBeFocused();
    await expect(person.composer.field).toHaveValue('🚀');
    await person.composer.field.pressSequentially(' :thumbs_u');
    await expect(person.commands.chosen).toContainText('👍');
    await person.page.keyboard.press('Enter');
    await expect(person.composer.field).toHaveValue('🚀 👍 ');
    await person.composer.field.pressSequentially(':smile:');
    await expect(person.composer.field).toHaveValue('🚀 👍 😄');
    await person.page.keyboard.press('ControlOrMeta+Z');
    await expect(person.composer.field).toHaveValue('🚀 👍 :smile:');
    await person.composer.field.fill('🚀 👍 ');
    await person.page.keyboard.press('Enter');
    await expect(person.timeline.message('🚀 👍')).toBeVisible();
    await judgeScreen(person.page, 'emoji alone');
  });
}

test('marks come by keys and can be undone; what is copied is what was typed', async ({
  openPerson,
}) => {
  const { page, welcome, composer, timeline, words } = await openPerson();
  await welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await composer.field.fill('good morning');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await page.keyboard.press('Control+b');
  await expect(composer.field).toHaveValue('good **morning**');
  await page.keyboard.press('Control+z');
  await expect(composer.field).toHaveValue('good morning');
  await composer.field.fill('');
  await composer.field.fill('> **a**\n> b\n\n- `c`\n\n```\nd\n```\n www.oda.example');
  await page.keyboard.press('Enter');
  const strong = timeline.log.locator('strong');
  await expect(strong).toBeVisible();
  // Before it is sent it stands in a row of its own, which goes with what was selected there.
  await expect(timeline.log.getByRole('img', { name: words.timeline.sent })).toBeVisible();
  const box = await strong.evaluate((element) => {
    const text = element.closest('[dir]') as HTMLElement;
    text.closest<HTMLElement>('[data-message]')?.focus();
    getSelection()?.selectAllChildren(text);
    return element.querySelector('[aria-hidden]')?.getBoundingClientRect().width;
  });
  expect(box).toBe(0);
  await page.keyboard.press('Control+c');
  await composer.field.focus();
  await page.keyboard.press('Control+v');
  await expect(composer.field).toHaveValue(
    '> **a**\n> b\n\n- `c`\n\n```\nd\n```\n www.oda.example',
  );
});

test('three clicks copy a whole line as it was typed, and several messages all that was typed in them', async ({
  openPerson,
}) => {
  const { page, welcome, composer, timeline } = await openPerson();
  await welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  const texts = [
    '**a** plain one',
    '- first\n- second',
    ' led by a blank',
    '```\nx = 1\ny = 2\n```',
    'last',
  ];
  for (const text of texts) {
    await composer.field.fill(text);
    await composer.field.press('Enter');
  }
  await expect(timeline.log.getByText('last')).toBeVisible();
  await expect(timeline.sending).toHaveCount(0);
  const pasted = async () => {
    await page.keyboard.press('Control+c');
    await composer.field.fill('');
    await composer.field.press('Control+v');
    return composer.field.inputValue();
  };
  for (const [word, whole] of [
    ['plain one', '**a** plain one'],
    ['second', '- second'],
    ['led by a blank', ' led by a blank'],
    ['x = 1', 'x = 1'],
  ] as const) {
    await timeline.log.getByText(word).last().click({ clickCount: 3 });
    expect((await pasted()).replace(/\n$/, '')).toBe(whole);
  }
  await page.evaluate(() => {
    const all = [...document.querySelectorAll('[role="log"] [data-typed]')];
    const [first, last] = [all[0], all.at(-1)];
    if (first && last) getSelection()?.setBaseAndExtent(first, 0, last, last.childNodes.length);
  });
  await timeline.log.focus();
  expect(await pasted()).toBe(texts.join('\n'));
});

test('a long message that is unfolded stays where it is, and the end is followed again from there', async ({
  openPerson,
}) => {
  const { page, welcome, composer, timeline, words } = await openPerson();
  await welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  for (let i = 0; i < 8; i += 1) await composer.send(`message ${i}`);
  const lines = Array.from({ length: 80 }, (_, i) => `line ${i}`);
  await composer.field.fill(lines.join('\n'));
  await composer.field.press('Enter');
  const more = page.getByRole('button', { name: words.timeline.showMore });
  await expect(more).toBeInViewport();
  // Its row is another one when the room has it.
  await expect(timeline.sending).toHaveCount(0);
  const first = timeline.log.getByText('line 0', { exact: false }).first();
  const top = async () => (await first.boundingBox())?.y;
  const before = await top();
  await more.click();
  const less = page.getByRole('button', { name: words.timeline.showLess });
  await expect(less).toBeAttached();
  await expect(less).not.toBeInViewport();
  expect(await top()).toBe(before);
  await less.click();
  await expect(more).toBeInViewport();
});

test('of a megabyte that is pasted so much stands there as one can type in, which is said, and the app goes on', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { composer, page } = ayse;
  await composer.field.fill('merhaba ');
  await page.evaluate(async () => navigator.clipboard.writeText('x'.repeat(1024 * 1024)));
  await page.keyboard.press('Control+v');
  await expect(page.getByRole('alert').filter({ hasText: '948,584' })).toBeVisible();
  expect(await composer.field.inputValue()).toHaveLength(100_000);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '8000' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(composer.field).toHaveValue('merhaba ');
  await composer.send('merhaba Bora');
  await bora.timeline.shows('merhaba Bora', 'Ayşe');
});

test('of a text that is dropped so much stands there as the field takes, and what is left out is said', async ({
  openPerson,
}) => {
  const { page, welcome, composer, timeline, words } = await openPerson();
  await welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await composer.send('0123456789');
  await timeline.showsSent('0123456789');
  const alert = page.getByRole('alert');
  const text = timeline.log.getByText('0123456789');
  const position = { x: 9, y: 9 };
  const drop = async () => {
    await text.click({ clickCount: 2, position });
    await text.hover({ position });
    await page.mouse.down();
    await composer.field.hover();
    await composer.field.hover({ position });
    await page.mouse.up();
  };
  await composer.field.fill('x'.repeat(99_996));
  await drop();
  await expect(alert.filter({ hasText: /\b4\b.*\b6\b/ })).toBeVisible();
  expect(await composer.field.inputValue()).toHaveLength(100_000);
  await drop();
  await expect(alert.filter({ hasText: words.composer.dropNone })).toBeVisible();
  await composer.field.press('Backspace');
  await expect(alert.filter({ hasText: words.composer.dropNone })).toBeHidden();
});
