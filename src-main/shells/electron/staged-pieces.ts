import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import { refused } from '../../../src-shared/protocol/outcome.ts';
import type { SentFile } from '../../../src-shared/protocol/files.ts';
import type { WindowApp } from '../../app/create-app.ts';
import type { FilePiece } from './ipc-guard.ts';

/** Of all windows: each holds a piece in memory and a file on the disk. */
const mostAtOnce = 8;

type Underway = {
  writer: WritableStreamDefaultWriter<Uint8Array>;
  outcome: Promise<Outcome<SentFile>>;
  bytes: number;
};

/** After a piece that is not the last: `null` once it is taken, so that no more than one waits in memory. */
export type PieceAnswer = Outcome<SentFile | null>;

const badPiece = refused({ code: 'bad-request' });

/** Puts files together that windows send in pieces, as they have no path: what is pasted, or cleaned of its details. */
export class StagedPieces {
  readonly #stage: WindowApp['stage'];
  readonly #underway = new Map<string, Underway>();

  constructor(stage: WindowApp['stage']) {
    this.#stage = stage;
  }

  /** `window` tells the windows apart, which number their files themselves. */
  async take(window: number, piece: FilePiece): Promise<PieceAnswer> {
    const key = `${window} ${piece.stage}`;
    const file = piece.at === 0 ? this.#begin(key, piece) : this.#underway.get(key);
    if (!file || file.bytes !== piece.at) {
      this.#abandon(key);
      return badPiece;
    }
    file.bytes += piece.bytes.byteLength;
    // A refusal of the app ends its reading: the writing fails then, and the outcome says why.
    const written = file.writer.write(piece.bytes).then(
      () => file.writer.ready,
      () => undefined,
    );
    if (!piece.isLast) {
      const taken = written.then(() => ({ ok: true, value: null }) as const);
      const answer = await Promise.race([file.outcome, taken]);
      if (!answer.ok) this.#underway.delete(key);
      return answer;
    }
    file.writer.close().catch(() => undefined);
    const outcome = await file.outcome;
    this.#underway.delete(key);
    return outcome;
  }

  /** The person does not want it any more. */
  stop(window: number, stage: number): void {
    this.#abandon(`${window} ${stage}`);
  }

  /** The window has gone, or shows another page: what it had begun has no end. */
  forget(window: number): void {
    for (const key of this.#underway.keys()) {
      if (key.startsWith(`${window} `)) this.#abandon(key);
    }
  }

  #begin(key: string, { name, private: chat }: FilePiece): Underway | undefined {
    this.#abandon(key);
    if (this.#underway.size >= mostAtOnce) return undefined;
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const outcome = this.#stage({ name, private: chat, bytes: readable });
    const file = { writer: writable.getWriter(), outcome, bytes: 0 };
    // What is asked of a writer that has failed is told by the outcome.
    file.writer.closed.catch(() => undefined);
    this.#underway.set(key, file);
    return file;
  }

  #abandon(key: string): void {
    const file = this.#underway.get(key);
    this.#underway.delete(key);
    // The app's reading ends with an error, which nobody waits for any more.
    file?.outcome.catch(() => undefined);
    file?.writer
      .abort(new DOMException('The window has gone.', 'AbortError'))
      .catch(() => undefined);
  }
}
