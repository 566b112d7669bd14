/** What the label of a conversation says, made from the facts (`privacyLabel`). */
export const privacy = {
  label: 'Privacy',
  read_everyone_open: 'Everybody in the room reads this; whoever knows the address can join.',
  read_everyone_invited: 'Everybody in the room reads this; only who is invited can join.',
  read_everyone_approval:
    'Everybody in the room reads this; who is new is let in by somebody inside, or invited.',
  read_direct: 'You two read this, and who hosts the room can.',
  read_group: 'The members of the group read this, and who hosts the room can.',
  read_topic: 'Everyone in the room can join this topic and read it.',
  newcomers_all: 'Who joins later also reads what was said before.',
  newcomers_none: 'Who joins later reads only what is said from then on.',
  newcomers_days: 'Who joins later reads what was said in the last {{newcomers}} before.',
  read_private: 'The two of you read this; who hosts the room cannot, if nobody is in between.',
  between_possible: 'Not compared yet: somebody could sit in between, also who hosts the room.',
  between_nobody: 'Compared: only the two of you can read this.',
  host_reads: 'Who hosts the room can read it: it is not encrypted there.',
  host_sees_who:
    'Who hosts the room sees who writes to whom and when, about how long the texts are, and how large the files.',
  stored:
    'It is kept on the host’s disk, and on that of everybody who reads it, until it is deleted, or that room or copy.',
  files_kept:
    'Files lie on the host’s disk until their message is deleted, and on that of everybody who opened them; what somebody has saved stays with them.',
  files_kept_30:
    'Files lie on the host’s disk until their message is deleted, for 30 days at most, and as long on that of everybody who opened them; what somebody has saved stays with them.',
  files_kept_90:
    'Files lie on the host’s disk until their message is deleted, for 90 days at most, and as long on that of everybody who opened them; what somebody has saved stays with them.',
  files_kept_365:
    'Files lie on the host’s disk until their message is deleted, for one year at most, and as long on that of everybody who opened them; what somebody has saved stays with them.',
  stored_nowhere:
    'Nothing of it can be read on any disk, and it is gone when the private chat is left; only what somebody has saved stays.',
  log_texts: 'The host’s log holds the texts too, also of what is deleted later.',
  log_off: 'The host’s log takes in no texts now; what it took in while it did stays in it.',
  log_no_texts: 'The host’s log does not hold the texts.',
  guests_in: 'Guests without an account are in, and read what is said to everyone.',
  guest_name:
    'The other one has no account: who takes that name later reads what you write from then on.',
  way_encrypted: 'On the way from and to other computers it is encrypted.',
  maybe_otherwise: 'You are not connected: the host may have switched some of this meanwhile.',
  way_end_to_end: 'It is encrypted from your computer to theirs.',
  way_plain:
    'Plain programs and IRC may come in from other computers: what they send and get can be read on the way. Oda’s own programs encrypt.',
};
