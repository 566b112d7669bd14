// @ts-check
import { dirname, join } from 'node:path';
import { runInForeground } from './command.mjs';

/** One that ends so soon, and not well, has shown nobody a window. */
const earlyMs = 15_000;

/** The app could not open its data and has said why in a window, see run-electron-shell.ts. */
const refusedCode = 3;

/**
 * Runs the app in Electron; if that dies at its start, why, in words for "Electron …", and what helps.
 *
 * @param {{ binary: string, args: readonly string[], cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number } | { obstacle: string, cure?: string }>}
 */
export async function runElectron({ binary, args, cwd, env = process.env }) {
  // An editor's terminal may hand it on, and Electron would be a plain Node.
  const { ELECTRON_RUN_AS_NODE: _inherited, ...own } = env;
  const end = await runInForeground(binary, args, { cwd, env: own, hearErrors: true });
  const { code, asked, ranForMs } = end;
  if (asked || code === 0 || code === refusedCode || ranForMs > earlyMs) return { code };
  return whyNotStarted(end, binary);
}

/**
 * @param {Pick<import('./command.mjs').ForegroundEnd, 'code' | 'signal' | 'errors'>} end
 * @param {string} binary
 * @returns {{ obstacle: string, cure?: string }}
 */
export function whyNotStarted({ code, signal, errors }, binary) {
  if (/No usable sandbox|SUID sandbox helper binary|setuid_sandbox_host/.test(errors)) {
    const helper = join(dirname(binary), 'chrome-sandbox');
    return {
      obstacle:
        'did not start: this system keeps its sandbox from it (AppArmor, Ubuntu since 23.10)',
      cure: [
        'These two commands allow it, once:',
        `  sudo chown root:root ${quoted(helper)}`,
        `  sudo chmod 4755 ${quoted(helper)}`,
      ].join('\n'),
    };
  }
  const reason = reasonIn(errors) || (signal ?? `exit code ${code}`);
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(errors)?.[1];
  if (library === undefined) return { obstacle: `did not start (${reason})` };
  return {
    obstacle: `did not start: the system's library ${library} is missing`,
    cure: 'Whatever brings Chromium or Chrome to this system brings it too.',
  };
}

/** Chromium's last fatal word, else the last line. @param {string} errors */
function reasonIn(errors) {
  const lines = errors
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const line = lines.findLast((each) => /FATAL|Error:|error:/.test(each)) ?? lines.at(-1) ?? '';
  // `[123:0101/120000.000000:FATAL:file.cc(12)] words`
  return line.replace(/^\[[^\]]*\]\s*/, '').slice(0, 300);
}

/** For a shell: the folder's name may hold blanks. @param {string} path */
function quoted(path) {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
