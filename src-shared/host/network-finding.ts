/**
 * What was found out about the network of a host. The words come from the catalogue keys `finding.<code>` and, for what
 * to do next, `finding.<code>_next`.
 */
export type FindingCode =
  | 'bound'
  | 'bound-here-only'
  | 'no-network'
  | 'no-address'
  | 'address-local'
  | 'address-public'
  | 'address-vpn'
  | 'address-virtual'
  | 'ipv6-only'
  | 'shared-address'
  | 'behind-router'
  | 'mapping-asking'
  | 'mapping-mapped'
  | 'mapping-refused'
  | 'mapping-no-router'
  | 'mapping-no-outside'
  | 'mapping-behind-router'
  | 'mapping-shared'
  | 'in-container'
  | 'wifi-apart'
  | 'firewall-ufw'
  | 'firewall-firewalld'
  | 'firewall-firewalld-open'
  | 'firewall-nftables'
  | 'firewall-windows'
  | 'firewall-macos'
  | 'nearby-on'
  | 'nearby-off'
  | 'nearby-hidden'
  | 'nearby-port-taken'
  | 'nearby-not-allowed';

export type NetworkFinding = {
  code: FindingCode;
  /** `good`: it works. `hint`: it may have to be done. `bad`: without it others do not get in. */
  level: 'good' | 'hint' | 'bad';
  port: number;
  /** An address; where the router lets people in, with the port there. */
  subject?: string | undefined;
  /** To be typed as it is. */
  command?: string | undefined;
};
