/**
 * A sentence for every code of protocol/codes.ts that says what to do. `_named` is used if the
 * refusal names a subject, `_wait` if it says how long to wait.
 */
export const refusals = {
  'line-too-long': 'That is more than the room takes at once. Make it shorter.',
  'too-many-lines': 'Too much was sent before signing in. Connect again.',
  'not-in-time': 'Choose a time from now on, within a year.',
  'too-many-later':
    'You have {{limit}} messages waiting for their time, which is as many as can be. Cancel one first.',
  'message-under-way':
    'This message is on its way. It can be changed and deleted as soon as the room has answered.',
  'edited-was-deleted':
    'The message that you were changing was deleted. What you wrote stands here as a new one.',
  'later-was-sent': 'The room had sent it before your change arrived.',
  'later-kept-time':
    'It was sent at the time that it had before: your new time reached the room too late.',
  'no-such-later': 'That message does not wait any more: it was sent or cancelled.',
  'bad-utf8': 'The connection carried something unreadable and was closed. Connect again.',
  'bad-json': 'The connection carried something unreadable and was closed. Connect again.',
  'too-deep': 'The connection carried something unreadable and was closed. Connect again.',
  'not-an-object': 'The connection carried something unreadable and was closed. Connect again.',

  'bad-field': 'The room did not accept this. Check what you entered and try again.',
  'unknown-command': 'This room does not know how to do that. Its host may have an older Oda.',
  'hello-first': 'The connection did not start properly. Connect again.',
  'sign-in-first': 'You are not signed in to this room. Connect again.',
  'already-signed-in': 'You are already signed in to this room.',
  'peer-too-old': 'This version of Oda is too old for the room. Update Oda, then join again.',
  'peer-too-new': 'The room runs an older Oda. Ask its host to update, then join again.',

  'name-empty': 'Enter a name. The others will see it.',
  'name-too-long': 'That name is too long. Use at most {{limit}} characters.',
  'name-not-allowed':
    'That name holds characters that cannot be used. Use letters, digits, spaces and common signs.',
  'name-not-allowed_named': 'A name cannot hold “{{subject}}”. Write it without that.',
  'name-taken': 'That name is taken. Choose another.',
  'password-needed': 'That name has a password here. Enter it, or choose another name.',
  'wrong-password': 'That is not the password. Try again.',
  'password-too-short': 'The password is too short. Use at least {{limit}} characters.',
  'password-too-long': 'The password is too long. Use at most {{limit}} characters.',
  'try-later': 'Too many tries. Wait a little, then try again.',
  'try-later_wait': 'Too many tries. Try again in {{wait}}.',
  'token-invalid': 'You were signed out of this room. Sign in again.',

  'later-not-a-text':
    'A command, or a line for one person (NAME~text), cannot be sent later. Write to that person in their own conversation; with a blank in front it is sent as it stands.',
  'text-empty': 'There is nothing to send yet. Write something first.',
  'text-too-long': 'The message is too long. Use at most {{limit}} characters.',
  'no-such-conversation': 'That conversation is not there, or you are not part of it.',
  'cid-used': 'This message could not be sent as it is. Delete it here and write it again.',
  'too-fast': 'You are sending faster than the room allows. Wait a moment, then try again.',
  'too-fast_wait': 'You are sending faster than the room allows. Try again in {{wait}}.',
  'too-many-unacknowledged':
    'Too many messages are still on their way. Wait until they have arrived.',
  'no-such-message': 'This message is not there any more.',
  'not-your-message': 'Only who wrote a message can do that.',
  'message-gone': 'This message was deleted.',
  'not-an-emoji': 'That is not one emoji, or one that this room does not know. Choose another.',
  'too-many-reactions': 'So many different emoji are enough for one message. Use one of them.',
  'too-many-changes': 'This message was changed too often. Write a new one.',
  'not-what-was-said': 'Those are not the words that were said there. Forward the message anew.',
  'too-many-pins': 'So many messages are pinned here already. Take one down first.',
  'pins-forbidden': 'Only moderators pin messages in this room.',
  'cursor-ahead':
    'The room was restored from a backup. Everything is fetched again; newer messages may be gone.',

  'no-such-member_named': 'Nobody with an account in this room is called “{{subject}}”.',
  'no-such-member': 'Nobody in this room is called that. Look at the list of members.',
  'guest-not-allowed': 'Guests cannot take part in that. It needs an account in this room.',
  'group-name-empty': 'Enter a name for the group.',
  'group-name-too-long': 'The group’s name is too long. Use at most {{limit}} characters.',
  'group-exists': 'This group was made already. Look for it in the list.',
  'group-full': 'A group has at most {{limit}} members. Remove somebody first.',
  'too-many-groups': 'That is more than {{limit}} groups. Leave one first, or ask them to.',
  'not-the-owner': 'Only the group’s owner can do that. Ask the owner.',
  'already-in-group': 'This person is in the group already.',
  'not-in-group': 'This person is not in the group.',
  'topic-name-empty': 'Enter a name for the topic.',
  'topic-name-too-long': 'The topic’s name is too long. Use at most {{limit}} characters.',
  'topic-exists': 'There is a topic of that name already. Join it, or choose another name.',
  'topic-owner-only': 'Only the topic’s owner and moderators can do that. Ask one of them.',
  'topic-archived': 'This topic is archived: it can be read, and nothing more is said in it.',
  'topics-forbidden': 'Members make no topics in this room.',
  'guest-topics-forbidden': 'Guests join no topics in this room. Join the room with Oda.',
  'too-many-topics': 'That is more than {{limit}} topics. Use one that is there.',
  'status-too-long': 'The status is too long. Use at most {{limit}} characters.',
  'about-too-long': 'That is too long. Use at most {{limit}} characters.',

  'private-with-self': 'A private chat needs somebody else. Choose another person.',
  'member-offline': 'This person is not in the room now. Ask again when they are back.',
  'private-not-possible': 'This person’s program cannot do private chats. Write a direct message.',
  'already-private': 'You have a private chat with this person already, or have asked for one.',
  'too-many-privates':
    'Too many private chats are open or asked for, yours or theirs. End one, or ask later.',
  'partner-away': 'The other one’s computer does not give it just now. Try again later.',
  'no-such-private': 'This private chat has ended. You can ask for a new one.',

  'no-such-file': 'The room does not have that file any more. Ask who sent it to send it again.',
  'file-not-kept': 'No longer kept: this room keeps files only for a time, and that is over.',
  'file-too-large': 'That file is larger than this room takes ({{limit}}). Send something smaller.',
  'no-space-for-member':
    'Your files in this room would be more than {{limit}}. Delete some of your messages with files first.',
  'no-space-for-files': 'The room is full of files ({{limit}}). Its host can give it more space.',
  'ticket-unknown': 'The transfer took too long to start. Try again.',
  'too-many-transfers': 'Too many files are on their way at once. Wait for one of them.',
  'file-damaged':
    'The file changed on its way, again and again. Try again; if that does not help, send it anew.',
  'not-a-transfer': 'The other side does not send files as Oda does. Update Oda, then try again.',
  'store-full': 'The host has no space left on its disk. The host needs to free some.',
  'store-failed': 'The host could not save this to its disk. Try again, and tell the host.',

  'not-allowed': 'Your role in this room does not allow that.',
  kicked: 'A moderator took you out of the room. You can come back.',
  kicked_because: 'A moderator took you out of the room: “{{reason}}”. You can come back.',
  banned: 'You are banned from this room. Ask its owner if you think that is wrong.',
  banned_because:
    'You are banned from this room: “{{reason}}”. Ask its owner if you think that is wrong.',
  banned_wait: 'You are banned from this room for {{wait}}.',
  banned_wait_because: 'You are banned from this room for {{wait}}: “{{reason}}”.',
  muted: 'A moderator has muted you in this room. You can read on.',
  muted_wait: 'A moderator has muted you in this room, for {{wait}} more. You can read on.',
  'no-such-ban': 'This ban is no longer in force.',
  'too-many-bans': 'A room has at most {{limit}} bans. Lift one first.',
  'reason-too-long': 'The reason is too long. Use at most {{limit}} characters.',
  'read-only': 'Only the owner and moderators write to everyone here.',
  'group-read-only': 'Only the owner of the group and the room’s moderators write here.',
  'too-late-to-edit':
    'This room lets you change a message only for a while after it was sent. You can still delete it.',
  'slow-mode': 'This room is slow: wait a little before you write to everyone again.',
  'slow-mode_wait': 'This room is slow: you can write to everyone again in {{wait}}.',
  'groups-forbidden': 'Members make no groups in this room.',
  'privates-forbidden': 'There are no private chats between members of this room.',
  'directs-forbidden': 'There are no direct messages between members of this room.',
  'guests-forbidden': 'This room takes no guests. Join with Oda.',
  'room-password-needed': 'This room has a password. Enter it; its host or moderators know it.',
  'wrong-room-password': 'That is not the room’s password.',
  'wrong-room-password_wait': 'That is not the room’s password. You can try again in {{wait}}.',

  'room-full': 'The room is full. Try again when somebody has left.',
  'too-many-connections': 'Too many connections from your address. Wait a little, then try again.',
  'too-many-connections_wait': 'Too many connections from your address. Try again in {{wait}}.',
  'sign-in-deadline': 'Signing in took too long and the room closed the connection. Try again.',
  silent: 'The room did not hear from this computer for a while. Check your network.',
  'too-slow': 'This connection was too slow for what the room sends. It connects again by itself.',
  replaced: 'You opened this room somewhere else on this computer. Open it again to go on here.',
  'signed-out': 'You left this room. Open it again to come back.',
  'password-changed':
    'The password of your name was changed on another device. Sign in with the new one.',
  'room-closed': 'The host closed the room. You are back in it as soon as it opens again.',
  'plain-off': 'This room does not let other programs in. Join with Oda, or ask the host.',

  'address-invalid':
    'That is not an address. Enter something like 192.168.1.5 or 192.168.1.5:12345.',
  'address-invalid_named':
    '“{{subject}}” is not an address. Enter something like 192.168.1.5 or 192.168.1.5:12345.',
  'address-unknown': 'No computer of that name can be found. Check the spelling and your network.',
  'address-unknown_named':
    'No computer named {{subject}} can be found. Check the spelling and your network.',
  'nobody-listening': 'Nothing answers there. Is the room open, and are you on the same network?',
  'nobody-listening_named':
    'Nothing answers at {{subject}}. Is the room open, and are you on the same network?',
  'connection-timeout':
    'No answer came. Is the address right, and does a firewall stand in the way?',
  'connection-timeout_named':
    'No answer came from {{subject}}. Is the address right, and does a firewall stand in the way?',
  'network-unreachable': 'That address cannot be reached from here. Check your network connection.',
  'network-unreachable_named':
    '{{subject}} cannot be reached from here. Check your network connection.',
  'names-unavailable':
    'Names cannot be looked up now. Check your network, or enter the address in numbers, like 192.168.1.5.',
  'names-unavailable_named':
    '{{subject}} cannot be looked up now. Check your network, or enter the address in numbers, like 192.168.1.5.',
  'host-unreachable':
    'No computer answers at that address. Is it switched on and in the same network? A Wi-Fi for guests may keep its devices apart.',
  'host-unreachable_named':
    'No computer answers at {{subject}}. Is it switched on and in the same network? A Wi-Fi for guests may keep its devices apart.',
  'local-network-off':
    'That computer cannot be reached. Allow Oda under System Settings, Privacy & Security, Local Network, then try again.',
  'local-network-off_named':
    '{{subject}} cannot be reached. Allow Oda under System Settings, Privacy & Security, Local Network, then try again.',
  'connection-forbidden':
    'This computer does not let Oda connect there. Allow Oda in its firewall or security program.',
  'connection-forbidden_named':
    'This computer does not let Oda connect to {{subject}}. Allow Oda in its firewall or security program.',
  'answers-web':
    'A web server answers there, and no room. Check the port: rooms are usually at 12345.',
  'answers-web_named':
    'A web server answers at {{subject}}, and no room. Check the port: rooms are usually at 12345.',
  'answers-text':
    'Another program answers there in plain text, or an Oda from before rooms were encrypted. Check the port, or ask the host to update.',
  'answers-text_named':
    'At {{subject}} another program answers in plain text, or an Oda from before rooms were encrypted. Check the port, or ask the host to update.',
  'answers-tls':
    'Another encrypted service answers there, and no room. Check the port: rooms are usually at 12345.',
  'answers-tls_named':
    'Another encrypted service answers at {{subject}}, and no room. Check the port: rooms are usually at 12345.',
  'connection-lost': 'The connection was lost. Oda connects again by itself.',
  'not-a-room': 'Something answers there, but it is not an Oda room. Check the address and port.',
  'not-a-room_named':
    'Something answers at {{subject}}, but it is not an Oda room. Check the address and port.',
  'key-unknown':
    'You have not been in this room from here. Compare its key with the one that its host sees, then join.',
  'key-unknown_named':
    'You have not been in “{{subject}}” from here. Compare its key with the one that its host sees, then join.',
  'another-key':
    'What answers there shows another key than this room has. Oda told it nothing. Ask the host whether the address is still right.',
  'another-key_named':
    'What answers at {{subject}} shows another key than this room has. Oda told it nothing. Ask the host whether the address is still right.',
  'not-encrypted': 'This room speaks with Oda only in encrypted form. Use a newer version of Oda.',
  'no-such-device': 'That computer is signed out already.',
  'signed-out-elsewhere':
    'You signed out here from another of your computers. Sign in again if that was not you.',
  'new-password-needed': 'The code is right. Choose a new password now.',
  'reset-code-wrong': 'That code does not count, or not any more. Ask the host for a new one.',
  'approval-asked':
    'This room asks before it lets somebody new in. Those inside have been asked: wait until they answer.',
  'turned-away': 'You were not let in. Ask the host in another way.',
  'turned-away_wait': 'You were not let in. You can ask again in {{wait}}.',
  'knock-unanswered': 'Nobody has answered. Try again later, or reach the host in another way.',
  'knock-withdrawn': 'You did not wait for the answer.',
  'too-many-knocks': 'Too many people are waiting to be let in. Try again later.',
  'oda-needed':
    'This room asks before it lets somebody new in, and would not know a plain program again. Join with Oda.',
  'no-such-knock': 'This person is not waiting any more.',
  'invite-or-password-needed':
    'This room is open only to those who are invited. Ask its host for an invite link, or enter your password if that name is yours here.',
  'invite-needed':
    'This room is open only to those who are invited. Ask its host for an invite link.',
  'invite-unknown': 'The room does not know this invite any more. Ask for a new one.',
  'invite-used-up': 'This invite has been used as often as it may be. Ask for a new one.',
  'code-alone':
    'The code says which room is meant, and not where it is. Write the room’s address behind it.',
  'not-the-room-meant':
    'Another room answers there than the one that is meant. Ask its host for a new invite.',
  'not-the-room-meant_named':
    'Another room answers there than the one that is meant: “{{subject}}”. Ask the host for a new invite.',
  'too-many-invites': 'A room has at most {{limit}} invites. Revoke one first.',
  'invite-invalid': 'This is no whole invite. Ask for it again, and copy all of it.',
  'invite-newer': 'This invite is from a newer version of Oda. Update Oda, then open it again.',
  'invite-expired': 'This invite has ended. Ask for a new one.',
  'invite-expired_named': 'The invite to “{{subject}}” has ended. Ask for a new one.',
  'invite-address': 'This invite leads to no place where a room can be. Ask for a new one.',
  'invite-address_named':
    'This invite leads to “{{subject}}”, where no room can be. Ask for a new one.',
  'another-room':
    'Another room answers at this address now. You are back as soon as this one is there again; or ask its host where it is.',
  'another-room_named':
    'Another room, “{{subject}}”, answers at this address now. You are back as soon as this one is there again; or ask its host where it is.',
  'port-in-use': 'The port is in use by another program. Choose another one.',
  'port-in-use_named': 'Port {{subject}} is in use by another program. Choose another one.',
  'port-forbidden': 'The system does not allow this port. Choose one above 1023.',
  'port-forbidden_named': 'The system does not allow port {{subject}}. Choose one above 1023.',
  'port-invalid': 'That is not a port. Enter a number from 1 to 65535.',
  'room-name-empty': 'Enter a name for the room.',
  'room-name-too-long': 'The room’s name is too long. Use at most {{limit}} characters.',
  'data-read-only': 'Oda may not write to its data folder. Change the folder’s permissions.',
  'data-read-only_named': 'Oda may not write to {{subject}}. Change the folder’s permissions.',
  'no-picture': 'That is no picture that Oda shows. Choose a JPEG, PNG, GIF, WebP or AVIF.',
  'file-unreadable': 'That file cannot be read. Choose it again.',
  'file-unreadable_named': '“{{subject}}” cannot be read. Choose it again.',
  'file-left-behind': 'Its window was closed before it was taken in. Choose it again.',
  'file-left-behind_named':
    '“{{subject}}” was not taken in yet when its window was closed. Choose it again.',
  'file-is-folder': 'That is a folder. Send the files in it.',
  'file-is-folder_named': '“{{subject}}” is a folder. Send the files in it.',
  'file-chosen-here': 'Drop the file here, paste it, or choose it with the paper clip.',
  'file-no-space':
    'The disk of this computer has too little space left for that file. Free some, then try again.',
  'partner-no-space':
    'The other one has too little space left on the disk for it. It goes when they have freed some and ask again.',
  'partner-no-space_named':
    '{{subject}} has too little space left on the disk for it. It goes when they have freed some and ask again.',
  'file-not-here': 'That file is not on this computer. Fetch it first.',
  'file-not-shown': 'That file is too large to show. Save it instead.',
  'file-stopped-there': 'The other one has stopped it. It goes on when they start it again.',
  'file-withdrawn': 'The other one does not give this file any more.',
  'file-withdrawn_named': '{{subject}} does not give this file any more.',
  'file-stopped': 'You have stopped it. It goes on where it was when you start it again.',
  'folder-not-shown': 'The folder cannot be opened from here.',
  'folder-not-shown_named': 'The folder cannot be opened from here. The file is in {{subject}}.',
  'data-full': 'The disk is full. Free some space, then try again.',
  'data-full_named': 'The disk of {{subject}} is full. Free some space, then try again.',
  'older-not-kept':
    'This room has more history than this computer keeps of one room. What is older is not fetched.',
  'older-disk-full':
    'The disk is nearly full, so older messages are not fetched. Free some space; it then goes on by itself.',
  'room-too-large':
    'This room names more people, groups or conversations than this computer keeps of one room. Some are missing here.',
  'imported-not-forwarded':
    'What was imported cannot be forwarded: it would stand under the name of who imported it. Copy its text instead.',
  'import-unknown':
    'This is no export that Oda can read. Choose a chat of WhatsApp (text or zip), an export of Slack (zip), of DiscordChatExporter (JSON) or of Oda (JSON).',
  'import-unknown_named':
    '“{{subject}}” is no export that Oda can read. Choose a chat of WhatsApp (text or zip), an export of Slack (zip), of DiscordChatExporter (JSON) or of Oda (JSON).',
  'import-broken': 'The file is damaged. Export it once more.',
  'import-broken_named':
    'The file is damaged or not as it should be at “{{subject}}”. Export it once more.',
  'import-encrypted': 'The archive has a password. Unpack it, and choose it without one.',
  'import-encrypted_named':
    'The archive has a password (“{{subject}}”). Unpack it, and choose it without one.',
  'import-too-large': 'There is more in the file than Oda takes from one.',
  'import-too-large_named':
    'There is more in the file than Oda takes from one, or it is made to look small: “{{subject}}”.',
  'import-encoding': 'The text is not written as UTF-8. Save it as UTF-8, and choose it again.',
  'import-encoding_named':
    'The text is not written as UTF-8 at “{{subject}}”. Save it as UTF-8, and choose it again.',
  'exchange-running':
    'Something is being exported or imported already. Wait until it is done, or cancel it.',
  'data-corrupt': 'The stored copy is damaged and cannot be opened. Restore it from a backup.',
  'data-corrupt_named': '{{subject}} is damaged and cannot be opened. Restore it from a backup.',
  'data-newer': 'This was stored by a newer Oda. Update Oda to open it.',
  'data-newer_named': '{{subject}} was stored by a newer Oda. Update Oda to open it.',
  'data-in-use': 'Another Oda is using this already. Close that one first.',
  'data-in-use_named': 'Another Oda is using {{subject}} already. Close that one first.',
  'no-such-room': 'This room is no longer on this computer. Join it again by its address.',
  'link-other-room':
    'This link leads to a message of a room that you are not in. Ask for an invite to the room.',
  'link-not-here':
    'This link leads to a message that you may not read, or that this computer does not have yet.',
  'too-many-saved':
    'You have saved {{limit}} messages in this room; more are not kept. Remove some first.',
  'no-such-contact-group': 'This contact group is no longer there.',
  'contact-group-empty': 'Nobody is in this contact group. Add somebody first.',
  'contact-group-taken': 'You have a contact group of that name. Choose another name.',
  'contact-group-taken_named':
    'You have a contact group named “{{subject}}” already. Choose another name.',
  'too-many-contact-groups': 'You can have at most {{limit}} contact groups. Delete one first.',
  'folder-not-opened': 'The folder could not be opened. Look for it yourself.',
  'folder-not-opened_named': 'The folder could not be opened. You find it at {{subject}}.',
  'room-not-running': 'This room is not open. Open it again first.',
  'backup-stopped': 'It was stopped; nothing of it is left.',
  'backup-folder': 'The folder for backups is not there, or Oda may not write in it.',
  'backup-folder_named':
    'There is no backup: the folder {{subject}} is not there, or Oda may not write in it. Put the disk in again, or choose another folder.',
  'backup-no-space': 'There is not enough space on the disk. Free some, then try again.',
  'backup-no-space_named':
    'There is not enough space on the disk of {{subject}}: {{limit}} are needed. Free some, or choose another folder.',
  'backup-running': 'One is being worked on just now. Wait until it is done, or stop it.',
  'not-a-backup':
    'This file is not a backup of a room of Oda. Choose a file that ends in .odabackup.',
  'backup-newer': 'This backup was made by a newer Oda. Update Oda to restore it.',
  'backup-damaged':
    'This backup is damaged: what is in it is not what was put into it. Choose another one; nothing was changed.',
  'room-here-already': 'This room is on this computer already. Nothing was changed.',
  'room-here-already_named': '“{{subject}}” is on this computer already. Nothing was changed.',
  'room-folder-here': 'The room’s folder is still on this computer. Move it away first.',
  'room-folder-here_named':
    'The room’s folder is still on this computer: {{subject}}. Nothing was changed; move it away first.',
  'bridge-closed': 'Oda’s other half has stopped. Close this window and start Oda again.',
  'bad-request': 'Oda could not do that as it was asked. Try again.',
  defect: 'Something went wrong in Oda. Try again; if it stays, restart Oda.',
};
