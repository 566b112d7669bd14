/** Private chats. */
export const privateChat = {};
