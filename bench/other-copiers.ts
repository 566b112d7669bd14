import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const sshd = '/usr/sbin/sshd';
const keyMaker = '/usr/bin/ssh-keygen';

/** Another program that brings a file over the loopback, on disk when it resolves. */
export type Copier = { name: string; copy: (from: string, to: string) => Promise<number> };

/** Those that this computer has; `stop` ends what they need. */
export async function otherCopiers(): Promise<{
  copiers: Copier[];
  stop: () => Promise<void>;
}> {
  const copiers: Copier[] = [];
  if (!spawnSync('nc', ['-h']).error) copiers.push({ name: 'nc', copy: byNetcat });
  const server = existsSync(sshd) ? await startSshServer() : undefined;
  if (server) copiers.push({ name: 'scp', copy: (from, to) => server.copy(from, to) });
  return { copiers, stop: async () => server?.stop() };
}

async function byNetcat(from: string, to: string): Promise<number> {
  const port = await freePort();
  const target = await open(to, 'w');
  const listening = spawn('nc', ['-l', '127.0.0.1', String(port)], {
    stdio: ['ignore', target.fd, 'inherit'],
  });
  await new Promise((resolve) => setTimeout(resolve, 200));
  const source = await open(from, 'r');
  const begun = performance.now();
  const sending = spawn('nc', ['-N', '127.0.0.1', String(port)], {
    stdio: [source.fd, 'ignore', 'inherit'],
  });
  await Promise.all([once(listening, 'exit'), once(sending, 'exit')]);
  await target.sync();
  const seconds = (performance.now() - begun) / 1000;
  await Promise.all([source.close(), target.close()]);
  return seconds;
}

/** For this run alone, with keys that end with it. */
async function startSshServer() {
  const place = await mkdtemp(join(tmpdir(), 'oda-bench-ssh-'));
  const port = await freePort();
  const [host, own] = [join(place, 'host'), join(place, 'own')];
  for (const key of [host, own]) spawnSync(keyMaker, ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  mkdirSync('/run/sshd', { recursive: true });
  const options = [`AuthorizedKeysFile=${own}.pub`, 'StrictModes=no', 'UsePAM=no', 'PidFile=none'];
  const server: ChildProcess = spawn(
    sshd,
    ['-D', '-f', '/dev/null', '-h', host, '-p', String(port)].concat(
      ['ListenAddress=127.0.0.1', 'PermitRootLogin=prohibit-password', ...options].flatMap(
        (option) => ['-o', option],
      ),
      // As a program of the system’s own starts it.
      ['-o', 'Subsystem=sftp internal-sftp'],
    ),
    { stdio: 'ignore' },
  );
  await answers(port);
  return {
    copy: async (from: string, to: string): Promise<number> => {
      const begun = performance.now();
      const target = `${userInfo().username}@127.0.0.1:${to}`;
      const asks = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'];
      const copying = spawn('scp', ['-q', '-P', String(port), '-i', own, ...asks, from, target], {
        stdio: ['ignore', 'ignore', 'ignore'],
      });
      const [code] = (await once(copying, 'exit')) as [number | null];
      if (code !== 0) throw new Error(`scp ended with ${code}`);
      const written = await open(to, 'r+');
      await written.sync();
      await written.close();
      return (performance.now() - begun) / 1000;
    },
    stop: async (): Promise<void> => {
      server.kill();
      await rm(place, { recursive: true });
    },
  };
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('sshd does not answer');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
