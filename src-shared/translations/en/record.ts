/**
 * What the record tells, and what plain programs and the terminal hear of it. `_forNow`: until a time; `_because`: with a
 * reason; `_host`: the host did it, who is nobody of the room.
 */
export const record = {
  'role-set_moderator': '{{by}} made {{account}} a moderator',
  'role-set_member': '{{by}} made {{account}} a member',
  'role-set_guest': '{{by}} made {{account}} a guest',
  'role-set_owner': '{{account}} owns the room',
  'handed-over': '{{by}} handed the room over to {{account}}',
  kicked: '{{by}} took {{account}} out of the room',
  banned: '{{by}} banned {{account}}',
  banned_forNow: '{{by}} banned {{account}} until {{until}}',
  unbanned: '{{by}} lifted the ban of {{account}}',
  muted: '{{by}} muted {{account}}',
  muted_forNow: '{{by}} muted {{account}} until {{until}}',
  unmuted: '{{by}} lets {{account}} write again',
  because: '{{what}}: {{reason}}',
  host: 'The host',
  changed: '{{by}} changed the room’s settings',
  changed_name: '{{by}} renamed the room to “{{name}}”',
  changed_readOnly: '{{by}} lets only moderators write to everyone',
  changed_notReadOnly: '{{by}} lets everybody write to everyone again',
  changed_slowMode: '{{by}} made the room slow: {{wait}} between two messages to everyone',
  changed_notSlowMode: '{{by}} switched the slow mode off',
  changed_password: '{{by}} gave the room a password',
  changed_noPassword: '{{by}} took the room’s password away',
  changed_forbidden: '{{by}} changed what members may do. Not allowed: {{list}}',
  changed_nothingForbidden: '{{by}} changed what members may do. Nothing is forbidden',
  forbidden_groups: 'making groups',
  forbidden_privates: 'private chats',
  forbidden_directs: 'direct messages',
  forbidden_guests: 'guests of plain programs',
};
