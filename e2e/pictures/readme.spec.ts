import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../harness/app-process.ts';
import { RawPeer } from '../harness/raw-peer.ts';
import { test } from '../test.ts';

const folder = join(projectFolder, 'docs/images');
mkdirSync(folder, { recursive: true });

const said = [
  ['Bora', 'Good morning! Is the room still running on your machine at home?'],
  ['Çağla', 'It is. I joined from the train a minute ago.'],
  ['Bora', 'Then the search works for me again: I was looking for the İstanbul photos.'],
  ['Çağla', 'Type istanbul, any spelling finds it.'],
] as const;

const last = 'I keep it open all day. It only needs this computer and a network.';

for (const colorScheme of ['light', 'dark'] as const)
  test(`pictures for the README, ${colorScheme}`, async ({ openPerson }) => {
    const ayse = await openPerson({ colorScheme });
    const draw = async (name: string): Promise<void> => {
      await ayse.page.mouse.move(0, 0);
      await ayse.page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
    };
    await ayse.welcome.name.fill('Ayşe');
    await ayse.welcome.name.blur();
    await draw('welcome');
    const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    const peers = new Map<string, RawPeer>();
    for (const name of ['Bora', 'Çağla', 'Deniz'])
      peers.set(name, await RawPeer.signedIn(port, name));
    for (const [name, text] of said) await peers.get(name)?.say(text);
    await ayse.composer.send(last);
    await ayse.timeline.showsSent(last);
    // The host's panel would show the addresses of the computer that draws.
    await ayse.members.open();
    await ayse.room.dismissNotices();
    await ayse.composer.field.blur();
    await draw('room');
    await ayse.search.openEverywhere();
    await ayse.search.field.fill('istanbul');
    await ayse.search.hits.first().waitFor();
    await draw('search');
    for (const peer of peers.values()) peer.end();
  });
