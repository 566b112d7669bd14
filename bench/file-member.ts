import { dialRoom } from '../src-main/net/dial-room.ts';
import { systemClock } from '../src-main/net/system-clock.ts';
import { systemRandom } from '../src-main/net/system-random.ts';
import type { FileFolder } from '../src-main/files/file-folder.ts';
import { RoomLink } from '../src-main/client/room-link.ts';
import { RoomTransfers } from '../src-main/client/room-transfers.ts';
import { greet, signIn } from '../src-main/client/sign-in.ts';
import type { Cid, DeviceId, Secret } from '../src-shared/protocol/ids.ts';
import { everyone } from '../src-shared/protocol/ids.ts';
import type { SentFile } from '../src-shared/protocol/files.ts';

/** A member with the app's own hands for files, and nothing else of it. */
export class FileMember {
  readonly folder: FileFolder;
  readonly transfers: RoomTransfers;
  readonly #link: RoomLink;

  private constructor(own: { folder: FileFolder; transfers: RoomTransfers; link: RoomLink }) {
    this.folder = own.folder;
    this.transfers = own.transfers;
    this.#link = own.link;
  }

  /** `filePort`: where connections for files go, if that is another way. */
  static async enter(
    port: number,
    name: string,
    { folder, filePort }: { folder: FileFolder; filePort: number },
  ): Promise<FileMember> {
    const dialTo = async (to: number) =>
      (await dialRoom({ host: '127.0.0.1', port: to, timeoutMs: 10_000 })).transport;
    const clock = systemClock;
    const link = new RoomLink({ transport: await dialTo(port), clock });
    await greet(link, 'Oda bench');
    const device = {
      device: name.padEnd(16, '_') as DeviceId,
      deviceKey: 'k'.repeat(43) as Secret,
    };
    const admitted = await signIn(link, device, { name });
    if (!admitted.ok) throw new Error(admitted.refusal.code);
    const transfers = new RoomTransfers({
      clock,
      folder,
      privateFolder: folder,
      dial: () => dialTo(filePort),
      changed: () => undefined,
      tellOfFile: () => undefined,
      foundSpace: () => undefined,
      dropped: () => undefined,
      reportDefect: (error) => console.error(error),
    });
    const nothing = (): void => undefined;
    link.listen({
      entry: () => transfers.giveWay(),
      notice: nothing,
      private: nothing,
      behind: nothing,
      ended: nothing,
    });
    transfers.attach({ link, own: admitted.value.account });
    return new FileMember({ folder, transfers, link });
  }

  /** The number of the message that has them. */
  async send(files: SentFile[]): Promise<number> {
    const cid = systemRandom.text(22) as Cid;
    const params = { in: everyone, cid, text: 'files', files };
    const sent = await this.#link.request('send-message', params);
    if (!sent.ok) throw new Error(sent.refusal.code);
    return sent.value.seq;
  }

  async bring(file: SentFile): Promise<void> {
    const refusal = await this.transfers.bring(file);
    if (refusal) throw new Error(refusal.code);
  }

  async fetch(file: SentFile, seq: number): Promise<void> {
    const refusal = await this.transfers.fetch(file, { in: everyone, seq });
    if (refusal) throw new Error(refusal.code);
  }

  leave(): void {
    this.transfers.detach();
    this.#link.end({ code: 'signed-out' });
  }
}
