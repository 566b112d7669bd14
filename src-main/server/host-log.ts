import type { HostLogLine } from '../../src-shared/host/host-log.ts';

const maxLines = 1000;

/** The newest lines of the host's log in memory; tells of new ones once per turn of the loop. */
export class HostLog {
  readonly #lines: HostLogLine[] = [];
  #fresh: HostLogLine[] = [];
  readonly #told: (lines: HostLogLine[]) => void;

  constructor(told: (lines: HostLogLine[]) => void) {
    this.#told = told;
  }

  add(line: HostLogLine): void {
    this.#lines.push(line);
    if (this.#lines.length > maxLines) this.#lines.shift();
    this.#fresh.push(line);
    if (this.#fresh.length === 1) setImmediate(() => this.flush());
  }

  flush(): void {
    const lines = this.#fresh;
    this.#fresh = [];
    if (lines.length > 0) this.#told(lines);
  }

  read(): HostLogLine[] {
    return [...this.#lines];
  }
}
