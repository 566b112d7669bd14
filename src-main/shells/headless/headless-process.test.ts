import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { root } from '../../storage/testing/systems.ts';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'oda-headless-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The real program with a room in this folder, and what it says first. */
async function host(folder: string) {
  const address = ['--port', '0', '--host', '127.0.0.1'];
  const args = [program, '--name', 'Lab', '--data', folder, ...address, '--json'];
  const child = spawn(process.execPath, args);
  onTestFinished(() => void child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { event: string; port: number };
    if (said.event === 'listening') return { child, port: said.port };
  }
  throw new Error('The room never listened');
}

/** What a plain program, which comes and goes, is told first. */
async function greetingAt(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write('veli\n');
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return bytes.toString();
}

describe('a host without a window', { timeout: 60_000 }, () => {
  it.each([
    ['en', /^\S.*’s room$|^Room$/u],
    ['tr', /^\S.*’n?[ıiuü]n odası$|^Oda$/u],
  ])(
    'opens a room without being told anything: where, or how it is called (%s)',
    async (lang, name) => {
      const home = freshFolder();
      const env = { ...process.env, XDG_DATA_HOME: home, APPDATA: home, HOME: home };
      const args = [program, '--port', '0', '--host', '127.0.0.1', '--json', '--lang', lang];
      const child = spawn(process.execPath, args, { env });
      onTestFinished(() => void child.kill('SIGKILL'));
      const heard = createInterface({ input: child.stdout });
      const [line] = (await once(heard, 'line')) as [string];
      const said = JSON.parse(line) as { event: string; room: string };
      expect(said.event).toBe('listening');
      expect(said.room).toMatch(name);
      const kept = readdirSync(home, { recursive: true, encoding: 'utf8' });
      expect(kept.filter((path) => path.endsWith('room.db'))).toHaveLength(1);
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  );

  it('goes on serving where nobody reads its words any more, and rests', async () => {
    const { child, port } = await host(freshFolder());
    child.stdout.destroy();
    child.stderr.destroy();
    // Each of them is a line of the log that can be written nowhere.
    for (let visit = 0; visit < 20; visit += 1) expect(await greetingAt(port)).not.toBe('');
    const before = processorSeconds(child);
    for (let visit = 0; visit < 20; visit += 1) expect(await greetingAt(port)).not.toBe('');
    expect(processorSeconds(child) - before).toBeLessThan(2);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

// The figures that the kernel keeps of a process; elsewhere what counts is that it still serves.
function processorSeconds({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return 0;
  const stat = execFileSync('cat', [`/proc/${pid}/stat`], { encoding: 'utf8' });
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

describe.each(root)('as %s', () => {
  it('what a room keeps cannot be read by another person of this computer', async () => {
    const data = freshFolder();
    const { child } = await host(data);
    while (!existsSync(join(data, 'log', 'host.log'))) await nextTurn();
    chmodSync(data, 0o755);
    const paths = readdirSync(data, { recursive: true, encoding: 'utf8' });
    expect(paths).toEqual(expect.arrayContaining(['room.db', 'room.db-wal', 'log/host.log']));
    for (const path of paths) {
      const whole = join(data, path);
      const reading = statSync(whole).isDirectory() ? 'readdirSync' : 'readFileSync';
      expect(() => asSomebodyElse(`fs.${reading}(${JSON.stringify(whole)})`), path).toThrow(
        'EACCES',
      );
    }
    child.kill('SIGTERM');
    await once(child, 'exit');
    // The next start mends the folder that was opened.
    const again = await host(data);
    expect(() => asSomebodyElse(`fs.readdirSync(${JSON.stringify(data)})`)).toThrow('EACCES');
    again.child.kill('SIGTERM');
    await once(again.child, 'exit');
  }, 60_000);
});

function asSomebodyElse(code: string): void {
  execFileSync(process.execPath, ['-e', code], {
    uid: 65_534,
    gid: 65_534,
    stdio: 'pipe',
    cwd: '/',
  });
}
