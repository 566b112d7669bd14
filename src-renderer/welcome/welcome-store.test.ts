import { expect, it } from 'vitest';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import { createMemoryBridge, type MemoryHandlers } from '../bridge/testing/memory-bridge.ts';
import { usualSettings } from '../../src-shared/bridge/app.ts';
import { createAppStore } from '../window/app-store.ts';
import { roomView } from '../window/testing/sample-app.tsx';
import { makeResetCode } from '../../src-shared/text/reset-code.ts';
import { createWelcomeStore, parsePort } from './welcome-store.ts';

function welcome(handlers: MemoryHandlers = {}, name = 'Ayşe') {
  const bridge = createMemoryBridge({
    'settings/change': () => ({
      ok: true,
      value: { ...usualSettings, name: 'Ayşe' },
    }),
    ...handlers,
  });
  return { bridge, store: createWelcomeStore(createAppStore(bridge), name) };
}

const refuse = (code: RefusalCode) => (): Outcome<RoomView> => ({
  ok: false,
  refusal: { code },
});

it('hosts with what is filled in and keeps the name for the next time', async () => {
  const { bridge, store } = welcome({
    'room/host': () => ({ ok: true, value: roomView({ hosted: true }) }),
  });
  const room = await store.host({ roomName: ' Ayşe’s room ', usedPorts: new Set() });
  expect(room?.hosted).toBe(true);
  expect(bridge.asked('room/host')).toEqual([
    { name: 'Ayşe', roomName: 'Ayşe’s room', port: 12345 },
  ]);
  expect(bridge.asked('settings/change')).toEqual([{ name: 'Ayşe' }]);
});

it('R0.2 an empty name is refused before anything is asked', async () => {
  const { bridge, store } = welcome({}, '  ');
  expect(await store.join()).toBeUndefined();
  expect(store.getState().problem).toMatchObject({
    of: 'join',
    field: 'name',
    refusal: { code: 'name-empty' },
  });
  expect(bridge.requests).toEqual([]);
});

it('R1.3 a taken name is blamed on the name, and another try is free', async () => {
  const { store, bridge } = welcome({ 'room/join': refuse('name-taken') });
  store.change({ address: ' 192.168.1.5 ' });
  await store.join();
  expect(store.getState().problem?.field).toBe('name');
  bridge.answer({ 'room/join': () => ({ ok: true, value: roomView() }) });
  store.change({ name: 'Ayşe 2' });
  expect(store.getState().problem).toBeUndefined();
  expect(await store.join()).toMatchObject({ name: 'Kitchen' });
  expect(bridge.asked('room/join').at(-1)).toEqual({ name: 'Ayşe 2', address: '192.168.1.5' });
});

it('a port in use brings another to offer', async () => {
  const { store } = welcome({ 'room/host': refuse('port-in-use') });
  await store.host({ roomName: 'Room', usedPorts: new Set() });
  expect(store.getState().problem).toMatchObject({ field: undefined, portInstead: 12346 });
  store.change({ port: '65535' });
  await store.host({ roomName: 'Room', usedPorts: new Set() });
  expect(store.getState().problem?.portInstead).toBe(12345);
});

it('a new room stays away from the ports at which members look for the other rooms of this computer', async () => {
  const { store, bridge } = welcome({ 'room/host': refuse('port-in-use') });
  const usedPorts = new Set([12345, 12346, 12348]);
  await store.host({ roomName: 'Room', usedPorts });
  expect(bridge.asked('room/host').at(-1)).toMatchObject({ port: 12347 });
  expect(store.getState().problem?.portInstead).toBe(12349);
  // Whoever types a port means it.
  store.change({ port: '12346' });
  await store.host({ roomName: 'Room', usedPorts });
  expect(bridge.asked('room/host').at(-1)).toMatchObject({ port: 12346 });
});

it('a port that is none is said at its field, which is shown then', async () => {
  const { store, bridge } = welcome();
  store.change({ port: '70000' });
  await store.host({ roomName: 'Room', usedPorts: new Set() });
  expect(store.getState()).toMatchObject({ isAdvancedShown: true, problem: { field: 'port' } });
  expect(bridge.requests).toEqual([]);
});

