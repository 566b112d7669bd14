import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildBeside } from './build-folder.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'oda build '));
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'dist/a.js'), 'old');
});
afterEach(() => rmSync(root, { recursive: true }));

const inDist = () =>
  readdirSync(join(root, 'dist')).map((name) => readFileSync(join(root, 'dist', name), 'utf8'));

test('the old build stands until the new one is whole, and nothing of it is left then', async () => {
  await buildBeside(root, async (folder) => {
    writeFileSync(join(folder, 'b.js'), 'new');
    expect(inDist()).toEqual(['old']);
  });
  expect(inDist()).toEqual(['new']);
  expect(readdirSync(root)).toEqual(['dist']);
});

test('the first build needs no old one', async () => {
  rmSync(join(root, 'dist'), { recursive: true });
  await buildBeside(root, async (folder) => writeFileSync(join(folder, 'b.js'), 'new'));
  expect(inDist()).toEqual(['new']);
});

test('a build that fails has changed nothing', async () => {
  const failing = buildBeside(root, async (folder) => {
    writeFileSync(join(folder, 'b.js'), 'half');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(inDist()).toEqual(['old']);
  expect(readdirSync(root)).toEqual(['dist']);
});

/** Another process that builds here, and has written half of it. */
async function halfBuilt() {
  const script = `
    import { writeFileSync } from 'node:fs';
    import { buildBeside } from ${JSON.stringify(new URL('build-folder.mjs', import.meta.url))};
    await buildBeside(process.argv[1], async (folder) => {
      writeFileSync(folder + '/b.js', 'half');
      console.log('half');
      await new Promise((resolve) => process.stdin.once('data', resolve));
      writeFileSync(folder + '/b.js', 'other');
    });
    process.exit(0);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, root]);
  await once(child.stdout, 'data');
  return child;
}

test('one that is killed has changed nothing, and the next one clears up after it', async () => {
  const killed = await halfBuilt();
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(inDist()).toEqual(['old']);
  await buildBeside(root, async (folder) => writeFileSync(join(folder, 'b.js'), 'new'));
  expect(inDist()).toEqual(['new']);
  expect(readdirSync(root)).toEqual(['dist']);
});

test('two at once do not take anything from each other, and the last one stays', async () => {
  const other = await halfBuilt();
  await buildBeside(root, async (folder) => writeFileSync(join(folder, 'a.js'), 'new'));
  expect(inDist()).toEqual(['new']);
  other.stdin.write('on');
  expect(await once(other, 'exit')).toEqual([0, null]);
  expect(inDist()).toEqual(['other']);
  expect(existsSync(join(root, 'dist/a.js'))).toBe(false);
});
