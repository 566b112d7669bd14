import { expect, hasLeft, isOnline, test } from './plain-test.ts';

const command = (name: string, message?: string): string =>
  JSON.stringify({ command: name, ...(message === undefined ? {} : { message }) });
const users = (...names: string[]): string => JSON.stringify({ command: 'users', users: names });

test('R0.11 bare JSON and a window chat: objects cut anywhere, and several in one write', async ({
  openHost,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const bora = programs.nc(port);
  bora.write(command('add_client', 'Bora'));
  await isOnline(ayse, 'Bora', { guest: true });
  // R0's own client asks so, and is told nothing of itself.
  bora.write(command('message', 'users'));
  await bora.shows(users('Ayşe', 'Bora'));
  expect(bora.printed).toBe(users('Ayşe', 'Bora'));

  const [whole, cut] = [command('users'), Buffer.from(command('message', 'everyone~ığdır şöğüç'))];
  // The answer to the first shows that the half of the second came with it, cut within a letter.
  const half = cut.indexOf(Buffer.from('ş')) + 1;
  bora.write(Buffer.concat([Buffer.from(command('add_client', 'Bora')), cut.subarray(0, half)]));
  await bora.shows(/SERVER~[^"]*already/);
  bora.write(Buffer.concat([cut.subarray(half), Buffer.from(whole)]));
  await ayse.timeline.showsOfGuest('ığdır şöğüç', 'Bora');
  const since = bora.printed.indexOf('already');
  await expect.poll(() => bora.printed.indexOf(users('Ayşe', 'Bora'), since)).toBeGreaterThan(0);

  const odd = 'a~b "tırnak" {ayraç} } \\ [ {';
  bora.write(command('message', 'everyone~bir') + command('message', `everyone~${odd}`));
  await ayse.timeline.showsOfGuest(odd, 'Bora');
  await ayse.timeline.showsOfGuest('bir', 'Bora');
  await ayse.composer.send(`sana da ${odd}`);
  await bora.shows(command('message', `Ayşe~[everyone] sana da ${odd}`));

  bora.write(command('message', 'Ayşe~yalnız sana'));
  await ayse.conversations.openDirect('Bora');
  await ayse.timeline.showsOfGuest('yalnız sana', 'Bora');
  await ayse.composer.send('merhaba Bora');
  await bora.shows(command('message', 'Ayşe~merhaba Bora'));
});

test('R0.11 R0.3 R0.10 W15 who comes by bare JSON hears of others who come and go', async ({
  openHost,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const [bora, cagri] = [programs.nc(port), programs.nc(port)];
  bora.write(command('add_client', ''));
  await bora.shows(/SERVER~[^"]+/);
  bora.write(command('add_client', 'Bora'));
  await isOnline(ayse, 'Bora', { guest: true });
  cagri.type('Çağrı');
  await bora.shows(command('message', 'SERVER~Çağrı added to the chat'));
  bora.write(command('users'));
  await bora.shows(users('Ayşe', 'Bora', 'Çağrı'));
  bora.write(command('message', 'Çağrı~selam'));
  await cagri.shows('[Bora] selam\n');
  cagri.type('Bora~sana da');
  await bora.shows(command('message', 'Çağrı~sana da'));
  await cagri.stop();
  await bora.shows(command('left', '[SERVER] Çağrı left the chat'));

  bora.write(command('left'));
  await bora.ends();
  expect(bora.printed).toMatch(/Goodbye!"}$/);
  await hasLeft(ayse, 'Bora');
});

test('R0.12 programs that take each read for one object hear all of a talking room, beside a busy loop', async ({
  openHost,
  programs,
}) => {
  const { port } = await openHost();
  programs.run('python3', '-c', 'while True: pass');
  const script = `${import.meta.dirname}/one-read-one-object.py`;
  const texts = Array.from({ length: 16 }, (_, at) => String(at));
  const names = ['Bora', 'Can', 'Çağrı'];
  const readers = programs.run('python3', script, String(port), String(texts.length), ...names);
  await expect.poll(() => readers.printed.split('\n').length - 1).toBe(names.length);
  // Some at once, the others as fast as the room takes them.
  const gulsen = programs.nc(port);
  gulsen.type('Gülşen');
  for (const text of texts) gulsen.type(text);
  const whole = { heard: texts.length, whole: true, problem: null };
  const results = () =>
    readers.printed
      .split('\n')
      .slice(names.length, -1)
      .map((line) => JSON.parse(line) as unknown);
  await expect.poll(results).toEqual(names.map((name) => ({ name, ...whole })));
});

test('R4.7 a pipe of bare JSON that ends its input enters, speaks and hears its answers', async ({
  openHost,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const bora = programs.nc(port, '-N');
  bora.write(command('add_client', 'Bora') + command('message', 'everyone~borudan'));
  bora.write(command('users'));
  await bora.ends();
  expect(bora.printed).toContain(users('Ayşe', 'Bora'));
  await ayse.timeline.showsOfGuest('borudan', 'Bora');
});
