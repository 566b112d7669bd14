import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprintOfSources, isBuilt } from './prepare/build-state.mjs';
import { freshCheckout } from './testing/checkout.ts';

/** A tool of which nobody reads what it prints (`npm test | head`), and what it writes of defects. */
function startUnread(root: string, args: readonly string[]) {
  const [script = '', ...rest] = args;
  const child = spawn(process.execPath, [join(root, 'tools', script), ...rest], { cwd: root });
  atEnd.push(() => void child.kill('SIGKILL'));
  child.stdout.destroy();
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return { child, exit: once(child, 'close'), errors: () => errors };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

const isListening = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  const isThere = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isThere;
};

const withStack = /^\s+at /m;
const atEnd: (() => void)[] = [];
afterAll(() => atEnd.forEach((end) => end()));

let root = '';
let built: { code: unknown; errors: string };
beforeAll(async () => {
  root = freshCheckout({ atEnd: (remove) => void atEnd.push(remove) });
  const { exit, errors } = startUnread(root, ['build.mjs']);
  const [code] = await exit;
  built = { code, errors: errors() };
});

test('a build that nobody follows is finished', () => {
  expect(built).toEqual({ code: 0, errors: '' });
  expect(isBuilt(root, fingerprintOfSources(root))).toBe(true);
});

test.each([
  ['test.mjs', '--only', 'unit'],
  ['bench.mjs', '--only', 'delivery'],
])('%s, of which nobody reads what it prints, ends without a word', async (...args) => {
  const { exit, errors } = startUnread(root, args);
  expect(await exit).toEqual([1, null]);
  expect(errors()).not.toMatch(withStack);
});

test.each([
  ['start.mjs', '--no-open'],
  ['host.mjs', '--name', 'Mutfak', '--host', '127.0.0.1'],
])('%s goes on where nobody reads what it prints, and ends when it is told to', async (...args) => {
  const port = await freePort();
  const data = join(root, args[0]);
  const all = [...args, '--port', String(port), '--data', data];
  const { child, exit, errors } = startUnread(root, all);
  const isOn = async () => existsSync(data) && (await isListening(port));
  await expect.poll(isOn, { timeout: 60_000 }).toBe(true);
  child.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
  expect(errors()).not.toMatch(withStack);
});
