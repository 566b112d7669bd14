import { expect, it } from 'vitest';
import { SeldomSet } from '../../../src-shared/seldom.ts';
import type { AccountId, Cid } from '../../../src-shared/protocol/ids.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import type { IrcClient } from './irc-client.ts';
import { ScriptedDirectory } from '../testing/scripted-port.ts';
import { IrcRoom, maxProgramsOfAccount } from './irc-room.ts';
import type { IrcProgram } from './irc-room.ts';
import { connectByHand, settle } from './testing/by-hand.ts';
import { plain } from './testing/irc-lab.ts';

const program = () => ({}) as IrcClient;

it('W8 each program of a name has a device of its own, and few are used again and again', () => {
  const room = new IrcRoom();
  const programs = Array.from({ length: maxProgramsOfAccount }, program);
  const devices = programs.map((one) => room.takeDevice(one, 'selin'));
  expect(new Set(devices).size).toBe(maxProgramsOfAccount);
  expect(room.takeDevice(program(), 'bora')).not.toBe(devices[0]);
  const [, second] = programs;
  if (second) room.freeDevice(second);
  expect(room.takeDevice(program(), 'selin')).toBe(devices[1]);
  // One too many takes the place of who came first.
  expect(room.takeDevice(program(), 'selin')).toBe(devices[0]);
});

it('a wrong password keeps no device', async () => {
  const { transport, port } = connectByHand();
  const refusal = { code: 'wrong-password' } as const;
  port.refuseNext.push({ type: 'sign-in', refusal });
  transport.give('CAP REQ sasl\r\nAUTHENTICATE PLAIN\r\n');
  transport.give(`AUTHENTICATE ${plain('Selin')}\r\nAUTHENTICATE PLAIN\r\n`);
  transport.give(`AUTHENTICATE ${plain('Selin')}\r\n`);
  await settle();
  const tried = port.commands.filter((command) => command.type === 'sign-in');
  expect(tried).toHaveLength(2);
  expect(new Set(tried.map(({ device }) => device)).size).toBe(1);
});

it('of NOTICEs the newest are remembered', () => {
  const room = new IrcRoom();
  const cids = Array.from({ length: 2500 }, (_, place) => `cid-${place}` as Cid);
  for (const cid of cids) room.rememberNotice(cid);
  expect(cids.filter((cid) => room.isNotice(cid))).toEqual(cids.slice(-2000));
});

it('what people called themselves is known of the newest 5,000', () => {
  const room = new IrcRoom();
  const accounts = Array.from({ length: 5001 }, (_, place) => `account${place}` as AccountId);
  for (const account of accounts) room.enter(program(), account, { user: 'u', realName: 'r' });
  const known = accounts.filter((account) => room.personaOf(account));
  expect(known).toEqual(accounts.slice(1));
});

it('why somebody is taken out is known until it is done', () => {
  const room = new IrcRoom();
  const taken = { in: everyone, account: 'account001' as AccountId };
  room.rememberWhy(taken, 'gürültü');
  expect(room.whyOf(taken)).toBe('gürültü');
  room.forgetWhy(taken);
  expect(room.whyOf(taken)).toBeUndefined();
});

it('who has left a channel by all their programs is out of it, under another name too', () => {
  const room = new IrcRoom<IrcProgram>();
  const directory = new ScriptedDirectory();
  const one: IrcProgram = { parted: new SeldomSet(), away: undefined };
  const [ali, veli] = [directory.put('Ali').account, directory.put('Veli').account];
  const areOut = () => [ali, veli].map((each) => room.hasParted(each, everyone, directory));
  room.enter(one, ali, { user: 'u', realName: 'r' });
  expect([areOut(), room.hasAnyParted]).toEqual([[false, false], false]);
  room.parted(one, everyone);
  expect(areOut()).toEqual([true, false]);
  room.moved(one, { from: ali, to: veli });
  expect(areOut()).toEqual([false, true]);
  room.joined(one, everyone);
  expect([areOut(), room.hasAnyParted]).toEqual([[false, false], false]);
  room.parted(one, everyone);
  room.leave(one, veli, { isStillHere: false });
  expect([areOut(), room.hasAnyParted]).toEqual([[false, false], false]);
});
