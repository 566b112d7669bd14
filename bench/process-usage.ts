import { readFileSync } from 'node:fs';

export type ProcessUsage = {
  cpuMs: number;
  residentBytes: number;
  /** The most that it ever had. */
  peakBytes: number;
  /** Read by the system for it, from disks and connections; 0 where the system does not say. */
  readBytes: number;
};

export type RoomUsage = ProcessUsage & {
  /** From a file that it gives. */
  mostReadsOfABlock: number;
};

/** What this process uses. */
export function processUsage(): ProcessUsage {
  const { user, system } = process.cpuUsage();
  return {
    cpuMs: (user + system) / 1000,
    residentBytes: process.memoryUsage.rss(),
    peakBytes: process.resourceUsage().maxRSS * 1024,
    readBytes: process.platform === 'linux' ? readSoFar() : 0,
  };
}

function readSoFar(): number {
  const [, bytes = '0'] = /^rchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8')) ?? [];
  return Number(bytes);
}
