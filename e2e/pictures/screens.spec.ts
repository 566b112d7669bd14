import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { projectFolder } from '../harness/app-process.ts';
import { RawPeer } from '../harness/raw-peer.ts';
import { expect, test } from '../test.ts';
import type { GivenFile } from '../harness/given-files.ts';
import type { Person } from '../pages/person.ts';

const folder = join(projectFolder, 'docs/images/screens');
mkdirSync(folder, { recursive: true });

/** What is said in the pictures, so that each is in one language. */
const scenes = {
  en: {
    room: 'Workshop',
    hello: 'Good morning! The **laser cutter** is free until noon.',
    question: '@Ayşe did you try the new file? `plate-3.svg` had an open path.',
    answer: 'I did:\n- closed the path\n- set it to *two* passes\n\nhttps://example.com/plate-3',
    picture: 'Two passes, and no burnt edge',
    thanks: 'That saves me an hour, thank you',
    edited: 'I put the jig on the shelf by the window',
    topic: 'orders',
    about: 'What we need, and what has come',
    order: '3 mm birch plywood: **6 sheets**, come on Wednesday',
    file: 'price-list.pdf',
    reason: 'Advertised',
    status: 'at the lathe',
    moment: 'One moment ',
    find: 'path',
  },
  tr: {
    room: 'Atölye',
    hello: 'Günaydın! **Lazer kesici** öğlene kadar boş.',
    question: '@Ayşe yeni dosyayı denedin mi? `levha-3.svg` içinde açık bir yol vardı.',
    answer: 'Denedim:\n- yolu kapattım\n- *iki* geçişe aldım\n\nhttps://example.com/levha-3',
    picture: 'İki geçiş, kenarı da yanmadı',
    thanks: 'Bana bir saat kazandırdı, sağ ol',
    edited: 'Kalıbı pencere yanındaki rafa koydum',
    topic: 'siparişler',
    about: 'Neye ihtiyacımız var, ne geldi',
    order: '3 mm huş kontrplak: **6 levha**, çarşamba geliyor',
    file: 'fiyat-listesi.pdf',
    reason: 'Reklam yaptı',
    status: 'tezgâhta',
    moment: 'Bir dakika ',
    find: 'yol',
  },
} as const;
type Scene = (typeof scenes)[Language];

/** A picture with something to see in it: hills at evening. */
async function drawn(page: Page, name: string, hue: number): Promise<GivenFile> {
  const url = await page.evaluate((first) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [960, 600];
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('There is no canvas');
    const sky = pen.createLinearGradient(0, 0, 0, 600);
    sky.addColorStop(0, `hsl(${first} 60% 35%)`);
    sky.addColorStop(1, `hsl(${first + 40} 85% 75%)`);
    pen.fillStyle = sky;
    pen.fillRect(0, 0, 960, 600);
    for (let hill = 0; hill < 4; hill += 1) {
      pen.fillStyle = `hsl(${first + 20} ${35 - hill * 4}% ${45 - hill * 10}%)`;
      pen.beginPath();
      pen.moveTo(0, 600);
      for (let x = 0; x <= 960; x += 8)
        pen.lineTo(x, 330 + hill * 70 + Math.sin(x / (90 + hill * 30) + hill * 2 + first) * 45);
      pen.lineTo(960, 600);
      pen.fill();
    }
    return canvas.toDataURL('image/png');
  }, hue);
  return {
    name,
    mimeType: 'image/png',
    buffer: Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'),
  };
}

type Others = { bora: RawPeer; cagla: RawPeer; deniz: RawPeer; emre: RawPeer };

/** Those who are in the room beside Ayşe, and what they say and do. */
async function talk(ayse: Person, port: number, scene: Scene): Promise<Others> {
  const enter = (name: string) => RawPeer.signedIn(port, name);
  const others = {
    bora: await enter('Bora'),
    cagla: await enter('Çağla'),
    deniz: await enter('Deniz'),
    emre: await enter('Emre'),
  };
  const { bora, cagla, deniz } = others;
  let said = 0;
  const tell = async (who: RawPeer, what: Record<string, unknown>) => {
    const cid = `picture-${String((said += 1)).padStart(14, '0')}`;
    const answer = await who.ask({ type: 'send-message', in: 'everyone', cid, ...what });
    expect(answer).toMatchObject({ type: 'ok' });
    return answer;
  };
  await tell(bora, { text: scene.hello });
  const asked = await tell(cagla, { text: scene.question });
  await ayse.timeline.shows(scene.question.replaceAll('`', ''), 'Çağla');
  await ayse.composer.send(scene.answer);
  await bora.next(({ text }) => text === scene.answer);
  await ayse.files.choose(await drawn(ayse.page, 'plate-3.png', 215));
  await ayse.composer.send(scene.picture);
  await bora.next(({ text }) => text === scene.picture);
  const thanks = await tell(cagla, { text: scene.thanks, reply: asked['seq'] });
  for (const who of [bora, deniz])
    await tell(who, { type: 'add-reaction', target: thanks['seq'], emoji: '🎉' });
  await tell(bora, { type: 'add-reaction', target: thanks['seq'], emoji: '👍' });
  const shelf = await tell(deniz, { text: `${scene.edited}?` });
  await tell(deniz, { type: 'edit-message', target: shelf['seq'], text: scene.edited });
  await expect(ayse.timeline.log).toContainText(scene.edited);
  await ayse.room.dismissNotices();
  return others;
}

