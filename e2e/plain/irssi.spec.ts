import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasLeft, isOnline, test } from './plain-test.ts';

/** Its arguments cannot hold a nick in these letters; and it waits seconds between commands by itself. */
const settings = `settings = {
  core = { nick = "Gülşen"; user_name = "g"; real_name = "g"; };
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
  await irssi.shows(/< ?Ayşe> Hoş geldin, ÇAĞ İÇİN/);
  await irssi.type('/names');
  // The first time on joining.
  await irssi.shows(/(\[Users #oda\]\n.*\[ ?Ayşe *\] \[ ?Gülşen *\][^]*){2}/);

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
