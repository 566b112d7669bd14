import type { HostLogEvent, HostLogLine } from '../../src-shared/host/host-log.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import { refusalOf } from '../../src-shared/protocol/outcome.ts';
import type { Now } from '../room/effects.ts';
import type { AppendOutcome } from '../room/ports.ts';

/** Whoever reads or writes a disk that fails now and then would fill the log otherwise. */
const calmMs = 10_000;

const fullCodes: ReadonlySet<string> = new Set(['store-full', 'data-full']);
const failingCodes: ReadonlySet<string> = new Set<RefusalCode>([
  'store-failed',
  'data-read-only',
  'data-corrupt',
]);
/** Of the system: there is no space, or it cannot be read or written, or written only. */
const fullSystemCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);
const failingSystemCodes: ReadonlySet<unknown> = new Set(['EIO', 'EROFS']);

type DiskWatchParts = { log: (line: HostLogLine) => void; now: () => Now };

/** Says to whoever hosts that the disk says no: once when it begins and once when it is over, however often it does. */
export class DiskWatch {
  readonly #parts: DiskWatchParts;
  #state: 'working' | 'full' | 'failing' = 'working';
  #failedAtMs = 0;

  constructor(parts: DiskWatchParts) {
    this.#parts = parts;
  }

  /** What became of what was to be stored. */
  wrote(outcomes: readonly AppendOutcome[]): void {
    const codes = outcomes.map((outcome) => (outcome.is === 'refused' ? outcome.code : outcome.is));
    if (codes.some((code) => failingCodes.has(code))) this.#failing();
    else if (codes.some((code) => fullCodes.has(code))) this.#become('full', 'disk-full');
    else if (codes.includes('stored')) this.#works();
  }

  /** False if it was something else: a defect. */
  failed(error: unknown): boolean {
    if (saysFull(error)) this.#become('full', 'disk-full');
    else if (says(error, failingCodes, failingSystemCodes)) this.#failing();
    else return false;
    return true;
  }

  #failing(): void {
    this.#failedAtMs = this.#parts.now().monotonicMs;
    this.#become('failing', 'disk-failing');
  }

  #works(): void {
    if (this.#state === 'full') this.#become('working', 'disk-free');
    const calmForMs = this.#parts.now().monotonicMs - this.#failedAtMs;
    if (this.#state === 'failing' && calmForMs >= calmMs) this.#become('working', 'disk-working');
  }

  #become(state: 'working' | 'full' | 'failing', event: HostLogEvent): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#parts.log({ at: this.#parts.now().wallMs, event });
  }
}

/** Whether what was thrown says that there is no space, by a store of Oda's or by the system. */
export function saysFull(error: unknown): boolean {
  return says(error, fullCodes, fullSystemCodes);
}

function says(
  error: unknown,
  codes: ReadonlySet<string>,
  systemCodes: ReadonlySet<unknown>,
): boolean {
  const code = refusalOf(error)?.code;
  if (code !== undefined) return codes.has(code);
  return error instanceof Error && 'code' in error && systemCodes.has(error.code);
}
