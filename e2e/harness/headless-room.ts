import { AppProcess } from './app-process.ts';
import { freshFolder } from './fresh-folder.ts';

type Again = { folder?: ReturnType<typeof freshFolder>; more?: readonly string[] };

/** A room without a window, in a process of its own, that lets everybody write as fast as they can. */
export class HeadlessRoom {
  readonly port: number;
  /** Of a room that does not let everybody in. */
  readonly invite: string;
  readonly process: AppProcess;
  readonly #remove: () => void;

  private constructor(parts: {
    port: number;
    invite: string;
    process: AppProcess;
    remove: () => void;
  }) {
    this.port = parts.port;
    this.invite = parts.invite;
    this.process = parts.process;
    this.#remove = parts.remove;
  }

  /** `folder` and what it is started with besides, for a room that opens again. */
  static async start(
    name: string,
    port = 0,
    { folder = freshFolder(), more = [] }: Again = {},
  ): Promise<HeadlessRoom> {
    const many = '1000000';
    const args = ['--no-nearby', '--name', name, '--port', String(port), '--data', folder.path];
    const unlimited = ['--message-burst', many, '--messages-per-second', many];
    const { process, event } = await AppProcess.start('headless', [...args, ...unlimited, ...more]);
    return new HeadlessRoom({
      port: Number(event['port']),
      invite: String(event['invite']),
      process,
      remove: () => folder.remove(),
    });
  }

  /** Its exit code. */
  async stop(): Promise<number | null> {
    const code = await this.process.stop();
    this.#remove();
    return code;
  }
}
