import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** Gathered before they are written, so that many small pieces cost little. */
const gatheredBytes = 256 * 1024;

/** A file that is there when all of it is, and not before: until then it has another name. Rejects as the disk does. */
export class NewFile {
  readonly #path: string;
  /** Its name until it is whole. */
  readonly #part: string;
  readonly #handle: FileHandle;
  #gathered: string[] = [];
  #size = 0;

  private constructor(path: string, part: string, handle: FileHandle) {
    this.#path = path;
    this.#part = part;
    this.#handle = handle;
  }

  /** `mark` tells it from what others write beside it. */
  static async begin(path: string, mark: string): Promise<NewFile> {
    const part = `${path}.${mark}.part`;
    return new NewFile(path, part, await open(part, 'wx', 0o600));
  }

  /** Resolves when it may take more. */
  async write(text: string): Promise<void> {
    this.#gathered.push(text);
    this.#size += text.length;
    if (this.#size >= gatheredBytes) await this.#flush();
  }

  /** Takes the place of what is there under its name. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#part, this.#path);
  }

  /** Nothing of it stays. */
  async drop(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.#part, { force: true });
  }

  async #flush(): Promise<void> {
    const text = this.#gathered.join('');
    this.#gathered = [];
    this.#size = 0;
    if (text !== '') await this.#handle.writeFile(text);
  }
}
