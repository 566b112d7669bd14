import { ofRooms } from './requests.ts';
import type { AppContext } from './requests.ts';

/** One's own computers in a room, and codes for who has lost a password. */
export function deviceRequests(context: AppContext) {
  return ofRooms(context, {
    'device/list': ({ client }) => client.account.devices(),
    'device/end': ({ client }, { device }) => client.account.endDevice(device),
    'member/make-reset-code': ({ client }, { account }) => client.account.makeResetCode(account),
  });
}
