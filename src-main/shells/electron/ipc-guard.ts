import { z } from 'zod';
import { privatePlace } from '../../../src-shared/member/private-place.ts';
import { pieceBytes } from './channels.ts';
import { isOwnPage } from './own-page.ts';

/** What is known of the frame that a message came from. */
export type Sender = { url: string; isMainFrame: boolean };

const ipcRequest = z.object({ name: z.string().max(64), params: z.unknown() });
export type IpcRequest = z.infer<typeof ipcRequest>;

/** Of a file on any system; what is too long for a room the app cuts. */
const longestName = 4096;
const fileName = z.string().max(longestName);
/** Of one window, which numbers its files itself. */
const stageNumber = z.int().nonnegative();
const fileAtPath = z.object({
  stage: stageNumber,
  name: fileName,
  path: z.string().min(1).max(4096),
  private: privatePlace.optional(),
});
export type FileAtPath = z.infer<typeof fileAtPath>;

/** `at`: how many bytes of the file stand before it; with 0 it begins. */
const filePiece = z.object({
  stage: stageNumber,
  name: fileName,
  private: privatePlace.optional(),
  at: z.int().nonnegative(),
  bytes: z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= pieceBytes),
  isLast: z.boolean(),
});
export type FilePiece = z.infer<typeof filePiece>;

/** A frame that has gone while its message was under way has no address any more. */
export function isOwnSender(sender: Sender | undefined): boolean {
  return sender !== undefined && sender.isMainFrame && isOwnPage(sender.url);
}

/** The request in a message, or undefined if the sender or the shape is not the app's own. */
export function admitRequest(sender: Sender | undefined, message: unknown): IpcRequest | undefined {
  return admit(ipcRequest, sender, message);
}

export function admitFile(sender: Sender | undefined, message: unknown): FileAtPath | undefined {
  return admit(fileAtPath, sender, message);
}

export function admitStage(sender: Sender | undefined, message: unknown): number | undefined {
  return admit(stageNumber, sender, message);
}

export function admitPiece(sender: Sender | undefined, message: unknown): FilePiece | undefined {
  return admit(filePiece, sender, message);
}

function admit<T>(
  shape: z.ZodType<T>,
  sender: Sender | undefined,
  message: unknown,
): T | undefined {
  return isOwnSender(sender) ? shape.safeParse(message).data : undefined;
}
