import type { Person } from '../pages/person.ts';
import { expect, test } from './electron-test.ts';

test('a link that Oda is started with stands where one joins, and so do later ones', async ({
  sitDown,
  newDesk,
}) => {
  const { person, desk, dataFolder } = await sitDown({ args: ['oda://invite/early'] });
  const { address } = person.welcome;
  await expect(address).toHaveValue('oda://invite/early');
  const { desk: second } = newDesk({ dataFolder, args: ['oda://invite/late'] });
  await second.launch();
  expect(await second.exited()).toBe(0);
  await expect(address).toHaveValue('oda://invite/late');
  await desk.call({ is: 'app-event', event: 'open-url', args: ['oda://invite/from-macos'] });
  await expect(address).toHaveValue('oda://invite/from-macos');
  await desk.call({ is: 'app-event', event: 'open-url', args: ['https://example.com/'] });
  await expect.poll(() => desk.did('front').length).toBe(3);
});

test('a link to a message leads there: at the start, while Oda runs, and as macOS hands it on', async ({
  sitDown,
  newDesk,
}) => {
  const { person, desk, dataFolder } = await sitDown();
  await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await person.composer.send('the door is 5678');
  const link = await linkTo(person, 'the door is 5678');
  await person.fillScreen();
  await expect(person.timeline.changed('the door is 5678')).not.toBeInViewport();

  const { desk: second } = newDesk({ dataFolder, args: [link] });
  await second.launch();
  expect(await second.exited()).toBe(0);
  await expect(person.timeline.changed('the door is 5678')).toBeInViewport();
  await expect.poll(() => desk.did('front').length).toBe(1);

  await person.composer.send('back at the end');
  await expect(person.timeline.changed('the door is 5678')).not.toBeInViewport();
  await desk.call({ is: 'app-event', event: 'open-url', args: [link] });
  await expect(person.timeline.changed('the door is 5678')).toBeInViewport();
  await expect.poll(() => desk.did('front').length).toBe(2);

  await desk.call({ is: 'quit' });
  expect(await desk.exited()).toBe(0);
  await desk.close();
  const { person: again } = await sitDown({ dataFolder, args: [link] });
  await expect(again.timeline.changed('the door is 5678')).toBeInViewport();
});

test('a link to a message that is not here says so and leads nowhere', async ({ sitDown }) => {
  const { person, desk } = await sitDown();
  await person.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
  await person.composer.send('still here');
  const link = await linkTo(person, 'still here');
  await desk.call({ is: 'app-event', event: 'open-url', args: [link.replace(/\d+$/, '999')] });
  await expect(person.page.getByText(person.words.refusal['link-not-here'])).toBeVisible();
  const elsewhere = link.replace(/message\/[^/]+/, 'message/room-room-room-r');
  await desk.call({ is: 'app-event', event: 'open-url', args: [elsewhere] });
  await expect(person.page.getByText(person.words.refusal['link-other-room'])).toBeVisible();
  await expect(person.timeline.changed('still here')).toBeVisible();
});

/** As the menu of the message copies it. */
async function linkTo(person: Person, text: string): Promise<string> {
  await person.timeline.choose(text, person.words.timeline.copyLink);
  await person.composer.field.focus();
  await person.page.keyboard.press('ControlOrMeta+V');
  await expect(person.composer.field).toHaveValue(/^oda:\/\/message\//);
  const link = await person.composer.field.inputValue();
  await person.composer.field.fill('');
  return link;
}