it('a wrong port beside an address is said at the address, which keeps its text', async () => {
  const { store } = welcome({ 'room/join': refuse('port-invalid') });
  store.change({ address: '192.168.1.5:99999' });
  await store.join();
  expect(store.getState()).toMatchObject({
    isAdvancedShown: false,
    address: '192.168.1.5:99999',
    problem: { of: 'join', field: 'address', refusal: { code: 'port-invalid' } },
  });
});

it.each(['address-invalid', 'password-needed', 'not-a-room'] as const)(
  'hosting refused with %s is blamed on no field of the other form',
  async (code) => {
    const { store } = welcome({ 'room/host': refuse(code) });
    await store.host({ roomName: 'Room', usedPorts: new Set() });
    expect(store.getState()).toMatchObject({
      isPasswordShown: false,
      problem: { of: 'host', field: undefined },
    });
  },
);

it('R3.1 a password is asked for where the name has one, and asked again where it is wrong', async () => {
  const { store, bridge } = welcome({ 'room/join': refuse('wrong-password') });
  store.change({ address: 'host' });
  await store.join();
  expect(store.getState()).toMatchObject({
    isPasswordShown: true,
    problem: { field: 'password' },
  });
  store.change({ password: 'correct horse battery' });
  await store.join();
  expect(bridge.asked('room/join').map((asked) => asked.password)).toEqual([
    undefined,
    'correct horse battery',
  ]);
});

it('a password that is hidden again is not sent', async () => {
  const { store, bridge } = welcome({ 'room/join': refuse('room-full') });
  store.change({ address: 'host', password: 'secret secret', isPasswordShown: true });
  store.change({ isPasswordShown: false });
  await store.join();
  expect(bridge.asked('room/join')[0]).not.toHaveProperty('password');
  expect(store.getState().problem).toMatchObject({ of: 'join', field: undefined });
});

it('asks once, however often one presses Enter', async () => {
  let answer: (value: Outcome<RoomView>) => void = () => {};
  const { store, bridge } = welcome({
    'room/join': () => new Promise((resolve) => (answer = resolve)),
  });
  store.change({ address: 'host' });
  const first = store.join();
  await store.join();
  expect(store.getState().busy).toBe('joining');
  answer({ ok: true, value: roomView() });
  await first;
  expect(bridge.asked('room/join')).toHaveLength(1);
  expect(store.getState().busy).toBe('none');
});

it.each([
  ['12345', 12345],
  [' 80 ', 80],
  ['0', undefined],
  ['65536', undefined],
  ['12a', undefined],
  ['', undefined],
  ['-1', undefined],
])('reads %j as the port %s', (text, port) => {
  expect(parsePort(text)).toBe(port);
});

it('a room that asks first is waited for, until it has answered', async () => {
  const { promise, resolve } = Promise.withResolvers<Outcome<RoomView>>();
  const { store } = welcome({ 'room/join': () => promise });
  store.asked('Kitchen');
  expect(store.getState().waitingFor).toBeUndefined();
  store.change({ address: '192.168.1.5' });
  const joined = store.join();
  store.asked('Kitchen');
  expect(store.getState().waitingFor).toBe('Kitchen');
  resolve({ ok: false, refusal: { code: 'turned-away' } });
  await joined;
  expect(store.getState()).toMatchObject({
    waitingFor: undefined,
    problem: { refusal: { code: 'turned-away' } },
  });
});

it('whoever does not want to wait any more is told of no problem', async () => {
  const { store } = welcome({ 'room/join': refuse('knock-withdrawn') });
  store.change({ address: '192.168.1.5' });
  await store.join();
  expect(store.getState().problem).toBeUndefined();
});

it('the host’s code in place of a password asks for a new one, which goes with it', async () => {
  const { bridge, store } = welcome({ 'room/join': refuse('password-too-short') });
  const code = makeResetCode(new Uint8Array(15));
  store.change({ address: 'a', isPasswordShown: true, password: 'no code', newPassword: 'x' });
  await store.join();
  expect(store.getState().problem?.field).toBe('password');
  store.change({ password: code.toLowerCase() });
  await store.join();
  expect(store.getState().problem?.field).toBe('newPassword');
  expect(bridge.asked('room/join')).toMatchObject([
    { password: 'no code' },
    { password: code.toLowerCase(), newPassword: 'x' },
  ]);
  expect(bridge.asked('room/join')[0]).not.toHaveProperty('newPassword');
});
