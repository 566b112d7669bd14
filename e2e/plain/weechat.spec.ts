import { expect, hasLeft, isOnline, test } from './plain-test.ts';

test('W15 weechat and a window chat, in Turkish letters', async ({ openHost, programs }) => {
  const { ayse, port } = await openHost();
  const weechat = await programs.weechat({ port, nick: 'Işıl' });
  await isOnline(ayse, 'Işıl', { guest: true });
  await weechat.type('/join #oda');
  await weechat.shows(/Topic for #oda is "Mutfak"/, '#oda');
  await weechat.type('İyi günler, ığdır ŞÖĞÜÇ', '#oda');
  await ayse.timeline.showsOfGuest('İyi günler, ığdır ŞÖĞÜÇ', 'Işıl');
  await ayse.composer.send('Hoş geldin, çayını içtin mi?');
  await weechat.shows(/\t@Ayşe\tHoş geldin, çayını içtin mi\?\n/, '#oda');

  await weechat.type('/query Ayşe yalnız sana');
  await ayse.conversations.openDirect('Işıl');
  await ayse.timeline.showsOfGuest('yalnız sana', 'Işıl');
  await ayse.composer.send('bu da yalnız sana: Ü');
  await weechat.shows(/\tAyşe\tbu da yalnız sana: Ü\n/, 'Ayşe');

  await weechat.type('/quit');
  await weechat.ends();
  await hasLeft(ayse, 'Işıl');
});

test('W15 weechat gets in on a line so slow that the room asks for its name first', async ({
  openHost,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const weechat = await programs.weechat({ port: await programs.slowLine(port), nick: 'Işıl' });
  await isOnline(ayse, 'Işıl', { guest: true });
  await weechat.type('/join #oda');
  await weechat.shows(/Topic for #oda/, '#oda');
  await weechat.type('geç geldim', '#oda');
  await ayse.timeline.showsOfGuest('geç geldim', 'Işıl');
});

test('R3.1 weechat signs in by SASL: a new name is signed up, and it is the same account in a window', async ({
  openHost,
  openPerson,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const password = 'correct horse battery';
  const weechat = await programs.weechat({ port, nick: 'Deniz', password });
  await isOnline(ayse, 'Deniz', { guest: false });
  await weechat.type('/join #oda');
  await weechat.shows(/has joined #oda/, '#oda');
  await weechat.type('weechat burada', '#oda');
  await ayse.timeline.shows('weechat burada', 'Deniz');

  const deniz = await openPerson();
  await deniz.welcome.join({ name: 'Deniz', port, password });
  await deniz.composer.send('pencere de burada');
  await weechat.shows(/\tDeniz\tpencere de burada\n/, '#oda');
  await ayse.timeline.shows('pencere de burada', 'Deniz');
});

test('R3.1 weechat signs in as an account that a window made, and writes in its group conversation', async ({
  openHost,
  openPerson,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const password = 'correct horse battery';
  const bora = await openPerson();
  await bora.welcome.join({ name: 'Bora', port, password });
  await bora.stop();

  const weechat = await programs.weechat({ port, nick: 'Bora', password });
  await isOnline(ayse, 'Bora', { guest: false });
  await ayse.groups.make('Hafta sonu', ['Bora']);
  await weechat.shows(/Topic for #Hafta-sonu is "Hafta sonu"/, '#Hafta-sonu');
  await weechat.type('İzmir’e gidelim', '#Hafta-sonu');
  await ayse.timeline.shows('İzmir’e gidelim', 'Bora');
  await ayse.composer.send('Olur, Çeşme’ye de uğrarız');
  await weechat.shows(/\t@?Ayşe\tOlur, Çeşme’ye de uğrarız\n/, '#Hafta-sonu');

  await weechat.type('/part', '#Hafta-sonu');
  await weechat.type('/join #Hafta-sonu');
  await weechat.shows(/has left #Hafta-sonu[^]*has joined #Hafta-sonu/, '#Hafta-sonu');
});

test('W8 two weechats of one account stay side by side, and what one says the other shows', async ({
  openHost,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const password = 'correct horse battery';
  const one = await programs.weechat({ port, nick: 'Deniz', password });
  const other = await programs.weechat({ port, nick: 'Deniz', password });
  for (const weechat of [one, other]) {
    await weechat.type('/join #oda');
    await weechat.shows(/Topic for #oda/, '#oda');
  }
  await one.type('birinden', '#oda');
  await other.shows(/\tDeniz\tbirinden\n/, '#oda');
  await other.type('/query Ayşe ötekinden');
  await one.shows(/\tDeniz\tötekinden\n/, 'Ayşe');
  await ayse.timeline.shows('birinden', 'Deniz');
  await one.type('/quit');
  await one.ends();
  await ayse.composer.send('hâlâ burada mısın');
  await other.shows(/\t@Ayşe\thâlâ burada mısın\n/, '#oda');
  await isOnline(ayse, 'Deniz', { guest: false });
  await other.type('/quit');
  await other.ends();
  await hasLeft(ayse, 'Deniz');
});

test('R0.8 weechat of a group’s owner renames, takes out and takes in', async ({
  openHost,
  openPerson,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const password = 'correct horse battery';
  const deniz = await openPerson();
  await deniz.welcome.join({ name: 'Deniz', port, password });
  const weechat = await programs.weechat({ port, nick: 'Deniz', password });
  await deniz.groups.make('Tatil', ['Ayşe']);
  await weechat.shows(/Topic for #Tatil is "Tatil"/, '#Tatil');
  await ayse.conversations.item('Tatil').click();
  await ayse.groups.isShown('Tatil');

  await weechat.type('/topic Yaz tatili', '#Tatil');
  await weechat.shows(/Topic for #Yaz-tatili is "Yaz tatili"/, '#Yaz-tatili');
  await ayse.groups.isShown('Yaz tatili');
  await weechat.type('/kick Ayşe çok gürültü', '#Yaz-tatili');
  await weechat.shows(/Deniz has kicked Ayşe \(çok gürültü\)/, '#Yaz-tatili');
  await expect(ayse.page.getByRole('main')).toContainText(ayse.words.groups.leftNote);
  await weechat.type('/invite Ayşe', '#Yaz-tatili');
  await weechat.shows(/Ayşe .*has joined #Yaz-tatili/, '#Yaz-tatili');
  await ayse.composer.send('geri geldim');
  await weechat.shows(/\tAyşe\tgeri geldim\n/, '#Yaz-tatili');
});
