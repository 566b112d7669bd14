import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasLeft, isOnline, test } from './plain-test.ts';

/** Its arguments cannot hold a nick in these letters; and it waits seconds between commands by itself. */
const settings = `settings = {
  core = { nick = "Gülşen"; user_name = "gulsen"; real_name = "Gülşen Hanım"; };
  "irc/core" = { cmds_max_at_once = "100"; cmd_queue_speed = "10msec"; };
};
`;

test('W15 irssi and a window chat, in Turkish letters', async ({ openHost, programs }) => {
  const { ayse, port } = await openHost();
  const irssi = programs.terminal();
  writeFileSync(join(irssi.folder, 'config'), settings);
  await irssi.start(`irssi --home=${irssi.folder} -c 127.0.0.1 -p ${port}`);
  await irssi.shows('Merhaba! Welcome to Mutfak, Gülşen!');
  await isOnline(ayse, 'Gülşen', { guest: true });

  await irssi.type('/join #oda');
  await irssi.shows(/Topic for #oda: Mutfak/);
  await irssi.type('İyi günler, ığdır ŞÖĞÜÇ');
  await ayse.timeline.showsOfGuest('İyi günler, ığdır ŞÖĞÜÇ', 'Gülşen');
  await ayse.composer.send('Hoş geldin, ÇAĞ İÇİN');
  await irssi.shows(/<@Ayşe> Hoş geldin, ÇAĞ İÇİN/);
  await irssi.type('/names');
  // The first time on joining.
  await irssi.shows(/(\[Users #oda\]\n.*\[@Ayşe *\] \[ ?Gülşen *\][^]*){2}/);

  await irssi.type('/window 1');
  await irssi.type('/whois Ayşe');
  await irssi.shows(/Ayşe \[.*@oda\]\n[^]*#oda[^]*Mutfak/);
  await irssi.shows('End of WHOIS');

  await irssi.type('/query Ayşe');
  await irssi.type('yalnız sana');
  await ayse.conversations.openDirect('Gülşen');
  await ayse.timeline.showsOfGuest('yalnız sana', 'Gülşen');
  await ayse.composer.send('bu da yalnız sana: Ü');
  await irssi.shows(/< ?Ayşe> bu da yalnız sana: Ü/);

  await irssi.type('/quit hoşça kal');
  await irssi.ends();
  await hasLeft(ayse, 'Gülşen');
});

test('W15 irssi gets in on a line so slow that the room asks for its name first', async ({
  openHost,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const irssi = programs.terminal();
  writeFileSync(join(irssi.folder, 'config'), settings);
  const slow = await programs.slowLine(port);
  await irssi.start(`irssi --home=${irssi.folder} -c 127.0.0.1 -p ${slow}`);
  await irssi.shows('Merhaba! Welcome to Mutfak, Gülşen!');
  await isOnline(ayse, 'Gülşen', { guest: true });
  await irssi.type('/join #oda');
  await irssi.shows(/Topic for #oda: Mutfak/);
  await irssi.type('geç geldim');
  await ayse.timeline.showsOfGuest('geç geldim', 'Gülşen');
});

test('W15 irssi and weechat see each other’s NICK, AWAY, NOTICE and QUIT with their words', async ({
  openHost,
  programs,
}) => {
  const { ayse, port } = await openHost();
  const weechat = await programs.weechat({ port, nick: 'Işıl' });
  await weechat.type('/join #oda');
  await weechat.shows(/Topic for #oda/, '#oda');
  const irssi = programs.terminal();
  writeFileSync(join(irssi.folder, 'config'), settings);
  await irssi.start(`irssi --home=${irssi.folder} -c 127.0.0.1 -p ${port}`);
  await irssi.shows('Merhaba! Welcome to Mutfak, Gülşen!');
  await irssi.type('/join #oda');
  await weechat.shows(/Gülşen.*has joined #oda/, '#oda');

  await irssi.type('/nick Gül');
  await irssi.shows("You're now known as Gül");
  await weechat.shows(/Gülşen is now known as Gül/, '#oda');
  await isOnline(ayse, 'Gül', { guest: true });
  await irssi.type('benim');
  await weechat.shows(/\tGül\tbenim\n/, '#oda');
  await ayse.timeline.showsOfGuest('benim', 'Gül');

  await irssi.type('/window 1');
  await irssi.type('/whois Işıl');
  await irssi.shows(/Işıl \[~\S+@oda\]/);
  await irssi.type('/notice Işıl dikkat');
  await weechat.shows(/Gül\b.*dikkat/);
  await irssi.type('/away kahve molası');
  await irssi.shows(/marked as being away|shown as away/);
  await weechat.type('/query Gül orada mısın');
  await weechat.shows(/away: kahve molası/, 'Gül');
  await irssi.type('/quit hoşça kal');
  await irssi.ends();
  await weechat.shows(/Gül.*has quit \(Quit: hoşça kal\)/, '#oda');
  await hasLeft(ayse, 'Gül');
});
