import { expect, onTestFinished } from 'vitest';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import type { HostId } from '../../room/ports.ts';
import { newLabStore, startLab } from './lab.ts';
import { noticesInProcess } from './notices-in-process.ts';

/** Two hosts with a port each, over one log. */
export async function startTwoHosts() {
  const store = newLabStore();
  const notices = noticesInProcess();
  const open = (id: string, seed: number) =>
    startLab({
      store,
      random: seededRandom(seed),
      hosts: { id: id as HostId, notices },
      limits: { messageBurst: 1e6 },
    });
  const hosts = [await open('host-a', 1), await open('host-b', 2)] as const;
  onTestFinished(() => {
    expect(hosts.flatMap(({ defects }) => defects)).toEqual([]);
  });
  return hosts;
}
