import { rm } from 'node:fs/promises';
import type { RoomView } from '../../src-shared/bridge/views.ts';
import type { Answer, ParsedParams } from '../../src-shared/bridge/requests.ts';
import type { Epoch, RoomId } from '../../src-shared/protocol/ids.ts';
import { checkName, checkRoomName } from '../../src-shared/text/names.ts';
import type { Entered } from '../client/room-client.ts';
import { enter, knock } from '../client/join-room.ts';
import type { Outcome } from '../client/outcome.ts';
import type { RoomIdentity } from '../room/ports.ts';
import { done, refuse } from './answers.ts';
import { hostNewRoom, roomFolder } from './hosting.ts';
import type { Hosting } from './hosting.ts';
import type { Memberships } from './memberships.ts';
import type { AppContext, Handlers } from './requests.ts';
import { newRecord } from './new-record.ts';
import { viewRoom } from './room-view.ts';

/** Makes a room on this computer and joins it by the same way as everybody. */
export function hostRoomRequests(context: AppContext): Pick<Handlers, 'room/host'> {
  return { 'room/host': (params) => hostRoom(context, params) };
}

async function hostRoom(
  { memberships, settings }: AppContext,
  params: ParsedParams<'room/host'>,
): Promise<Answer<RoomView>> {
  const name = checkName(params.name);
  if (!name.ok) return refuse({ code: name.code, field: 'name', subject: name.subject });
  const roomName = checkRoomName(params.roomName);
  if (!roomName.ok) return refuse({ code: roomName.code, field: 'roomName' });

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
): Promise<Answer<RoomView>> {
  const { options, language } = memberships;
  const { room } = identity;
  const hosting = await hostNewRoom(
    options,
    { identity, port, language },
    memberships.hostingEvents(room),
  );
  const entered = await enterOwnRoom(memberships, hosting, name);
  if (entered.ok) return done(await addHosted(memberships, hosting, entered.value));
  await hosting.stop();
  await rm(roomFolder(options, room), { recursive: true, force: true });
  return refuse(entered.refusal);
}

async function enterOwnRoom(
  { options, profile, program }: Memberships,
  { server }: Hosting,
  name: string,
): Promise<Outcome<Entered>> {
  const door = await knock(server.connectLocally(), { clock: options.clock, program });
  return door.ok ? enter(door.value, profile, { name }) : door;
}

async function addHosted(
  memberships: Memberships,
  hosting: Hosting,
  entered: Entered,
): Promise<RoomView> {
  const record = newRecord(
    entered,
    { hosted: true, host: '', port: hosting.server.port },
    memberships.options.clock,
  );
  await memberships.replica.saveRoom(record);
  const membership = await memberships.add(record, hosting);
  membership.client.takeOver(entered);
  return viewRoom(membership);
}
