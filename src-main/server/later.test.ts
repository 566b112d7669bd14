import { expect, test } from 'vitest';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { LaterStore } from '../room/ports.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { StoreError } from '../storage/store-error.ts';
import { temporaryFolder } from '../storage/testing/temporary-folder.ts';
import { createRoomStore, openRoomStore } from '../storage/room/testing/room-stores.ts';
import { newRoom } from '../storage/room/testing/room-samples.ts';
import { enter, message, newLabStore, startLab } from './testing/lab.ts';
import type { Lab } from './testing/lab.ts';
import type { WirePeer } from './testing/wire-peer.ts';

const minute = 60_000;
const cidOf = (number: number) => `later${String(number).padStart(12, '0')}`;

async function sendLater(peer: WirePeer, { clock }: Lab, more: object = {}) {
  const at = clock.wallMs() + minute;
  return peer.ask('send-later', { in: everyone, cid: cidOf(1), text: 'good morning', at, ...more });
}

const listed = async (peer: WirePeer) =>
  (await peer.ask('list-later'))['messages'] as { text: string; at: number; refusal?: string }[];

/** A second at a time, as the room looks; whoever listens gives signs of life. */
async function passUntil({ clock }: Pick<Lab, 'clock'>, peer: WirePeer, isSo: () => boolean) {
  while (!isSo()) {
    clock.advance(1000);
    await peer.ask('ping');
  }
}

test('the room sends it at its time, though its writer is gone, and once', async () => {
  const lab = await startLab();
  const ali = await enter(lab.server, 'ali');
  const veli = await enter(lab.server, 'veli');
  expect(await sendLater(ali, lab)).toMatchObject({ type: 'ok' });
  expect(await listed(ali)).toMatchObject([{ text: 'good morning', in: everyone }]);
  expect(await listed(veli)).toEqual([]);
  await ali.ask('sign-out');
  expect(veli.texts()).toEqual([]);
  const heard = (peer: WirePeer) => () => peer.frames.some(message('good morning'));
  const due = lab.clock.wallMs() + minute;
  await passUntil(lab, veli, heard(veli));
  expect(lab.clock.wallMs()).toBeGreaterThanOrEqual(due);
  await veli.ask('ping');
  expect(veli.texts()).toEqual(['good morning']);
  const again = await enter(lab.server, 'ali');
  expect(await listed(again)).toEqual([]);
});

test('it outlives the host, who may have ended before it was heard of, and is sent once', async () => {
  const folder = temporaryFolder();
  const first = await startLab({ store: createRoomStore({ folder, ...newRoom }) });
  const ali = await enter(first.server, 'ali');
  await sendLater(ali, first);
  await sendLater(ali, first, { cid: cidOf(2), text: 'sent by hand' });
  // As if the host had ended between the log and whatever comes after it.
  await ali.ask('send-message', { in: everyone, cid: cidOf(2), text: 'sent by hand' });
  await first.server.stop();
  await first.store.file.close();
  const second = await startLab({ store: openRoomStore({ folder }), clock: first.clock });
  const veli = await enter(second.server, 'veli');
  await passUntil(first, veli, () => veli.frames.some(message('good morning')));
  const page = await veli.ask('read-history', { in: everyone });
  const texts = (page['entries'] as { text?: string }[]).flatMap(({ text }) => text ?? []);
  expect(texts).toEqual(['sent by hand', 'good morning']);
});

test('it can be changed and cancelled, and each has so many', async () => {
  const lab = await startLab({ limits: { messageBurst: 1000 } });
  const ali = await enter(lab.server, 'ali');
  await sendLater(ali, lab);
  await sendLater(ali, lab, { text: 'good evening', at: lab.clock.wallMs() + 2 * minute });
  expect(await listed(ali)).toMatchObject([{ text: 'good evening' }]);
  expect(await ali.ask('cancel-later', { cid: cidOf(1) })).toMatchObject({ type: 'ok' });
  expect(await ali.ask('cancel-later', { cid: cidOf(1) })).toMatchObject({ code: 'no-such-later' });
  expect(await listed(ali)).toEqual([]);
  for (let number = 1; number <= limits.laterPerAccount; number += 1)
    expect(await sendLater(ali, lab, { cid: cidOf(number) })).toMatchObject({ type: 'ok' });
  expect(await sendLater(ali, lab, { cid: cidOf(99) })).toMatchObject({
    code: 'too-many-later',
    limit: limits.laterPerAccount,
  });
  expect(await sendLater(ali, lab, { cid: cidOf(3), text: 'changed' })).toMatchObject({
    type: 'ok',
  });
});