const looks = (['en', 'tr'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ language, colorScheme })),
);

for (const { language, colorScheme } of looks)
  test(`twelve screens, those in ${language}, ${colorScheme}`, async ({ openPerson }) => {
    test.setTimeout(120_000);
    const scene = scenes[language];
    const ayse = await openPerson({ language, colorScheme });
    const { page } = ayse;
    const draw = async (name: string): Promise<void> => {
      await page.mouse.move(0, 0);
      await page.evaluate(() =>
        Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))),
      );
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
    };
    if (language === 'en') {
      await ayse.welcome.name.fill('Ayşe');
      await ayse.welcome.name.blur();
      await draw('01-the-welcome');
    }
    const port = await ayse.welcome.host({ name: 'Ayşe', roomName: scene.room });
    // The host's panel would show the addresses of the computer that draws.
    await ayse.members.open();
    await page.keyboard.press('Escape');
    const others = await talk(ayse, port, scene);
    if (language === 'en') await drawEnglish(ayse, scene, draw);
    else await drawTurkish(ayse, { scene, others, draw });
    for (const peer of Object.values(others)) peer.end();
  });

type Draw = (name: string) => Promise<void>;

async function drawEnglish(ayse: Person, scene: Scene, draw: Draw): Promise<void> {
  const { page } = ayse;
  await ayse.composer.field.blur();
  await draw('03-a-conversation');
  await ayse.composer.field.fill(scene.moment);
  await page.getByRole('button', { name: ayse.words.emoji.title }).click();
  await expect(page.getByRole('combobox', { name: ayse.words.emoji.search })).toBeFocused();
  await draw('05-all-emoji');
  await page.keyboard.press('Escape');
  await ayse.composer.field.fill('');
  await ayse.search.openHere();
  await ayse.search.field.fill(scene.find);
  await ayse.search.hits.first().waitFor();
  await draw('07-the-search');
  await page.keyboard.press('Escape');
  await ayse.own.setStatus({ emoji: 'wrench', text: scene.status });
  await ayse.members.open();
  await draw('09-the-members');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await draw('11-what-ctrl-k-finds');
}

async function drawTurkish(
  ayse: Person,
  { scene, others, draw }: { scene: Scene; others: Others; draw: Draw },
): Promise<void> {
  const { page } = ayse;
  await ayse.hostPanel.open();
  await ayse.hostPanel.tab('files').click();
  await draw('02-the-host-s-panel');
  await page.keyboard.press('Escape');
  await ayse.topics.make(scene.topic, scene.about);
  await ayse.composer.send(scene.order);
  await ayse.files.choose(
    { name: scene.file, mimeType: 'application/pdf', buffer: Buffer.alloc(81_234, 1) },
    await drawn(page, 'huş.png', 30),
    await drawn(page, 'raf.png', 140),
  );
  await ayse.composer.send(scene.file);
  await expect(ayse.files.picture('raf.png')).toBeVisible();
  await ayse.composer.field.blur();
  await draw('04-a-topic');
  await ayse.files.openPane();
  await ayse.files.pane.getByRole('listitem').nth(2).waitFor();
  await draw('06-files');
  await page.keyboard.press('Escape');
  await ayse.settings.open();
  await draw('08-the-settings');
  await page.keyboard.press('Escape');
  await others.deniz.ask({ type: 'set-status', emoji: '🪚', text: scene.status });
  await ayse.members.choose('Deniz', ayse.words.contacts.details);
  await expect(ayse.card.panel).toContainText(scene.status);
  await draw('10-a-person');
  await ayse.members.choose('Emre', ayse.words.contacts.details);
  await ayse.card.panel
    .getByRole('button', { name: ayse.words.moderation.banAsk, exact: true })
    .click();
  await ayse.rules.confirm('ban', scene.reason);
  await page.keyboard.press('Escape');
  await ayse.rules.open(scene.room, 'record');
  await expect(ayse.rules.record).not.toHaveCount(0);
  await ayse.room.dismissNotices();
  await draw('12-the-record');
}
