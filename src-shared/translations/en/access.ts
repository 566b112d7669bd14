/** Who is new and waits at the door, one's computers, and codes for a new password. */
export const access = {
  knock: '{{name}} asks to be let in',
  knockFrom: '{{place}}, {{address}}',
  knockMore_one: 'and {{count}} more waits',
  knockMore_other: 'and {{count}} more wait',
  letIn: 'Let in',
  letInWho: 'Let in {{name}}',
  turnAway: 'Turn away',
  turnAwayWho: 'Turn away {{name}}',
  knocks: 'Waiting to be let in',
  place_loopback: 'From this computer',
  place_local: 'From your local network',
  place_public: 'From the internet',

  waitTitle: 'Waiting for “{{room}}”',
  waitText:
    'This room asks before it lets somebody new in. Those inside have been asked as {{name}}. You are in as soon as somebody says yes; this window may stay open meanwhile.',
  stopWaiting: 'Stop waiting',

  who: 'Who may come in as somebody new',
  who_open: 'Whoever knows the address',
  who_invited: 'Only who is invited',
  who_approval: 'Whoever is let in',
  whoText_open: 'Whoever has the address can join at once.',
  whoText_invited:
    'Who is new needs an invite link; who has been in comes in as before. Plain programs cannot show an invite, so their guests stay out.',
  whoText_approval:
    'Who is new waits until you or a moderator says yes, unless they have an invite; who has been in comes in as before. Plain programs stay out: nobody could tell them apart afterwards.',

  devices: 'My computers…',
  devicesTitle: 'Computers of {{name}}',
  devicesText:
    'From these, {{name}} comes into “{{room}}”. Sign out where you do not want that any more.',
  devicesLooking: 'Looking…',
  device: 'Computer without a name',
  deviceOwn: 'This computer',
  deviceIn: 'In now',
  deviceSince: 'Since {{time}}',
  deviceSeen: 'seen last {{time}}',
  deviceEnd: 'Sign out there',
  deviceEndWho: 'Sign out there: {{computer}}',
  deviceEndTitle: 'Sign out at {{computer}}?',
  deviceEndText: 'It is out of the room at once. To come in there again the password is needed.',
  deviceEndTextNone:
    'It is out of the room at once, and cannot come in again as {{name}}: the name has no password. Set one first, or ask the host for a code afterwards.',

  resetAsk: 'Code for a new password…',
  resetTitle: 'A new password for {{name}}',
  resetText:
    'Has {{name}} lost the password, or the computer? Make a code and hand it on by a way on which you know each other. It stands in the place of the password once, within an hour, and signs {{name}} out on all other computers.',
  resetMake: 'Make code',
  resetCode: 'Code for {{name}}',
  resetOnce: 'It is shown only now, and counts until {{time}}. A new one ends it.',
  resetCopy: 'Copy code',
  newPassword: 'New password',
  newPasswordHint: 'You have typed the host’s code: with it you choose a new password.',
};
