import { expect, hasLeft, isOnline, test } from './plain-test.ts';

test('R4.3 R4.4 R4.6 R0.4 R1.6 nc and a window chat, in Turkish letters', async ({
  openHost,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const nc = programs.nc(port);
  await nc.shows(/^Please enter your username: $/);
  nc.type('Gülşen');
  await nc.shows('You are connected to chatroom.\n');
  await nc.shows('Here now: Ayşe\n');
  await ayse.timeline.saysJoined('Gülşen');
  await isOnline(ayse, 'Gülşen', { guest: true });

  nc.type('İyi günler, ığdır ŞÖĞÜÇ');
  await ayse.timeline.showsOfGuest('İyi günler, ığdır ŞÖĞÜÇ', 'Gülşen');
  await ayse.composer.send('Hoş geldin, çayını içtin mi?');
  await nc.shows('<Ayşe> Hoş geldin, çayını içtin mi?\n');

  nc.type('Ayşe~yalnız sana');
  await ayse.conversations.openDirect('Gülşen');
  await ayse.timeline.showsOfGuest('yalnız sana', 'Gülşen');
  await ayse.composer.send('bu da yalnız sana');
  await nc.shows('[Ayşe] bu da yalnız sana\n');

  nc.type('exit');
  await nc.shows(/Goodbye!\n$/);
  await nc.ends();
  await hasLeft(ayse, 'Gülşen');
});

test('R4.4 R4.5 R1.3 R1.5 plain guests hear each other, and one that is gone blocks nobody', async ({
  openHost,
  programs,
}) => {
  const { ayse, port } = await openHost({ language: 'tr' });
  const [gulsen, cagri] = [programs.nc(port), programs.nc(port)];
  gulsen.type('Gülşen');
  await gulsen.shows('You are connected to chatroom.\n');
  cagri.type('gülşen');
  await cagri.shows(/taken.*\nPlease enter your username: $/);
  cagri.type('ayse');
  await cagri.shows(/taken.*\n.*taken.*\nPlease enter your username: $/);
  cagri.type('Çağrı');
  await cagri.shows('Here now: Ayşe, Gülşen\n');
  await gulsen.shows('* Çağrı added to the chat\n');
  await isOnline(ayse, 'Çağrı', { guest: true });

  gulsen.type('herkese merhaba');
  await cagri.shows('<Gülşen> herkese merhaba\n');
  gulsen.type('Ayşe~bunu yalnız sen görürsün');
  gulsen.type('/users');
  await gulsen.shows('Here now: Ayşe, Gülşen, Çağrı\n');

  await gulsen.stop();
  await cagri.shows(/\* Gülşen left the chat \(\d\d:\d\d\)\n$/);
  await hasLeft(ayse, 'Gülşen');
  cagri.type('hâlâ buradayım');
  await ayse.timeline.showsOfGuest('hâlâ buradayım', 'Çağrı');
  expect(cagri.printed).not.toContain('bunu yalnız sen görürsün');
  expect(gulsen.printed).not.toContain('<Gülşen>');
});

test('R4.6 R2.3 telnet and a window chat, in Turkish letters', async ({ openHost, programs }) => {
  const { ayse, port } = await openHost();
  const cagri = programs.nc(port);
  cagri.type('Çağrı');
  await cagri.shows('You are connected to chatroom.\n');
  const telnet = programs.terminal();
  // Typed in telnet, the second byte of a Ü counts for Ctrl+\ unless that key is free.
  await telnet.start(`stty quit undef; telnet 127.0.0.1 ${port}`);
  await telnet.shows('Please enter your username:');
  await telnet.type('Ümit');
  await telnet.shows('You are connected to chatroom.');
  await isOnline(ayse, 'Ümit', { guest: true });

  await telnet.type('ŞİMDİ üç öğün yazıyorum');
  await ayse.timeline.showsOfGuest('ŞİMDİ üç öğün yazıyorum', 'Ümit');
  // Its lines end with CR and LF.
  await cagri.shows('<Ümit> ŞİMDİ üç öğün yazıyorum\n');
  await ayse.composer.send('çok güzel');
  await telnet.shows('<Ayşe> çok güzel');
  await telnet.type('ayşe~yalnız sana');
  await ayse.conversations.openDirect('Ümit');
  await ayse.timeline.showsOfGuest('yalnız sana', 'Ümit');
  await ayse.composer.send('sana da');
  await telnet.shows('[Ayşe] sana da');

  await telnet.type('quit');
  await telnet.ends();
  await hasLeft(ayse, 'Ümit');
});

for (const options of [['-N'], ['-q', '2']]) {
  test(`R4.7 printf into nc ${options.join(' ')} enters, speaks and hears its answers`, async ({
    openHost,
    programs,
  }) => {
    const { ayse, port } = await openHost();
    const ali = programs.nc(port, ...options);
    ali.write('ali\nborudan selam\n/users\nson söz');
    await ali.ends();
    expect(ali.printed).toContain('You are connected to chatroom.\n');
    expect(ali.printed).toContain('Here now: Ayşe, ali\n');
    await ayse.timeline.showsOfGuest('borudan selam', 'ali');
    await ayse.timeline.showsOfGuest('son söz', 'ali');
    await hasLeft(ayse, 'ali');
  });
}

test('R2.5 a program that sends texts without a line end is understood', async ({
  openHost,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const ali = programs.nc(port);
  ali.write('ali');
  await ali.shows('You are connected to chatroom.\n');
  ali.write('sonu olmayan söz');
  await ayse.timeline.showsOfGuest('sonu olmayan söz', 'ali');
  ali.write('exit');
  await ali.shows('Goodbye!\n');
});

test('R0.4 R3.3 what looks like a command or a slip is said to nobody, an ordinary ~ to everyone', async ({
  openHost,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const ali = programs.nc(port);
  ali.type('ali');
  await ali.shows('You are connected to chatroom.\n');
  for (const line of ['/search_message sır', '@PM Ayşe', 'EXIT PM', '/group_message aile~sır']) {
    ali.type(line);
  }
  ali.type('Ayşee~sır');
  await ali.shows('Did you mean Ayşe?');
  ali.type('https://web.itu.edu.tr/~oktug/ 5~6 kişi');
  await ayse.timeline.showsOfGuest('https://web.itu.edu.tr/~oktug/ 5~6 kişi', 'ali');
  expect(ali.printed.split(' is not for guests')).toHaveLength(5);
});
