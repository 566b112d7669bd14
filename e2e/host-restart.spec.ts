import { expect, test } from './test.ts';

test('W8 W9 the host stops and starts again: both are back and nothing is lost', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.composer.send('before the break');
  await bora.timeline.shows('before the break');

  await ayse.stop();
  await expect(bora.room.railRoom('Mutfak')).not.toHaveAccessibleName(
    new RegExp(bora.words.rooms.state_live),
  );
  // Written while nobody listens: it waits and goes out by itself.
  await bora.composer.send('written meanwhile');
  await bora.timeline.shows('written meanwhile');
  await bora.composer.send('taken back');
  const { timeline: words } = bora.words;
  await bora.timeline.choose('taken back', words.deleteMessage);
  await bora.page.getByRole('dialog').getByRole('button', { name: words.delete }).click();
  await expect(bora.timeline.message('taken back')).toHaveCount(0);
  await bora.composer.changeLast('written meanwhile', ', and changed');
  await bora.timeline.shows('written meanwhile, and changed');

  await ayse.start();
  await ayse.room.isShown('Mutfak');
  await bora.room.retry();
  await bora.timeline.showsSent('written meanwhile, and changed');
  await ayse.timeline.shows('before the break', 'Ayşe');
  await ayse.timeline.shows('written meanwhile, and changed', 'Bora');
  await ayse.composer.send('after it');
  await bora.timeline.shows('after it', 'Ayşe');
  await expect(bora.timeline.messages).toHaveCount(3);
});

test('what was changed of a message that was deleted meanwhile is told, and its words can be copied', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { timeline: words } = ayse.words;
  await bora.composer.send('two');
  await ayse.timeline.shows('two', 'Bora');
  await ayse.stop();
  await bora.timeline.shows('two');
  await expect(bora.room.railRoom('Mutfak')).not.toHaveAccessibleName(
    new RegExp(bora.words.rooms.state_live),
  );
  await bora.composer.changeLast('two', ' and a story');
  await expect(bora.timeline.changed('two and a story')).toBeVisible();
  await bora.loseApp();
  await ayse.start();
  await ayse.room.isShown('Mutfak');
  await ayse.timeline.choose('two', words.deleteMessage);
  await ayse.page.getByRole('dialog').getByRole('button', { name: words.delete }).click();
  await expect(ayse.timeline.changed('two')).toHaveCount(0);
  await bora.start();
  await bora.room.isShown('Mutfak');
  const told = bora.timeline.log.getByRole('alert');
  await expect(told).toContainText('two and a story');
  await told.getByRole('button', { name: words.copy }).click();
  await told.getByRole('button', { name: words.delete }).click();
  await expect(told).toHaveCount(0);
  await expect(bora.composer.field).toHaveValue('');
  await bora.composer.field.focus();
  await bora.page.keyboard.press('ControlOrMeta+V');
  await expect(bora.composer.field).toHaveValue('two and a story');
});

test('W6 what was acknowledged survives the power of the host', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  for (let count = 1; count <= 5; count++) {
    await bora.composer.send(`message ${count}`);
    await bora.timeline.showsSent(`message ${count}`);
  }
  await ayse.loseApp();
  await ayse.start();
  await ayse.room.isShown('Mutfak');
  for (let count = 1; count <= 5; count++) await ayse.timeline.shows(`message ${count}`, 'Bora');
});

test('W4 W6 changes survive the power of the host, and those that wait the power of the member, and are made once', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  const { timeline: words } = bora.words;
  for (const text of ['elma', 'armut', 'kiraz']) await bora.composer.send(text);
  await bora.timeline.react('armut', '❤️');
  await bora.timeline.choose('armut', words.pin);
  await bora.timeline.choose('elma', words.deleteMessage);
  await bora.page.getByRole('dialog').getByRole('button', { name: words.delete }).click();
  await expect(bora.page.getByRole('dialog')).toHaveCount(0);
  await bora.composer.changeLast('kiraz', ' suyu');
  await expect(ayse.timeline.changed('kiraz suyu')).toBeVisible();
  await ayse.loseApp();

  // Nobody listens: both wait on the disk.
  await bora.timeline.react('kiraz suyu', '❤️');
  await bora.composer.changeLast('kiraz suyu', 'na bak');
  await expect(bora.timeline.changed('kiraz suyuna bak')).toBeVisible();
  await bora.loseApp();
  await ayse.start();
  await ayse.room.isShown('Mutfak');
  await expect(ayse.timeline.changed('kiraz suyu')).toBeVisible();
  await expect(ayse.timeline.reaction('armut')).toHaveAttribute('aria-label', '❤️ 1: Bora');
  await expect(ayse.page.getByRole('region', { name: words.pinned })).toContainText('armut');
  await expect(ayse.timeline.changed('elma')).toHaveCount(0);

  await bora.start();
  await bora.room.isShown('Mutfak');
  for (const person of [ayse, bora]) {
    await expect(person.timeline.changed('kiraz suyuna bak')).toBeVisible();
    await expect(person.timeline.reaction('kiraz suyuna bak')).toHaveAttribute(
      'aria-label',
      /^❤️ 1: /u,
    );
  }
});

test('R1.6 R3.6 a host who closes the room says so to everybody', async ({ openTwo }) => {
  const { ayse, bora } = await openTwo();
  await ayse.room.disconnect('Mutfak');
  await expect(bora.page.getByText(bora.words.refusal['room-closed'])).toBeVisible();
});

test('a host who closed the room is offered that one first, and the members come back by themselves', async ({
  openTwo,
}) => {
  const { ayse, bora } = await openTwo();
  await ayse.composer.send('before the break');
  await bora.timeline.shows('before the break');
  await ayse.room.disconnect('Mutfak');
  await expect(bora.page.getByText(bora.words.refusal['room-closed'])).toBeVisible();
  await bora.composer.send('written meanwhile');

  await expect(ayse.welcome.roomName).toBeHidden();
  await ayse.welcome.openHosted('Mutfak').click();
  await ayse.room.isShown('Mutfak');
  await bora.timeline.showsSent('written meanwhile');
  await ayse.timeline.shows('before the break', 'Ayşe');
  await ayse.timeline.shows('written meanwhile', 'Bora');
});

test('members wait out another room that took the port, and are back with theirs', async ({
  openTwo,
}) => {
  const { ayse, bora, port } = await openTwo();
  await ayse.room.disconnect('Mutfak');
  await ayse.welcome.host({ name: 'Ayşe', roomName: 'Bahçe', port });
  // Between two tries; both keys are shown then.
  await expect(bora.page.getByText(bora.words.roomKey.stopTitle)).toBeVisible();
  await bora.composer.send('written meanwhile');

  await ayse.room.disconnect('Bahçe');
  await ayse.welcome.openRoom('Mutfak').click();
  await ayse.room.isShown('Mutfak');
  await bora.room.retry();
  await bora.timeline.showsSent('written meanwhile');
  await ayse.timeline.shows('written meanwhile', 'Bora');
});
