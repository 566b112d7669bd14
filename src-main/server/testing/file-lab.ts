import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import { usualFileTerms } from '../../../src-shared/protocol/files.ts';
import type { FileTerms } from '../../../src-shared/protocol/files.ts';
import { hashBlock, hashFile } from '../../files/file-blocks.ts';
import { temporaryFolder } from '../../storage/testing/temporary-folder.ts';
import type { RoomServerOptions } from '../room-server.ts';
import { connectTo, enter, startLab } from './lab.ts';
import type { Frame, WirePeer } from './wire-peer.ts';

type Sent = { hash: string; size: number; name: string };

/** A file whose bytes are a line, as this peer reads them. */
export async function fileOf(text: string) {
  const bytes = Buffer.from(`${JSON.stringify({ type: text })}\n`);
  const list = await hashBlock(new Uint8Array(bytes));
  const hash = await hashFile(bytes.length, list);
  return { bytes, list, sent: { hash, size: bytes.length, name: `${text}.txt` } };
}
export type File = Awaited<ReturnType<typeof fileOf>>;

export async function startLabWithFiles(
  terms: Partial<FileTerms> = {},
  disk: Pick<RoomServerOptions, 'freeBytes'> = {},
) {
  const filesFolder = temporaryFolder();
  const lab = await startLab({ filesFolder, ...disk });
  await lab.server.changeOptions({ files: { ...usualFileTerms, ...terms } });
  const ali = await enter(lab.server, 'ali');
  const veli = await enter(lab.server, 'veli');
  return { ...lab, filesFolder, ali, veli };
}

export const offer = (peer: WirePeer, { hash, size }: Sent) =>
  peer.ask('offer-file', { hash, size });
export const ofType = (type: string) => (frame: Frame) => frame.type === type;

type Reached = { server: { port: number } };

export async function opened({ server }: Reached, ticket: unknown): Promise<WirePeer> {
  const transfer = await connectTo(server.port);
  expect(await transfer.ask('open-file', { ticket })).toMatchObject({ type: 'ok' });
  return transfer;
}

/** As the document says it. */
export async function bring(lab: Reached, peer: WirePeer, file: File): Promise<void> {
  const { ticket } = await offer(peer, file.sent);
  const transfer = await opened(lab, ticket);
  await sendList(transfer, file);
  sendBytes(transfer, file);
  await transfer.first(ofType('whole'));
  transfer.close();
}

/** Of a file of one block. */
export function askForBytes(transfer: WirePeer): void {
  transfer.write('{"type":"missing","at":0,"blocks":1}\n{"type":"get"}\n');
}

/** The bytes are asked for when this resolves. */
export async function sendList(transfer: WirePeer, { list }: File): Promise<void> {
  await transfer.first(ofType('get-blocks'));
  transfer.write(`{"type":"blocks","bytes":32}\n`);
  transfer.write(list);
  await transfer.first(ofType('get'));
}

export function sendBytes(transfer: WirePeer, { bytes }: File): void {
  transfer.write(`{"type":"block","at":0,"bytes":${bytes.length}}\n`);
  transfer.write(bytes);
}

export const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
