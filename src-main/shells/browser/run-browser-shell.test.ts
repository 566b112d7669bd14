import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { webBridge } from '../../../src-shared/bridge/web-frames.ts';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import { runBrowserShell, type BrowserShellOptions, type Terminal } from './run-browser-shell.ts';

/** A terminal whose lines a test can wait for. */
class TestTerminal implements Terminal {
  readonly lines: string[] = [];
  isInteractive = true;
  enter: () => void = () => {};
  readonly #stops: (() => void)[] = [];
  readonly #waiting: { pattern: RegExp; found: (line: string) => void }[] = [];

  say(line: string): void {
    this.lines.push(line);
    for (const { pattern, found } of this.#waiting) if (pattern.test(line)) found(line);
  }

  onEnter(listener: () => void): void {
    this.enter = listener;
  }

  onStop(listener: () => void): void {
    this.#stops.push(listener);
  }

  stop(): void {
    for (const listener of this.#stops) listener();
  }

  async line(pattern: RegExp): Promise<string> {
    const said = this.lines.find((line) => pattern.test(line));
    if (said !== undefined) return said;
    return new Promise((found) => this.#waiting.push({ pattern, found }));
  }
}

let folder: string;
let terminal: TestTerminal;
let clock: ManualClock;
/** How often the apps of this test were closed. */
let closed: { times: number };
let closing: () => Promise<void>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oda-shell-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  terminal = new TestTerminal();
  clock = new ManualClock();
  closed = { times: 0 };
  closing = () => Promise.resolve();
});

afterEach(() => rmSync(folder, { recursive: true }));

function run(changes: Partial<BrowserShellOptions> = {}): Promise<number> {
  // The app of the test before may still be closing.
  const closeOwn = closing;
  const ownClosed = closed;
  return runBrowserShell({
    args: { open: false, json: false, port: 0 },
    language: 'en',
    dataFolder: '/people/ali/oda',
    rendererFolder: folder,
    clock,
    random: seededRandom(1),
    terminal,
    opener: { can: false, reason: 'no-display' },
    openApp: () =>
      Promise.resolve({
        ok: true,
        value: {
          stage: async () => ({ ok: false as const, refusal: { code: 'defect' as const } }),
          played: async () => undefined,
          handle: () => Promise.resolve({ ok: true, value: null }),
          on: () => () => {},
          close: () => {
            ownClosed.times += 1;
            return closeOwn();
          },
        },
      }),
    reportDefect: () => {},
    ...changes,
  });
}

/** Opens an address as its page does, and goes: what the app says, or the code with which it turns away. */
async function knock(address: string): Promise<unknown> {
  const { host, origin, hash } = new URL(address.trim());
  const page = new WebSocket(`ws://${host}/bridge`, { headers: { origin } });
  await once(page, 'open');
  page.send(JSON.stringify({ secret: hash.slice(webBridge.tokenMark.length) }));
  const said = once(page, 'message').then(([bytes]) => JSON.parse(String(bytes)) as unknown);
  const answer = await Promise.race([said, once(page, 'close').then(([code]) => code as unknown)]);
  page.close();
  return answer;
}

test('the address is printed, works, and Ctrl+C ends the app cleanly', async () => {
  const code = run();
  const address = await terminal.line(/http:/);
  expect(terminal.lines[0]).toContain('/people/ali/oda');
  expect(await knock(address)).toEqual({ session: expect.stringMatching(/^.{43}$/) as unknown });
  terminal.stop();
  expect(await code).toBe(0);
  expect(closed.times).toBe(1);
});

test('Enter gives a new address', async () => {
  const code = run();
  const first = await terminal.line(/http:/);
  terminal.enter();
  const second = terminal.lines.findLast((line) => line.includes('http:')) ?? '';
  expect(second).not.toBe(first);
  expect(await knock(first)).toBe(webBridge.turnedAwayCode);
  expect(await knock(second)).toHaveProperty('session');
  terminal.stop();
  await code;
});

test('with --json there is one line, for programs', async () => {
  const code = run({ args: { open: false, json: true, port: 0 } });
  const line = await terminal.line(/ready/);
  expect(JSON.parse(line)).toEqual({
    event: 'ready',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#token=/),
  });
  terminal.stop();
  expect(await code).toBe(0);
  expect(terminal.lines).toHaveLength(1);
});

test.each([
  ['no-display', 'There is no screen'],
  ['no-browser', 'Neither Chromium'],
] as const)(
  'where no window can be opened (%s) it says why and prints the address',
  async (...is) => {
    const [reason, sentence] = is;
    const code = run({
      args: { open: true, json: false, port: 0 },
      opener: { can: false, reason },
    });
    await terminal.line(/http:/);
    expect(terminal.lines.join('\n')).toContain(sentence);
    terminal.stop();
    await code;
  },
);

test('a window that never came is noticed and the address printed', async () => {
  const started = Promise.withResolvers<() => void>();
  let isClosed = false;
  const code = run({
    args: { open: true, json: false, port: 0 },
    opener: {
      can: true,
      open: (_address, end) => {
        started.resolve(end);
        return () => void (isClosed = true);
      },
    },
  });
  const end = await started.promise;
  expect(terminal.lines.join('\n')).not.toContain('http:');
  end();
  clock.advance(5000);
  expect(await terminal.line(/http:/)).toContain('token=');
  expect(terminal.lines).toContain('The window did not open.');
  expect(terminal.lines.join('\n')).not.toContain('It has opened');
  terminal.stop();
  expect(await code).toBe(0);
  expect(isClosed).toBe(true);
});

test('the app ends by itself after its own window was closed', async () => {
  const opened = Promise.withResolvers<string>();
  const code = run({
    args: { open: true, json: false, port: 0 },
    opener: {
      can: true,
      open: (address) => {
        opened.resolve(address);
        return () => {};
      },
    },
  });
  const address = await opened.promise;
  expect(terminal.lines.join('\n')).not.toContain('It has opened');
  expect(await knock(address)).toHaveProperty('session');
  expect(terminal.lines.filter((line) => line.startsWith('It has opened'))).toHaveLength(1);
  while (clock.pendingTimers === 0) await new Promise((resolve) => setImmediate(resolve));
  clock.advance(5000);
  expect(await code).toBe(0);
  expect(closed.times).toBe(1);
});

test('a second Ctrl+C does not wait for the app', async () => {
  closing = () => new Promise(() => {});
  const code = run();
  await terminal.line(/http:/);
  terminal.stop();
  terminal.stop();
  expect(await code).toBe(130);
});

test('an app that does not close is left after a while', async () => {
  const reached = Promise.withResolvers<void>();
  closing = () => {
    reached.resolve();
    return new Promise(() => {});
  };
  const code = run();
  await terminal.line(/http:/);
  terminal.stop();
  await reached.promise;
  clock.advance(10_000);
  expect(await code).toBe(1);
});

test('a data folder in use is a sentence that says what to do, and exit code 1', async () => {
  const refusal = {
    ok: false,
    refusal: { code: 'data-in-use', subject: '/people/ali/oda' },
  } as const;
  const openApp = (): Promise<typeof refusal> => Promise.resolve(refusal);
  expect(await run({ openApp, language: 'tr' })).toBe(1);
  expect(terminal.lines).toHaveLength(1);
  expect(terminal.lines[0]).toContain('/people/ali/oda');
  expect(await run({ openApp, args: { open: false, json: true, port: 0 } })).toBe(1);
  expect(terminal.lines[1]).toBe('{"event":"refused","code":"data-in-use"}');
});

test('a window port in use is refused and the app closed', async () => {
  const first = run();
  const port = Number(new URL((await terminal.line(/http:/)).trim()).port);
  expect(await run({ args: { open: false, json: false, port } })).toBe(1);
  expect(terminal.lines.at(-1)).toContain(String(port));
  expect(closed.times).toBe(1);
  terminal.stop();
  await first;
});
