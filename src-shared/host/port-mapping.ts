/**
 * Whether the router lets people in from the internet. `behind-router` and `shared`: it would, but its own address
 * outside is of another router's network, or of the provider's (CGNAT); `no-outside`: it has none.
 */
export type PortMapping =
  | { is: 'off' | 'asking' | 'refused' | 'no-router' | 'no-outside' }
  /** Where the room is from outside, as far as this router can know. */
  | { is: 'mapped' | 'behind-router' | 'shared'; address: string; port: number };
