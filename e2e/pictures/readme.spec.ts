import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../harness/app-process.ts';
import { RawPeer } from '../harness/raw-peer.ts';
import { test } from '../harness/test.ts';

const folder = join(projectFolder, 'docs/images');
mkdirSync(folder, { recursive: true });

const said = [
  ['Bora', 'Good morning! Is the room still running on your machine at home?'],
  ['Çağla', 'It is. I joined from the train a minute ago.'],
  ['Bora', 'Then the search works for me again: I was looking for the İstanbul photos.'],
  ['Çağla', 'Type istanbul, any spelling finds it.'],
] as const;

for (const colorScheme of ['light', 'dark'] as const)
  test(`pictures for the README, ${colorScheme}`, async ({ openPerson }) => {
    const ayse = await openPerson({ colorScheme });
    await ayse.welcome.name.fill('Ayşe');
    await ayse.page.screenshot({ path: join(folder, `welcome-${colorScheme}.png`) });
    const port = await ayse.welcome.host({ name: 'Ayşe', roomName: 'Mutfak' });
    const peers = new Map<string, RawPeer>();
    for (const name of ['Bora', 'Çağla', 'Deniz'])
      peers.set(name, await RawPeer.signedIn(port, name));
    for (const [name, text] of said) await peers.get(name)?.say(text);
    await ayse.composer.send(
      'I keep it open all day. Nothing leaves this computer but what you ask for.',
    );
    await ayse.timeline.showsSent(
      'I keep it open all day. Nothing leaves this computer but what you ask for.',
    );
    await ayse.page.screenshot({ path: join(folder, `room-${colorScheme}.png`) });
    await ayse.search.openEverywhere();
    await ayse.search.field.fill('istanbul');
    await ayse.search.hits.first().waitFor();
    await ayse.page.screenshot({ path: join(folder, `search-${colorScheme}.png`) });
    for (const peer of peers.values()) peer.end();
  });
