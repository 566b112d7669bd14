import type { KnockView } from '../bridge/knocks.ts';
import type { Device } from '../protocol/devices.ts';
import { checkName } from '../text/names.ts';
import { foldText } from '../text/fold.ts';
import type { Given } from './typed-commands.ts';
import { doneOr, withPerson } from './typed-world.ts';
import type { TypedOutcome, TypedWorld } from './typed-world.ts';

type Run = (world: TypedWorld, given: Given) => Promise<TypedOutcome>;

/** Who waits at the door, one's own computers, and codes for who has lost a password. */
export const accessRuns = {
  knocks: async (world) => ({ is: 'knocks', knocks: [...world.knocks()] }),
  letIn: (world, { knock }) => answerKnock(world, knock, true),
  turnAway: (world, { knock }) => answerKnock(world, knock, false),
  devices: async ({ bridge, room }) => {
    const listed = await bridge.request('device/list', { room });
    if (!listed.ok) return { is: 'refused', refusal: listed.refusal };
    return { is: 'devices', devices: listed.value };
  },
  signOut,
  resetCode: (world, { person }) =>
    withPerson(world, person, async ({ bridge, room }, { account, name }) => {
      const made = await bridge.request('member/make-reset-code', { room, account });
      if (!made.ok) return { is: 'refused', refusal: made.refusal };
      return { is: 'reset-code', name, ...made.value };
    }),
} as const satisfies Record<string, Run>;

async function answerKnock(
  { bridge, room, knocks }: TypedWorld,
  typed: string,
  letIn: boolean,
): Promise<TypedOutcome> {
  const found = findKnock(knocks(), typed);
  if (!found) return { is: 'wrong', problem: { code: 'no-knock', name: typed } };
  const { knock, name } = found;
  const answered = await bridge.request('knock/answer', { room, knock, letIn });
  return doneOr(answered, letIn ? 'let-in' : 'turned-away', name);
}

/** Of two who want the same name, who has waited longer. */
function findKnock(knocks: Iterable<KnockView>, typed: string): KnockView | undefined {
  const wanted = checkName(typed);
  if (!wanted.ok) return undefined;
  for (const knock of knocks) {
    const known = checkName(knock.name);
    if (known.ok && known.nameKey === wanted.nameKey) return knock;
  }
  return undefined;
}

async function signOut(
  { bridge, room }: TypedWorld,
  { device: typed }: Given,
): Promise<TypedOutcome> {
  const listed = await bridge.request('device/list', { room });
  if (!listed.ok) return { is: 'refused', refusal: listed.refusal };
  const found = findDevice(listed.value, typed);
  if (!found) return { is: 'wrong', problem: { code: 'no-device', name: typed } };
  const ended = await bridge.request('device/end', { room, device: found.device });
  return doneOr(ended, 'signed-out', found.computer ?? typed);
}

/** By its number in the list, or by the name that only one of them has. */
function findDevice(devices: readonly Device[], typed: string): Device | undefined {
  const wanted = foldText(typed.trim());
  const named = devices.filter(({ computer }) => foldText(computer ?? '') === wanted);
  if (named.length === 1) return named[0];
  return /^\d{1,3}$/.test(wanted) ? devices[Number(wanted) - 1] : undefined;
}
