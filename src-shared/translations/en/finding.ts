/** What the doctor of the host's network found (`host/network-finding.ts`), each with what to do next. */
export const finding = {
  bound: 'The room is open at port {{port}} of this computer.',
  bound_next: 'Hand on one of the addresses below, with the port.',
  'bound-here-only': 'The room can be reached from this computer alone: it was opened so.',
  'bound-here-only_next': 'Start Oda without --host, so that others get in.',
  'no-network': 'This computer is on no network.',
  'no-network_next': 'Connect it to a Wi-Fi or a cable; this list changes by itself.',
  'no-address': 'The network has given this computer no address: {{subject}} is one it made up.',
  'no-address_next': 'Connect to the network again, or restart the router.',
  'address-local': '{{subject}} works for people on the same network.',
  'address-local_next': 'Hand on {{place}} to those who are near.',
  'address-public': '{{subject}} works for people anywhere, if no firewall is in the way.',
  'address-public_next': 'Hand on {{place}} to those who are far.',
  'address-vpn': '{{subject}} works only for people in the same VPN.',
  'address-vpn_next': 'Hand it on to those alone; others need one of the other addresses.',
  'address-virtual': '{{subject}} belongs to virtual machines on this computer.',
  'address-virtual_next': 'Do not hand it on; nobody else can use it.',
  'ipv6-only': 'This computer has only IPv6 addresses on its network.',
  'ipv6-only_next': 'Others need IPv6 too. If they do not get in, ask for IPv4 in the router.',
  'shared-address':
    '{{subject}} is shared: the provider gives one public address to many customers (CGNAT).',
  'shared-address_next':
    'Nobody gets in from the internet by it. Ask the provider for a public address, or use IPv6 or a VPN.',
  'behind-router': 'A router stands between this computer and the internet.',
  'behind-router_next':
    'For people elsewhere forward TCP port {{port}} in it to {{subject}}. If two routers stand in a row, in both. If its own address begins with 10., 100.64 to 100.127, 172.16 to 172.31 or 192.168., ask the provider for a public one.',
  'mapping-asking': 'Oda is asking the router to let people in.',
  'mapping-asking_next': 'It may take some seconds.',
  'mapping-mapped': 'The router lets people in from the internet at {{subject}}.',
  'mapping-mapped_next':
    'Hand on {{subject}} to those who are far; new invite links hold it. The router closes it again with the room.',
  'mapping-refused': 'The router does not let Oda open a port.',
  'mapping-refused_next':
    'Allow UPnP or NAT-PMP in its settings, or forward TCP port {{port}} in them to {{subject}}.',
  'mapping-no-router': 'No router answers that could open a port.',
  'mapping-no-router_next':
    'Switch on UPnP or NAT-PMP in the router’s settings, or forward TCP port {{port}} in them to {{subject}}.',
  'mapping-no-outside': 'The router has no address outside: it is not on the internet itself.',
  'mapping-no-outside_next':
    'Look at its cable and its lamps. Oda asks it again every two minutes.',
  'mapping-behind-router':
    'Two routers stand in a row: the inner one has opened the port, but its own address outside is {{subject}}.',
  'mapping-behind-router_next':
    'In the outer router forward TCP port {{port}} to {{subject}}, or let one of the two be a bridge.',
  'mapping-shared':
    'The provider shares one public address among many customers (CGNAT): outside, the router has only {{subject}}.',
  'mapping-shared_next':
    'Nobody gets in from the internet by it. Ask the provider for a public address, or use IPv6 or a VPN.',
  'in-container': 'Oda runs in a container: its addresses are unknown outside.',
  'in-container_next': 'Start the container with this, and hand on the address of the computer:',
  'wifi-apart': 'Whether this Wi-Fi keeps its devices apart cannot be known from here.',
  'wifi-apart_next':
    'If people in the same room cannot join, use another Wi-Fi (not the one for guests), a phone’s hotspot or a cable.',
  'firewall-ufw': 'The firewall ufw is on, and says nobody but root whether it lets people in.',
  'firewall-ufw_next': 'If others cannot join, open the port in a terminal:',
  'firewall-firewalld': 'The firewall firewalld is on and port {{port}} is not open in it.',
  'firewall-firewalld_next': 'Open the port in a terminal:',
  'firewall-firewalld-open': 'The firewall firewalld lets people in at port {{port}}.',
  'firewall-firewalld-open_next': 'There is nothing to do here.',
  'firewall-nftables': 'A firewall (nftables) is on, and says nobody but root what it lets in.',
  'firewall-nftables_next': 'If others cannot join, open the port in a terminal:',
  'firewall-windows': 'The Windows firewall is on.',
  'firewall-windows_next':
    'When Windows asks, allow Oda in private networks. If others cannot join, open the port in a terminal that runs as administrator:',
  'firewall-macos': 'The firewall of macOS is on.',
  'firewall-macos_next':
    'When macOS asks, allow incoming connections. Later: System Settings, Network, Firewall, Options, and allow Oda there.',
  'nearby-on': 'People on the same network see the room under Join room.',
  'nearby-on_next': 'They click it; nothing needs to be typed.',
  'nearby-off': 'People on the same network do not see the room under Join room.',
  'nearby-off_next': 'Switch it on under Options, or hand on the address.',
  'nearby-hidden': 'People on the same network do not see the room: Oda was started so.',
  'nearby-hidden_next': 'Start Oda without --no-nearby, or hand on the address.',
  'nearby-port-taken':
    'Nobody nearby sees the room: another program keeps UDP port 5353 for itself.',
  'nearby-port-taken_next': 'End that program, or hand on the address.',
  'nearby-not-allowed': 'Nobody nearby sees the room: this computer does not let Oda say so.',
  'nearby-not-allowed_next': 'Allow UDP port 5353 in its firewall, or hand on the address.',
};
