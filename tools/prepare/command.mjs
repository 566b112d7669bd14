// @ts-check
import { spawn } from 'node:child_process';
import { exitCodeOf, Stopped } from './problem.mjs';

/**
 * @typedef {object} CommandOptions
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} [env]
 * @property {'inherit' | 'capture' | 'stderr'} [output] `stderr` keeps this process's stdout clean
 * @property {boolean} [shell]
 * @property {number} [timeoutMs]
 * @property {AbortSignal} [signal] ends it
 * @property {(pid: number) => void} [started]
 */

/**
 * @typedef {object} CommandResult
 * @property {number} code 0 only if the command ended well; 127 if it could not start
 * @property {string} output what it printed, where it was captured
 */

const stdioOf = {
  capture: /** @type {const} */ (['ignore', 'pipe', 'pipe']),
  stderr: /** @type {const} */ (['ignore', 2, 'inherit']),
};

/**
 * Runs a command to its end. A command that cannot start, fails or takes too long is a result, not
 * an exception: every caller has its own advice to print. If this process is told to stop, the command is
 * too, and only then this rejects: nothing works on behind the person's back.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {CommandOptions} options
 * @returns {Promise<CommandResult>}
 */
export function run(file, args, options) {
  const { output = 'inherit' } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [...(output === 'inherit' ? inheritedStdio() : stdioOf[output])],
      shell: options.shell ?? false,
      ...(options.signal ? { signal: options.signal } : {}),
      ...(options.timeoutMs === undefined
        ? {}
        : { timeout: options.timeoutMs, killSignal: /** @type {const} */ ('SIGKILL') }),
    });
    if (child.pid !== undefined) options.started?.(child.pid);
    const signals = handOnSignals(child);
    const stopHearing = output === 'inherit' ? passOn(child) : () => {};
    /** @type {Buffer[]} */
    const chunks = [];
    /** @param {Buffer} chunk */
    const keep = (chunk) => chunks.push(chunk);
    if (output === 'capture')
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', keep);
    child.once('error', (error) => {
      signals.end();
      stopHearing();
      resolve({ code: 127, output: error.message });
    });
    child.once('close', (code) => {
      const stoppedBy = signals.end();
      stopHearing();
      if (stoppedBy) reject(new Stopped(stoppedBy));
      else resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** Into a pipe this process writes itself, so as to know when nobody reads there any more. */
function inheritedStdio() {
  return process.stdout.isTTY
    ? /** @type {const} */ (['ignore', 'inherit', 'inherit'])
    : /** @type {const} */ (['ignore', 'pipe', 'inherit']);
}

/**
 * What a command prints, for as long as somebody reads it (`| head`); then it is ended as by Ctrl+C, or it would
 * report at length that it cannot print.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} what ends this
 */
function passOn(child) {
  const { stdout } = child;
  if (!stdout) return () => {};
  stdout.pipe(process.stdout, { end: false });
  const unread = () => {
    stdout.unpipe();
    stdout.resume();
    child.kill('SIGINT');
  };
  process.stdout.on('error', unread);
  return () => {
    stdout.unpipe();
    process.stdout.off('error', unread);
  };
}

const mostErrors = 16 * 1024;

const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Hands the signals that arrive here on to a child, until `end`, which gives the last one that came.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {{ end: () => NodeJS.Signals | undefined }}
 */
function handOnSignals(child) {
  /** @type {NodeJS.Signals | undefined} */
  let came;
  const listeners = forwarded.map((name) => {
    const listener = () => {
      came = name;
      // A terminal gives Ctrl+C to the child as well; twice would read as "now, without goodbye".
      if (!(name === 'SIGINT' && process.stdin.isTTY)) child.kill(name);
    };
    process.on(name, listener);
    return { name, listener };
  });
  return {
    end: () => {
      for (const { name, listener } of listeners) process.off(name, listener);
      return came;
    },
  };
}

/**
 * @typedef {object} ForegroundEnd
 * @property {number} code the child's own exit code; 128 + number if a signal ended it
 * @property {NodeJS.Signals | null} signal
 * @property {number} ranForMs
 * @property {boolean} asked whether this process was told to stop meanwhile
 * @property {string} errors the end of what it wrote to stderr, if that is listened to
 */

/**
 * Hands this terminal over to a child: its input, its output, the signals that arrive here, and
 * the exit code that it ends with.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, hearErrors?: boolean }} options `hearErrors` keeps what is shown on stderr
 * @returns {Promise<ForegroundEnd>}
 */
export function runInForeground(file, args, options) {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    const child = spawn(file, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['inherit', 'inherit', options.hearErrors ? 'pipe' : 'inherit'],
    });
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      process.stderr.write(text);
      errors = `${errors}${text}`.slice(-mostErrors);
    });
    const signals = handOnSignals(child);
    /** @param {{ code: number, signal: NodeJS.Signals | null }} end */
    const finish = (end) => {
      const asked = signals.end() !== undefined;
      resolve({ ...end, ranForMs: Date.now() - startedAt, asked, errors });
    };
    child.once('error', (error) => {
      errors ||= error.message;
      finish({ code: 127, signal: null });
    });
    // Not `close`: a helper that it leaves behind may hold its stderr open.
    child.once('exit', (code, signal) =>
      setImmediate(() => finish({ code: code ?? exitCodeOf(signal), signal })),
    );
  });
}
