import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { freshFolder } from '../harness/fresh-folder.ts';
import { projectFolder, projectNode } from '../harness/app-process.ts';
import { HeadlessRoom } from '../harness/headless-room.ts';
import { test } from './plain-test.ts';

const program = `'${projectNode()}' '${join(projectFolder, 'dist/main/terminal.js')}'`;

test('a room without a window asks first, and who owns it answers in a terminal', async ({
  programs,
}) => {
  const folder = freshFolder();
  const asking = ['--ask-first'];
  const first = await HeadlessRoom.start('Kitchen', 0, { folder, more: asking });
  const ayse = programs.terminal();
  const own = (name: string) => `--lang en --name ${name} --data ${ayse.folder}/${name}`;
  await ayse.start(`${program} '${first.invite}' ${own('Ayse')}`);
  await ayse.shows('You are Ayse in “Kitchen”.');
  await ayse.type('exit');
  await ayse.ends();
  await first.process.stop();

  const room = await HeadlessRoom.start('Kitchen', 0, {
    folder,
    more: [...asking, '--owner', 'Ayse'],
  });
  const address = `127.0.0.1:${room.port} --key any`;
  try {
    await ayse.start(`${program} '${room.invite}' ${own('Ayse')}`);
    await ayse.shows('Kitchen> ');
    await ayse.type('/knocks');
    await ayse.shows('Nobody waits to be let in.');
    const [bora, can] = [programs.terminal(), programs.terminal()];
    await bora.start(`${program} ${address} --lang en --name Bora --data ${bora.folder}/data`);
    await bora.shows('asked');
    await can.start(`${program} ${address} --lang en --name Can --data ${can.folder}/data; cat`);
    await ayse.shows(/\* Bora asks to be let in \(.*\)\. \/let_in Bora or \/turn_away Bora/);
    await ayse.shows(/\* Can asks to be let in/);
    await ayse.type('/knocks');
    await ayse.shows(/  Bora  .*\n.*  Can  /);
    await ayse.type('/turn_away can');
    await ayse.shows('* Can is turned away.');
    await can.shows('You were not let in.');
    await ayse.type('/let_in Bora');
    await bora.shows('You are Bora in “Kitchen”.');
    await ayse.shows('Bora came in');

    await bora.type('/let_in Can');
    await bora.shows('Nobody called “Can” waits');
    await bora.type('/reset_code Ayse');
    await bora.shows('Your role in this room does not allow that.');
    await ayse.type('/reset_code Bora');
    await ayse.shows(/Code for Bora: \w{4}-\w{4}-\w{4}-\w{4}/);

    await ayse.type('/devices');
    await ayse.shows(/  1  .*: This computer, In now, Since /);
  } finally {
    await room.stop();
  }
});

test('a file goes from terminal to terminal by way of a room without a window', async ({
  programs,
}) => {
  const room = await HeadlessRoom.start('Kitchen', 0, { folder: freshFolder() });
  const address = `127.0.0.1:${room.port} --key any --lang en`;
  try {
    const [ayse, bora] = [programs.terminal(), programs.terminal()];
    const start = (name: string, { folder }: typeof ayse) =>
      `HOME='${folder}' ${program} ${address} --name ${name} --data '${folder}/data'`;
    await ayse.start(start('Ayse', ayse));
    await ayse.shows('You are Ayse in “Kitchen”.');
    await bora.start(start('Bora', bora));
    await bora.shows('You are Bora in “Kitchen”.');
    const bytes = Buffer.alloc(3 * 1024 * 1024, 'oda');
    writeFileSync(join(ayse.folder, 'list.bin'), bytes);
    await ayse.type(`/send ${join(ayse.folder, 'list.bin')}`);
    await bora.shows('list.bin');
    await bora.type('/save');
    await bora.shows(/Saved.*list\.bin/i);
    expect(readFileSync(join(bora.folder, 'Downloads', 'list.bin')).equals(bytes)).toBe(true);
  } finally {
    await room.stop();
  }
});
