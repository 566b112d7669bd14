import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runElectron, whyNotStarted } from './run-electron.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oda electron '));
});
afterEach(() => rmSync(folder, { recursive: true }));

const end = (errors: string, code = 1) => ({ code, signal: null, errors });

/** A binary in Electron's place, which Node runs; on Windows there is no such thing. */
function run(script: string, env: NodeJS.ProcessEnv = process.env) {
  const binary = join(folder, 'electron');
  writeFileSync(`${binary}.cjs`, script);
  // A line `#!` of its own cannot name a program in a folder with blanks.
  writeFileSync(binary, `#!/bin/sh\nexec "$ODA_TEST_NODE" "$0.cjs"`);
  chmodSync(binary, 0o755);
  const ownEnv = { ...env, ODA_TEST_NODE: process.execPath };
  return runElectron({ binary, args: [folder], cwd: folder, env: ownEnv });
}

test('an app that ends well, or has said why it does not start, is not tried in another shell', async () => {
  expect(await run('process.exit(0)')).toEqual({ code: 0 });
  expect(await run('process.exit(3)')).toEqual({ code: 3 });
});

test('one that a person ended is not tried in another shell, however early and badly it ended', async () => {
  const told = "process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1000);";
  // It runs in this process's foreground, so what ends this process ends it.
  const ended = run(`${told} process.kill(process.ppid, 'SIGTERM')`);
  expect(await ended).toEqual({ code: 9 });
});

test('one that dies at once gives its reason', async () => {
  const dying = `
    process.stderr.write('[7:1122/101010.1:ERROR:dbus.cc(1)] no bus\\n');
    process.stderr.write('[7:1122/101010.2:FATAL:ozone.cc(2)] Missing X server or $DISPLAY\\n');
    process.exit(1)`;
  expect(await run(dying)).toEqual({
    obstacle: 'did not start (Missing X server or $DISPLAY)',
  });
  expect(await run("process.kill(process.pid, 'SIGTRAP')")).toEqual({
    obstacle: 'did not start (SIGTRAP)',
  });
  expect(await run('process.exit(9)')).toEqual({ obstacle: 'did not start (exit code 9)' });
});

test('a binary that cannot be run at all gives the system’s reason', async () => {
  const binary = join(folder, 'none');
  expect(await runElectron({ binary, args: [], cwd: folder })).toMatchObject({
    obstacle: expect.stringContaining('ENOENT'),
  });
});

test('ELECTRON_RUN_AS_NODE of the environment is not handed on', async () => {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const script = "process.exit('ELECTRON_RUN_AS_NODE' in process.env ? 1 : 0)";
  expect(await run(script, env)).toEqual({ code: 0 });
});

test.each([
  '[9:1122/1.2:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! If you are running on Ubuntu 23.10+ …',
  '[9:1122/1.2:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured correctly.',
])('a sandbox that the system forbids comes with the commands that allow it: %s', (errors) => {
  const { obstacle, cure } = whyNotStarted(end(errors), "/a b/it's/electron");
  expect(obstacle).toContain('sandbox');
  expect(cure).toContain(String.raw`sudo chown root:root '/a b/it'\''s/chrome-sandbox'`);
  expect(cure).toContain(String.raw`sudo chmod 4755 '/a b/it'\''s/chrome-sandbox'`);
});

test('a library that is missing is named', () => {
  const errors =
    '/x/electron: error while loading shared libraries: libnss3.so: cannot open shared object file';
  expect(whyNotStarted(end(errors, 127), '/x/electron').obstacle).toContain('libnss3.so');
});
