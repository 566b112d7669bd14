import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { inRoom } from './testing/selins-room.ts';

const thumb = '\u{1f44d}';

describe('what one does to a message from a terminal', { timeout: 30_000 }, () => {
  it('names it by the number in front of it, and else means the last one', async () => {
    const { ali, selin, room } = await inRoom();
    const shown = async () => {
      const page = await selin.ask('timeline/page', { room, in: everyone, limit: 100 });
      return page.entries.flatMap((entry) => {
        if (entry.type !== 'message') return [];
        const { text, seq, reply } = entry;
        const { marks = [] } = page;
        const { reactions, pinned, deleted } = marks.find((each) => each.seq === seq) ?? {};
        const emoji = reactions?.map((each) => each.emoji).join('') ?? '';
        return [{ text, emoji, isPinned: !!pinned, isDeleted: !!deleted, isReply: !!reply }];
      });
    };
    const plain = { emoji: '', isPinned: false, isDeleted: false, isReply: false };
    await selin.say(room, 'elma');
    await ali.sees('(1) selin: elma');
    ali.enter('armut');
    await ali.sees('(2) ali: armut');
    ali.enter('kiraz');
    await ali.sees('(3) ali: kiraz');

    ali.enter('/edit 2~armut suyu');
    await ali.sees('(2) ali changed a message: armut suyu');
    ali.enter('/edit kiraz suyu');
    await ali.sees('(3) ali changed a message: kiraz suyu');
    ali.enter(`/react ${thumb}`);
    await ali.sees(`(1) ali reacted with ${thumb}`);
    ali.enter('/pin 1');
    await ali.sees('(1) ali pinned a message');
    ali.enter('/reply evet');
    await ali.sees('(4→1) ali: evet');
    ali.enter('/delete 2');
    await ali.sees('(2) ali deleted a message');
    await selin.until(async () => (await shown()).some(({ isDeleted }) => isDeleted));
    expect(await shown()).toEqual([
      { ...plain, text: 'elma', emoji: thumb, isPinned: true },
      { ...plain, text: '', isDeleted: true },
      { ...plain, text: 'kiraz suyu' },
      { ...plain, text: 'evet', isReply: true },
    ]);
  });

  it('sends a file by its path, and saves one by the number of its message', async () => {
    const { ali, selin, room } = await inRoom();
    const path = join(selin.folder, 'ödev.txt');
    writeFileSync(path, 'bir elma');
    ali.enter(`/send ${path}`);
    await ali.sees('ödev.txt is on its way.');
    await ali.sees('(1) ali: 📎 ödev.txt (8 bytes)');
    const theirs = await selin.stage('cevap.txt', Buffer.from('iki armut'));
    const said = { room, in: everyone, text: 'bak', files: [theirs] };
    await selin.ask('message/send', said);
    await ali.sees('(2) selin: bak');
    await ali.sees('📎 cevap.txt (9 bytes)');
    for (const line of ['/save', '/save 1']) ali.enter(line);
    await ali.sees('Saved: ');
    const folder = join(ali.person.folder, 'downloads');
    // One that is not whole yet has another name.
    const saved = () => (existsSync(folder) ? readdirSync(folder).toSorted() : []);
    await expect.poll(saved).toEqual(['cevap.txt', 'ödev.txt']);
    expect(readFileSync(join(folder, 'ödev.txt'), 'utf8')).toBe('bir elma');
    expect(readFileSync(join(folder, 'cevap.txt'), 'utf8')).toBe('iki armut');
    ali.enter('/send /no/such/file.txt');
    await ali.sees('“file.txt” cannot be read.');
  });

  it('says how one stands and what one does, which others see', async () => {
    const { ali, selin, room } = await inRoom();
    const seen = async () => {
      const { members } = await selin.opened(room);
      return members.find(({ name }) => name === 'ali');
    };
    ali.enter('/presence do not disturb');
    await ali.sees('Others see that you do not want to be disturbed.');
    await selin.until(async () => (await seen())?.presence === 'do-not-disturb');
    ali.enter('/presence uzakta');
    await ali.sees('Others see you as away.');
    await selin.until(async () => (await seen())?.presence === 'away');
    ali.enter('/presence Available');
    await selin.until(async () => (await seen())?.presence === 'online');
    ali.enter('/presence asleep');
    await ali.sees('“asleep” is none of available, do not disturb and away.');
    ali.enter('/status 📚 in class');
    await ali.sees('Your status is set.');
    await selin.until(async () => (await seen())?.status?.text === 'in class');
    ali.enter('/status');
    await ali.sees('You have no status any more.');
    await selin.until(async () => (await seen())?.status === undefined);
  });

  it('takes back what was done, and says what cannot be', async () => {
    const { ali, selin, room } = await inRoom();
    await selin.say(room, 'elma');
    await ali.sees('(1) selin: elma');
    ali.enter('/pin');
    await ali.sees('(1) ali pinned a message');
    ali.enter('/unpin');
    await ali.sees('(1) ali took down a pinned message');
    for (const told of [`reacted with ${thumb}`, `took ${thumb} back`]) {
      ali.enter(`/react 1~${thumb}`);
      await ali.sees(`(1) ali ${told}`);
    }
    ali.enter('/edit 1~not mine');
    await ali.sees('Only who wrote a message can do that.');
    ali.enter('/delete 77');
    await ali.sees('There is no such message here.');
    expect(await selin.texts(room)).toEqual(['elma']);
  });
});
