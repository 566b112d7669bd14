import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freshFolder } from '../harness/fresh-folder.ts';
import { RawPeer } from '../harness/raw-peer.ts';
import { expect, test } from '../wire/host-fixture.ts';

const texts = 1000;
/** As many are written before their answers are waited for. */
const atOnce = 20;

const running = new Set<ChildProcess>();
test.afterEach(() => {
  for (const child of running) child.kill();
});

/** What goes over the loopback interface to and from a port, TCP and UDP, until it is stopped. */
async function capture(file: string, port: number) {
  const child = spawn('tcpdump', [
    '-i',
    'lo',
    '--immediate-mode',
    '-U',
    '-s',
    '0',
    '-w',
    file,
    `port ${port}`,
  ]);
  running.add(child);
  let said = '';
  for await (const text of child.stderr.setEncoding('utf8')) {
    said += String(text);
    if (said.includes('listening on')) break;
  }
  return {
    said,
    heard: () => readFileSync(file),
    async stop(): Promise<void> {
      child.kill('SIGINT');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

test('W14 who reads the network reads no text, no password and no token', async ({
  host: { port },
}) => {
  const folder = freshFolder();
  const mark = randomBytes(9).toString('hex');
  const taken = await capture(join(folder.path, 'lo.pcap'), port);
  expect(taken.said).toContain('listening on');

  const password = `parola ${mark}`;
  const ali = await RawPeer.connect(port);
  await ali.ask({ type: 'hello', protocol: 1 });
  const signedIn = await ali.signIn(`ali ${mark}`, password);
  expect(signedIn).toMatchObject({ type: 'ok' });
  const veli = await RawPeer.signedIn(port, 'veli of the capture');
  const said = Array.from({ length: texts }, (_, each) => `gizli söz ${mark} ${each}`);
  for (let from = 0; from < texts; from += atOnce) {
    const answers = said.slice(from, from + atOnce).map((words) => ali.say(words));
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ type: 'ok' });
  }
  await veli.next((frame) => frame['text'] === said.at(-1));
  // A program without encryption shows that the listener hears, and has heard all that was said before.
  const plain = connect(port, '127.0.0.1').on('error', () => {});
  plain.write(`açık ${mark}\n`);
  await expect.poll(() => taken.heard().includes(`açık ${mark}`)).toBe(true);
  await taken.stop();

  const heard = taken.heard();
  expect(heard.length).toBeGreaterThan(texts * 50);
  const secrets = [...said, password, String(signedIn['token']), ali.deviceKey];
  expect(secrets.filter((secret) => heard.includes(secret))).toEqual([]);
  expect(heard.includes('send-message')).toBe(false);
  for (const end of [ali, veli]) end.end();
  plain.destroy();
  folder.remove();
});
