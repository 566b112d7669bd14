import { existsSync, readdirSync, readFileSync } from 'node:fs';

type Weight = { mib: number; handles: number; threads: number };

/** What the host takes from its computer, again and again: whether it is level. Linux only. */
export class HostWeights {
  readonly #weights: Weight[] = [];

  weigh(pid: number | undefined): void {
    if (process.platform !== 'linux' || pid === undefined) return;
    // One that has ended weighs nothing.
    if (!existsSync(`/proc/${pid}/fd`)) return;
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const of = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const handles = readdirSync(`/proc/${pid}/fd`).length;
    this.#weights.push({ mib: Math.round(of('VmRSS') / 1024), handles, threads: of('Threads') });
  }

  /** The middle of the first fifth of the times, and of the last one. */
  figures(): Record<string, number> {
    const share = Math.max(1, Math.floor(this.#weights.length / 5));
    const first = this.#weights.slice(0, share);
    const last = this.#weights.slice(-share);
    const figures: Record<string, number> = {};
    for (const [what, name] of [
      ['mib', 'host MiB'],
      ['handles', 'host handles'],
      ['threads', 'host threads'],
    ] as const) {
      figures[`${name}, first fifth`] = middle(first.map((weight) => weight[what]));
      figures[`${name}, last fifth`] = middle(last.map((weight) => weight[what]));
    }
    figures['host MiB, most'] = Math.max(0, ...this.#weights.map(({ mib }) => mib));
    return figures;
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
