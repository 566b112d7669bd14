import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What its members speak, and where they meet in that server's words. */
export type ChatLanguage = {
  speaks: 'oda' | 'lines' | 'irc' | 'mqtt' | 'xmpp' | 'none';
  place?: string;
};

/** Many members of one chat (`load-generator.c`), in a process of their own. */
export type LoadGenerator = {
  pid: number;
  /** Gives one command and waits for its answer, which begins with this word. */
  ask(command: string, word: string): Promise<number[]>;
  /** The next answer of a command that gives several. */
  next(word: string): Promise<number[]>;
  stop(): Promise<void>;
};

/** Debian's packages, where they are missing. */
export function installPackages(packages: readonly string[]): void {
  if (packages.length === 0) return;
  const words = `apt-get install ${packages.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(`These are missing; as root: ${words}`);
  console.log(words);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
}

/** The programs in C, compiled once for a measurement. */
export type Compiled = { generator: string; onlyWrites: string; remove(): void };

export function compile(): Compiled {
  if (!existsSync('/usr/include/openssl/ssl.h'))
    installPackages(['gcc', 'libc6-dev', 'libssl-dev']);
  const folder = mkdtempSync(join(tmpdir(), 'oda-peers-'));
  const make = (name: string, sources: readonly string[], libraries: readonly string[] = []) => {
    const program = join(folder, name);
    const paths = sources.map((source) => join(import.meta.dirname, source));
    execFileSync('cc', ['-O2', '-Wall', '-Wextra', '-o', program, ...paths, ...libraries]);
    return program;
  };
  return {
    generator: make(
      'load-generator',
      ['load-generator.c', 'load-languages.c'],
      ['-lssl', '-lcrypto'],
    ),
    onlyWrites: make('only-writes', ['only-writes.c']),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** On a core of its own where there are two. */
export function startGenerator(
  { generator }: Compiled,
  { speaks, place = '' }: ChatLanguage,
  at: { port: number; core: string },
): LoadGenerator {
  const args = ['-c', at.core, generator, speaks, String(at.port), place];
  const child = spawn('taskset', args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (word: string): Promise<number[]> => {
    const { value = '' } = await lines.next();
    const [first, ...rest] = value.split(' ');
    if (first !== word) throw new Error(`The load generator said "${value}" and not ${word}`);
    return rest.map(Number);
  };
  return {
    pid: child.pid ?? 0,
    ask: (command, word) => {
      child.stdin.write(`${command}\n`);
      return next(word);
    },
    next,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
