import { rm } from 'node:fs/promises';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { ParsedParams } from '../../src-shared/bridge/bridge.ts';
import type { Epoch, RoomId } from '../../src-shared/protocol/ids.ts';
import { checkName, checkRoomName } from '../../src-shared/text/names.ts';
import type { Entered } from '../client/sign-in.ts';
import type { RoomIdentity } from '../room/ports.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { hostNewRoom, roomFolder } from './hosting.ts';
import type { Hosting } from './hosting.ts';
import type { Memberships } from './memberships.ts';
import type { AppContext, Handlers } from './requests.ts';
import { enterOwnRoom, newRecord } from './first-sign-in.ts';
import { viewRoom } from './room-view.ts';
import { forgetMaking, noteMaking } from './unfinished-rooms.ts';

/** Makes a room on this computer and joins it by the same way as everybody. */
export function hostRoomRequests(context: AppContext): Pick<Handlers, 'room/host'> {
  return { 'room/host': (params) => hostRoom(context, params) };
}

async function hostRoom(
  { memberships, settings }: AppContext,
  params: ParsedParams<'room/host'>,
): Promise<Outcome<RoomView>> {
  const name = checkName(params.name);
  if (!name.ok) return refused({ code: name.code, field: 'name', subject: name.subject });
  const roomName = checkRoomName(params.roomName);
  if (!roomName.ok) return refused({ code: roomName.code, field: 'roomName' });

  const { random } = memberships.options;
  const identity: RoomIdentity = {
    room: random.text(16) as RoomId,
    name: roomName.name,
    epoch: random.text(8) as Epoch,
  };
  const { port } = params;
  const hosted = await memberships.inTurn(identity.room, () =>
    hostAndEnter(memberships, { identity, port, name: name.name }),
  );
  if (hosted.ok) await settings.learnName(name.name);
  return hosted;
}

async function hostAndEnter(
  memberships: Memberships,
  { identity, port, name }: { identity: RoomIdentity; port: number; name: string },
): Promise<Outcome<RoomView>> {
  const { options, language, newRoomReach: reach } = memberships;
  const { room } = identity;
  const folder = roomFolder(options, room);
  noteMaking(folder, { name, port });
  const hosting = await hostNewRoom(
    options,
    { identity, port, language, reach },
    memberships.hostingEvents(room),
  );
  const giveUp = async (): Promise<void> => {
    await hosting.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const entered = await enterOwnRoom(memberships, hosting, name);
    if (entered.ok) return done(await addHosted(memberships, hosting, entered.value));
    await giveUp();
    return refused(entered.refusal);
  } catch (error) {
    if (memberships.get(room) === undefined) await giveUp();
    throw error;
  }
}

async function addHosted(
  memberships: Memberships,
  hosting: Hosting,
  entered: Entered,
): Promise<RoomView> {
  const record = newRecord(
    entered,
    {
      hosted: true,
      host: '',
      port: hosting.server.port,
      pin: hosting.pin,
      ...memberships.newRoomReach,
    },
    memberships.options.clock,
  );
  await memberships.replica.rooms.save(record);
  forgetMaking(roomFolder(memberships.options, record.room));
  const membership = await memberships.add(record, hosting);
  membership.client.takeOver(entered);
  return viewRoom(membership);
}
