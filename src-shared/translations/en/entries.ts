/**
 * What an entry of the log says when it stands alone. `_own`: what somebody did to nobody else; `_named`: if
 * the name of the group may be told.
 */
export const entries = {
  joined: '{{name}} came in',
  left: '{{name}} left',
  added: '{{by}} added {{account}} to a group',
  added_named: '{{by}} added {{account}} to “{{group}}”',
  added_own: '{{by}} made a group',
  added_own_named: '{{by}} made the group “{{group}}”',
  removed: '{{by}} took {{account}} out of a group',
  removed_named: '{{by}} took {{account}} out of “{{group}}”',
  removed_own: '{{by}} left a group',
  removed_own_named: '{{by}} left “{{group}}”',
  renamed: '{{by}} renamed a group',
  renamed_named: '{{by}} named the group “{{name}}”',
  'message-deleted': '{{by}} deleted a message',
  'message-edited': '{{by}} changed a message: {{text}}',
  'reaction-added': '{{by}} reacted with {{emoji}}',
  'reaction-removed': '{{by}} took {{emoji}} back',
  'message-pinned': '{{by}} pinned a message',
  'message-unpinned': '{{by}} took down a pinned message',
  /** Where nothing stands beside the text. */
  forwarded: 'Forwarded from {{name}}: {{text}}',
};
