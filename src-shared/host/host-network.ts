import type { Dialect } from './host-log.ts';

/** `loopback` reaches only this computer, `local` its own network, `public` the internet. */
export type AddressScope = 'loopback' | 'local' | 'public';

export type HostAddress = { address: string; family: 4 | 6; scope: AddressScope; network: string };

export type HostConnection = {
  connection: number;
  address: string;
  port: number;
  since: number;
  /** Missing until it has signed in. */
  name?: string | undefined;
  /** How its program speaks. */
  dialect: Dialect;
};
