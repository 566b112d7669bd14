import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../e2e/harness/free-port.ts';
import { startRoom } from './room-under-load.ts';
import type { ChatLanguage } from './load-generator.ts';

/** A chat server under load, on a core of its own where there are two. */
export type ChatServer = {
  port: number;
  pid: number;
  language: ChatLanguage;
  /** Killed, and started again on what it had. Only where members have something to come back by. */
  restart?(): Promise<void>;
  stop(): Promise<void>;
};

export type ChatServerKind = {
  what: string;
  /** The program it needs, and how it says its version; none for Oda. */
  program?: { name: string; version: readonly string[] };
  start(): Promise<ChatServer>;
};

export const serverCore = '0';

/** What Debian's packages install, and Oda in three of its languages. */
export const chatServers: readonly ChatServerKind[] = [
  { what: 'Oda, TLS, on disk', start: () => startOda({ speaks: 'oda' }, true) },
  { what: 'Oda by plain lines, on disk', start: () => startOda({ speaks: 'lines' }) },
  { what: 'Oda by IRC, on disk', start: () => startOda({ speaks: 'irc', place: '#oda' }) },
  {
    what: 'ngircd',
    program: { name: 'ngircd', version: ['--version'] },
    start: () => startProgram(ngircd, { speaks: 'irc', place: '#bench' }),
  },
  {
    what: 'inspircd',
    program: { name: 'inspircd', version: ['--version'] },
    start: () => startProgram(inspircd, { speaks: 'irc', place: '#bench' }),
  },
  {
    what: 'mosquitto',
    program: { name: 'mosquitto', version: ['-h'] },
    start: () => startProgram(mosquitto, { speaks: 'mqtt', place: 'room' }),
  },
  {
    what: 'prosody (MUC)',
    program: { name: 'prosodyctl', version: ['about'] },
    start: () => startProgram(prosody, { speaks: 'xmpp', place: 'bench@conference.bench.local' }),
  },
];

async function startOda(language: ChatLanguage, isRestarted = false): Promise<ChatServer> {
  const folder = mkdtempSync(join(tmpdir(), 'oda-peers-'));
  let room = await startRoom(folder);
  pin(room.pid);
  return {
    get port() {
      return room.port;
    },
    get pid() {
      return room.pid;
    },
    language,
    ...(isRestarted && {
      restart: async () => {
        await room.kill();
        room = await startRoom(folder);
        pin(room.pid);
      },
    }),
    stop: async () => {
      await room.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

type Program = (at: { port: number; folder: string }) => {
  file: string;
  content: string;
  command: readonly [string, ...string[]];
};

async function startProgram(program: Program, language: ChatLanguage): Promise<ChatServer> {
  const folder = mkdtempSync(join(tmpdir(), 'oda-peers-'));
  const port = await freePort();
  const { file, content, command } = program({ port, folder });
  writeFileSync(join(folder, file), content);
  const [name, ...args] = command;
  // More connections than a session is usually given.
  const shell = ['-c', `ulimit -n 65536 2>/dev/null; exec "$0" "$@"`, name, ...args];
  const child = spawn('sh', shell, { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder });
  await untilListening(port, child);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} did not start`);
  pin(pid);
  return {
    port,
    pid,
    language,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

const ngircd: Program = ({ port, folder }) => ({
  file: 'ngircd.conf',
  content: `[Global]
Name = irc.bench.local
Info = Bench
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = Bench
ServerUID = root
ServerGID = root
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 20
MaxPenaltyTime = 0
PingTimeout = 600
PongTimeout = 600
[Options]
DNS = no
Ident = no
PAM = no
`,
  command: ['ngircd', '--nodaemon', '--config', join(folder, 'ngircd.conf')],
});

const inspircd: Program = ({ port, folder }) => ({
  file: 'inspircd.conf',
  content: `<server name="irc.bench.local" description="Bench" network="Bench" id="001">
<admin name="Bench" nick="Bench" email="bench@localhost">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect allow="*" timeout="600" pingfreq="600" maxchans="20" localmax="10000" globalmax="10000"
 fakelag="no" commandrate="100000000" threshold="1000000" recvq="1000000" softsendq="100000000" hardsendq="200000000"
 useident="no" resolvehostnames="no" useconnectban="no">
<performance netbuffersize="65534" somaxconn="4096" softlimit="60000" clonesonconnect="no">
<options defaultmodes="">
<pid file="${join(folder, 'inspircd.pid')}">
<path logdir="${folder}" datadir="${folder}" runtimedir="${folder}">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="${join(folder, 'log')}">
`,
  command: ['inspircd', '--runasroot', '--nofork', '--config', join(folder, 'inspircd.conf')],
});

const mosquitto: Program = ({ port, folder }) => ({
  file: 'mosquitto.conf',
  content: `listener ${port} 127.0.0.1
allow_anonymous true
persistence false
log_type error
set_tcp_nodelay true
max_queued_messages 0
max_queued_bytes 0
user root
`,
  command: ['mosquitto', '-c', join(folder, 'mosquitto.conf')],
});

const prosody: Program = ({ port, folder }) => ({
  file: 'prosody.cfg.lua',
  content: `run_as_root = true
pidfile = "${join(folder, 'prosody.pid')}"
data_path = "${folder}"
log = { error = "${join(folder, 'log')}" }
modules_enabled = { "saslauth", "disco" }
modules_disabled = { "s2s", "tls", "offline", "c2s_limit" }
c2s_ports = { ${port} }
c2s_interfaces = { "127.0.0.1" }
c2s_direct_tls_ports = {}
s2s_ports = {}
c2s_require_encryption = false
network_backend = "epoll"
VirtualHost "bench.local"
authentication = "anonymous"
Component "conference.bench.local" "muc"
muc_room_locking = false
muc_room_default_history_length = 0
`,
  command: ['prosody', '--config', join(folder, 'prosody.cfg.lua'), '-F'],
});

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Error(`It ended by itself with ${child.exitCode}`);
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isThere) return;
    await wait(100);
  }
  throw new Error('It does not listen');
}

/** Every thread of it on one core, as the servers beside it have but one. */
function pin(pid: number): void {
  execFileSync('taskset', ['-a', '-c', '-p', serverCore, String(pid)], { stdio: 'ignore' });
}

/** Of a process with all its threads, as the system counts. */
export function usageOf(pid: number): { cpuMs: number; residentBytes: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const [, kib = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return { cpuMs: ticks * 10, residentBytes: Number(kib) * 1024 };
}
