import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultDataFolder } from '../this-program.ts';
import { addressOf } from './testing/at-terminal.ts';
import { selinsRoom } from './testing/selins-room.ts';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'oda-terminal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function environment(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: folder,
    XDG_DATA_HOME: folder,
    APPDATA: folder,
    LC_ALL: 'tr_TR.UTF-8',
  };
}

/** Runs the program to its end with these lines as all of its input. */
function run(args: readonly string[], { input = '', folder = freshFolder() } = {}) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      { env: environment(folder) },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
    );
    child.stdin?.end(input);
  });
}

describe('the program itself', { timeout: 60_000 }, () => {
  it('R4.1 R1.6 speaks from a pipe in the system’s language, keeps its data under the name, and ends with 0', async () => {
    const { selin, view, room: id } = await selinsRoom();
    const folder = freshFolder();
    const [host = '', port = ''] = addressOf(view).split(':');
    const first = await run([host, port, '--name', 'Ali', '--key', 'any'], {
      input: 'merhaba\nquit\n',
      folder,
    });
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('adın Ali.');
    expect(first.out).toContain('Şu an burada: selin');
    expect(first.out).toMatch(/^\d\d:\d\d \(1\) Ali: merhaba$/mu);
    expect(first.out.trimEnd().split('\n').at(-1)).toBe('Hoşça kal!');
    expect(await selin.texts(id)).toEqual(['merhaba']);
    const second = await run([`${host}:${port}`, '--name', 'ALİ', '--json'], { folder });
    expect(second.code).toBe(0);
    expect(second.out).toContain('"text":"merhaba"');
    const { platform } = process;
    const data = defaultDataFolder({ platform, env: environment(folder), homeFolder: folder });
    expect(readdirSync(join(data, 'terminal'))).toHaveLength(1);
  });

  it('W14 a pipe brings the key of a room that is new; without it nothing is said there', async () => {
    const { selin, view, room: id } = await selinsRoom();
    const { pin } = await selin.ask('host/status', { room: id });
    const args = [addressOf(view), '--name', 'ali', '--lang', 'en'];
    const folder = freshFolder();
    const unknown = await run(args, { input: 'merhaba\nquit\n', folder });
    expect(unknown.code).toBe(1);
    expect(unknown.out).toContain(`start again with --key ${pin}`);
    expect(await selin.texts(id)).toEqual([]);
    const known = await run([...args, '--key', pin], { input: 'merhaba\nquit\n', folder });
    expect(known.code).toBe(0);
    expect(await selin.texts(id)).toEqual(['merhaba']);
    const wrong = await run([...args, '--key', 'short']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
  });

  it('says what it does not understand, and what it does, and why nobody answers', async () => {
    const wrong = await run(['--lang', 'de']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('Anlaşılmadı: --lang de');
    const help = await run(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain('--json');
    const nobody = await run(['127.0.0.1:1', '--name', 'ali', '--lang', 'en']);
    expect(nobody).toMatchObject({ code: 1, out: '' });
    expect(nobody.err).toContain('Nothing answers at 127.0.0.1:1.');
  });

  it('ends where nobody reads its words any more', async () => {
    const { view, selin, room: id } = await selinsRoom();
    const args = [program, addressOf(view), '--name', 'ali', '--key', 'any', '--json'];
    const child = spawn(process.execPath, args, { env: environment(freshFolder()) });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = new Promise((resolve) => child.on('exit', resolve));
    for await (const line of createInterface({ input: child.stdout }))
      if (line.includes('"entered"')) break;
    child.stdout.destroy();
    child.stderr.destroy();
    await selin.say(id, 'is anybody listening?');
    expect(await ended).toBe(0);
    await selin.until(async () => (await selin.online(id)).length === 1);
  });

  it('R1.6 a signal of the system is a goodbye', async () => {
    const { view, selin, room: id } = await selinsRoom();
    const args = [program, addressOf(view), '--name', 'ali', '--key', 'any', '--json'];
    const child = spawn(process.execPath, args, { env: environment(freshFolder()) });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = new Promise((resolve) => child.on('exit', resolve));
    const events: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      events.push(line);
      if (line.includes('"entered"')) child.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
    expect(events.at(-1)).toBe('{"event":"goodbye"}');
    await selin.until(async () => (await selin.online(id)).length === 1);
    const log = await selin.ask('host/log', { room: id });
    expect(log.map(({ event }) => event)).toContain('left');
  });
});
