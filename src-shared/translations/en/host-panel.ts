export const hostPanel = {
  title: 'Your room',
  open: 'Show the host’s panel',
  close: 'Close the host’s panel',
  views: 'Parts of the host’s panel',
  starting: 'Starting the room…',

  invite: 'Invite',
  inviteTitle: 'How the others get in',
  inviteText: 'They open Oda, click Join room and enter this address.',
  copyAddress: 'Copy address',
  qrLabel: 'QR code of {{address}}',
  qrText: 'Or they scan it and type nothing.',
  allAddresses: 'All addresses of this computer',
  scope_local: 'Local network',
  scope_public: 'Internet',
  scope_loopback: 'This computer only',
  noAddress: 'This computer is on no network',
  noAddressText: 'Connect it to a Wi-Fi or a cable, then the address for the others shows here.',
  port: 'Port',

  across: 'From another network',
  acrossLocal:
    'The addresses above work on your own network. So that people can come from elsewhere:',
  acrossPublic:
    'One address above is public: people anywhere can use it, as long as no firewall on the way stops them. Where they cannot:',
  acrossForward:
    'In your router’s settings, forward TCP port {{port}} to {{address}}. It is often called “port forwarding” or “virtual server”.',
  acrossFirewall: 'Allow Oda, or port {{port}}, in this computer’s firewall.',
  acrossAddress:
    'Hand on your public address, which the router shows, with the port: public-address:{{port}}.',
  acrossShared:
    'Does the router show another address than websites see? Then your provider shares one among many customers, and you need to ask for a public address.',

  activity: 'Activity',
  connections: 'Connected now',
  connections_none: 'Nobody is connected yet. Hand on the address and they show up here.',
  connectionName: 'Name',
  connectionFrom: 'From',
  connectionSince: 'Since',
  unnamed: 'signing in…',
  perMinute: 'Messages per minute',
  perMinuteText_one: '{{count}} message in the last 30 minutes, at most {{most}} in one.',
  perMinuteText_other: '{{count}} messages in the last 30 minutes, at most {{most}} in one.',
  perMinuteNone: 'No message in the last 30 minutes.',
  ago: '30 min ago',
  now: 'now',
  storage: 'Storage',
  stored: 'On disk',
  running: 'Open',

  log: 'Log',
  logEmpty: 'Whatever happens in the room is written here.',
  logNewest: 'Jump to the newest',
};

/** What the host's log says of each event (R1.9); `where` is an address with its port. */
export const log = {
  'socket-created': 'Socket created',
  bound: 'Bound to port {{port}}',
  ready: 'Ready: the room is open and waits for people',
  connected: 'New connection from {{where}}',
  registered: '{{name}} is new here and was registered',
  'signed-in': '{{name}} signed in from {{where}}',
  resumed: '{{name}} is back from {{where}}',
  message: 'Message from {{name}}',
  message_everyone: 'Message from {{name}} to everyone',
  message_direct: 'Direct message from {{name}}',
  refused: 'Refused {{who}}: {{reason}}',
  left: '{{name}} left',
  lost: 'Lost the connection to {{name}}',
  disconnected: '{{who}} disconnected',
  closed: 'The room was closed',
  nobody: 'somebody',
  nowhere: 'this computer',
};
