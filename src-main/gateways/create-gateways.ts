import type { Gateway } from '../server/session-port.ts';
import { createIrcGateway } from './irc/irc-gateway.ts';
import { jsonGateway } from './json/json-gateway.ts';
import { linesGateway } from './lines/lines-gateway.ts';

/** Every plain dialect at the room's port; plain lines take what the others do not recognise (W15). */
export function createGateways(): Gateway[] {
  return [jsonGateway, createIrcGateway(), linesGateway];
}