test('where the disk is full, or fills up just then, that is said; what waits there can be changed and cancelled', async () => {
  let freeBytes = Number.MAX_SAFE_INTEGER;
  const kept = newLabStore(() => freeBytes);
  const full = async () => {
    throw new StoreError({ code: 'data-full' });
  };
  let later: Partial<LaterStore> = {};
  const store = {
    ...kept,
    get later() {
      return { ...kept.later, ...later };
    },
  };
  const lab = await startLab({ store });
  const ali = await enter(lab.server, 'ali');
  await sendLater(ali, lab);
  freeBytes = 0;
  const another = () => sendLater(ali, lab, { cid: cidOf(2) });
  expect(await another()).toMatchObject({ code: 'store-full' });
  expect(await sendLater(ali, lab, { text: 'changed' })).toMatchObject({ type: 'ok' });
  freeBytes = Number.MAX_SAFE_INTEGER;
  later = { save: full, cancel: full };
  expect(await another()).toMatchObject({ code: 'store-full' });
  expect(await ali.ask('cancel-later', { cid: cidOf(1) })).toMatchObject({ code: 'store-full' });
  later = {};
  expect(await ali.ask('cancel-later', { cid: cidOf(1) })).toMatchObject({ type: 'ok' });
});

/** A room that has read what is due, and stores it only when it is let go. */
async function aboutToSay(more: (ali: WirePeer, lab: Lab) => Promise<unknown>) {
  const kept = newLabStore();
  let isRead = (): void => undefined;
  const read = new Promise<void>((resolve) => (isRead = resolve));
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const later: LaterStore = {
    ...kept.later,
    due: async (at) => {
      const found = await kept.later.due(at);
      if (found.length === 0) return found;
      isRead();
      await held;
      return found;
    },
  };
  const lab = await startLab({ store: { ...kept, later } });
  const ali = await enter(lab.server, 'ali');
  await sendLater(ali, lab, { at: lab.clock.wallMs() + 500 });
  lab.clock.advance(1000);
  await read;
  await more(ali, lab);
  letGo();
  await ali.say('afterwards');
  return { ...lab, ali };
}

test('what was cancelled after it was read as due is not said', async () => {
  const { ali } = await aboutToSay(async (peer) =>
    expect(await peer.ask('cancel-later', { cid: cidOf(1) })).toMatchObject({ type: 'ok' }),
  );
  await ali.ask('ping');
  expect(ali.texts()).toEqual(['afterwards']);
});

test('what was changed after it was read as due waits for its new time, and is said as changed', async () => {
  const { ali, clock } = await aboutToSay(async (peer, lab) =>
    expect(await sendLater(peer, lab, { text: 'good evening' })).toMatchObject({ type: 'ok' }),
  );
  await ali.ask('ping');
  expect(ali.texts()).toEqual(['afterwards']);
  const [{ text, refusal } = { text: '' }] = await listed(ali);
  expect({ text, refusal }).toEqual({ text: 'good evening', refusal: undefined });
  await passUntil({ clock }, ali, () => ali.frames.some(message('good evening')));
  expect(ali.texts()).toEqual(['afterwards', 'good evening']);
});

test('only in time, only what could be said, and not what was said already', async () => {
  const lab = await startLab();
  const ali = await enter(lab.server, 'ali');
  const now = lab.clock.wallMs();
  const codes = [];
  for (const more of [
    { at: now },
    { at: now + 2 * limits.laterMs },
    { text: ' ' },
    { in: 'group:0000000000000000' },
  ])
    codes.push((await sendLater(ali, lab, more))['code']);
  expect(codes).toEqual(['not-in-time', 'not-in-time', 'text-empty', 'no-such-conversation']);
  await ali.ask('send-message', { in: everyone, cid: cidOf(1), text: 'now' });
  expect(await sendLater(ali, lab)).toMatchObject({ code: 'cid-used' });
});

test('what may not be said any more waits with its reason', async () => {
  const lab = await startLab();
  const ali = await enter(lab.server, 'ali');
  const { seq } = await ali.ask('send-message', { in: everyone, cid: cidOf(7), text: 'what?' });
  await sendLater(ali, lab, { reply: Number(seq) + 40 });
  let refusal: string | undefined;
  while (refusal === undefined) {
    lab.clock.advance(1000);
    [{ refusal } = { refusal: undefined }] = await listed(ali);
    await ali.ask('ping');
  }
  expect(refusal).toBe('no-such-message');
  expect(ali.texts()).toEqual(['what?']);
});
